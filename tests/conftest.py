"""The cast that every test can call on, and API clients that act for them."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation
from pytest_django.plugin import blocking_manager_key
from rest_framework.test import APIClient

from accounts.users.models import User
from accounts.users.tokens import issue_token

PASSWORD = "doorstep-cast"

# Username to role. An applicant is a customer until the process makes a provider of them.
CAST = {
    "customer": "customer",
    "stranger": "customer",
    "provider": "provider",
    "rival": "provider",
    "applicant": "customer",
    "support": "support",
    "finance": "finance",
    "editor": "editor",
    "moderator": "moderator",
    "operator": "operator",
    "reviewer": "reviewer",
    "admin": "admin",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _commits(item):
            # Flushed after the test, without what Django would put back in its own way.
            marker = pytest.mark.django_db(transaction=True, serialized_rollback=True)
            item.add_marker(marker, append=False)
        # Tests of races need row locks and real threads: SQLite has the one and not the other.
        if connection.vendor != "postgresql" and item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL"))


def _commits(item: pytest.Item) -> bool:
    """Whether a test commits, so that the database is emptied after it."""
    marker = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    commits = marker is not None and marker.kwargs.get("transaction", False)
    return bool(commits or fixtures & {"transactional_db", "live_server"})


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Put back what migrations brought and emptying took: roles, Wagtail's root, locales.

    Django leaves that to the order of tests, which workers in parallel do not keep. After the
    last one the test database is gone, and the connection names the one that people use.
    """
    result = yield
    if nextitem is not None and _commits(item) and not item.get_closest_marker("skip"):
        with item.config.stash[blocking_manager_key].unblock():
            contents = connection._test_serialized_contents  # type: ignore[attr-defined]
            connection.creation.deserialize_db_from_string(contents)
        ContentType.objects.clear_cache()
    return result


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Limits and ETags count in the cache: one test must not spend another's."""
    cache.clear()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A request leaves its language active in the thread: one test must not speak another's."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def make_cast() -> dict[str, User]:
    """Everyone of the cast by username, each in the group of their role."""
    password = make_password(PASSWORD)
    people = User.objects.bulk_create(
        User(
            username=username,
            display_name=username.title(),
            email=f"{username}@example.org",
            phone=f"+86138000000{number:02}",
            phone_verified=True,
            password=password,
            is_superuser=username == "admin",
        )
        for number, username in enumerate(CAST)
    )
    groups = {group.name: group for group in Group.objects.filter(name__in=CAST.values())}
    User.groups.through.objects.bulk_create(
        User.groups.through(user=user, group=groups[CAST[user.username]]) for user in people
    )
    return {user.username: user for user in people}


@pytest.fixture
def cast(db: None) -> dict[str, User]:
    return make_cast()


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
