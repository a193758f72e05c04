"""The cast that every test can call on, and API clients that act for them."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key
from rest_framework.test import APIClient

from accounts.users.models import User
from accounts.users.tokens import issue_token
from tests import migrated
from tests.built import built_cast, built_categories, built_platform, built_site, built_town
from tests.cast import read_cast
from tests.ground import GROUND, asked_for

__all__ = ["built_cast", "built_categories", "built_platform", "built_site", "built_town"]

NEEDS_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if connection.vendor == "postgresql":
        _leave_out_pure(config, items)
    for item in items:
        if _commits(item):
            # Flushed after the test, without what Django would put back in its own way.
            marker = pytest.mark.django_db(transaction=True, serialized_rollback=True)
            item.add_marker(marker, append=False)
        # Tests of races need row locks and real threads: SQLite has the one and not the other.
        if connection.vendor != "postgresql" and item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL"))


def _leave_out_pure(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What reads no database is tested once, with SQLite."""
    pure = [item for item in items if _is_pure(item)]
    config.hook.pytest_deselected(items=pure)
    items[:] = [item for item in items if not _is_pure(item)]


def _is_pure(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("postgres")
    return not (marked or fixtures & NEEDS_DATABASE)


def _commits(item: pytest.Item) -> bool:
    """Whether a test commits, so that the database is emptied after it."""
    marker = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    commits = marker is not None and marker.kwargs.get("transaction", False)
    return bool(commits or fixtures & {"transactional_db", "live_server"})


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before the fixtures of its module, which may open a transaction of their own."""
    if not _is_pure(item):
        with item.config.stash[blocking_manager_key].unblock():
            GROUND.leave(_stands_on(item))


def _stands_on(item: pytest.Item) -> list[str]:
    return [] if _commits(item) else asked_for(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Put back what migrations brought and emptying took: Django leaves that to the order of
    tests, which workers in parallel do not keep.

    After the last one the test database is gone, and the connection names the one that people use.
    """
    result = yield
    if nextitem is not None and _commits(item) and not item.get_closest_marker("skip"):
        with item.config.stash[blocking_manager_key].unblock():
            migrated.put_back()
    return result


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        migrated.keep()
    yield
    with django_db_blocker.unblock():
        GROUND.leave([])


@pytest.fixture
def ground(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        GROUND.build(_stands_on(request.node))


@pytest.fixture
def _django_db_helper(ground: None, _django_db_helper: None) -> None:
    """The transaction of the test, which pytest-django opens: inside what it stands on."""


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Limits and ETags count in the cache: one test must not spend another's."""
    cache.clear()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A request leaves its language active in the thread: one test must not speak another's."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def cast(built_cast: None) -> dict[str, User]:
    return read_cast()


@pytest.fixture
def api(cast: dict[str, User]) -> Callable[[str | None], APIClient]:
    """``api("operator")`` acts for the operator by bearer token; ``api(None)`` for nobody."""

    def client(username: str | None = None) -> APIClient:
        client = APIClient()
        if username is not None:
            token = issue_token(cast[username], name="tests")
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        return client

    return client


@pytest.fixture
def client_for(api: Callable[[str | None], APIClient]) -> Callable[[str | None], APIClient]:
    return api


@pytest.fixture
def browser_for(cast: dict[str, User]) -> Callable[[str], Client]:
    """``browser_for("editor")`` is logged in to Wagtail's admin."""

    def browser(username: str) -> Client:
        client = Client()
        client.force_login(cast[username], "django.contrib.auth.backends.ModelBackend")
        return client

    return browser
