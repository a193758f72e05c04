"""The demonstration: loaded once, read as a frontend would, and one example of every operation."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from wagtail.models import Revision

from accounts.notices.models import Notice
from accounts.users.models import User
from accounts.users.tokens import issue_token
from catalog.providers.models import Provider
from catalog.services.models import Category, ServiceListing, ServicePage, ServiceVersion
from cms.pages.models import ArticlePage, HomePage
from cms.training.queries import exam_in, live_course
from outbox.models import Message
from tests.conftest import CAST
from tests.examples import EXAMPLES, somebody
from tests.furniture import accounts, onboarding, processes
from tests.permissions.everyone import ask
from tests.permissions.rows import Row
from tests.world import FURNISHERS, World
from workflows.onboarding.models import Application
from workflows.onboarding.states import APPLICATION_STAGES

API = "/api/v1"


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    """Loaded once; each test is rolled back, and the demonstration itself at the end."""
    atomic = transaction.atomic()
    # The outbox delivers in transactions of its own, which only a test may hold in another.
    atomic._from_testcase = True  # type: ignore[attr-defined]
    with django_db_blocker.unblock(), atomic:  # type: ignore[attr-defined]
        call_command("processes", "-v0", "import", "--defaults")
        mail.outbox.clear()  # of the test before
        call_command("load_demo", verbosity=0)
        told = len(mail.outbox) + Message.objects.filter(topic="notice").count()
        world = _world()
        world.values["told"] = told
        yield world
        transaction.set_rollback(True)
    ContentType.objects.clear_cache()


def _world() -> World:
    """The cast of the demonstration, and names of what is in it."""
    cast = {name: User.objects.get(username=name) for name in CAST}
    tokens = {name: issue_token(user, name="tests") for name, user in cast.items()}
    exam = exam_in(live_course("provider-basics"), "en")
    world = World(
        cast,
        tokens,
        {
            "id": HomePage.objects.get(locale__language_code="en").pk,
            "article_key": "moving-checklist",
            "standard_key": "provider-agreement",
            "standard_version": 1,
            "course_key": "provider-basics",
            "exam": {each.id: [each.choices[0].id] for each in exam.questions},
            "service_key": "window-clean",
            "package_key": "spring-refresh",
            "promotion_key": "new-neighbours",
            "provider_key": Provider.objects.get(user=cast["provider"]).public_id,
        },
    )
    # What the demonstration leaves to whoever tries it: an upload, an errand, an application.
    for part in (accounts, processes, onboarding):
        for furnish in FURNISHERS:
            if furnish.__module__ == part.__name__:
                furnish(world)
    return world


def read(path: str, locale: str = "en") -> dict[str, Any]:
    joined = "&" if "?" in path else "?"
    answer = Client().get(f"{API}/{path}{joined}locale={locale}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("row", EXAMPLES.values(), ids=str)
def test_the_example_answers_2xx_on_the_demonstration(row: Row, demo: World) -> None:
    member = somebody(row)
    assert member is not None
    assert ask(row, demo, member)[0] == row.status(member)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "count"), [("services", 60), ("packages", 10), ("providers", 40), ("articles", 6)]
)
def test_how_much_there_is(demo: World, path: str, count: int) -> None:
    assert read(f"{path}/?limit=1&count=true")["count"] == count
    assert read(f"{path}/?limit=1&count=true", "zh-hans")["count"] == count


@pytest.mark.django_db
def test_the_catalogue_speaks_both_languages(demo: World) -> None:
    assert Category.objects.count() == 10
    window = read("services/window-clean/")
    chinese = read("services/window-clean/", "zh-hans")
    assert (window["title"], chinese["title"]) == ("Window cleaning", "擦玻璃")
    assert (window["price"], chinese["price"]) == (1200, 1200)
    translated = read("services/?limit=60", "zh-hans")["items"]
    assert [item for item in translated if item["title"].isascii()] == []
    assert len(translated) == 60


@pytest.mark.django_db
def test_both_cities_have_providers(demo: World) -> None:
    shanghai = read("providers/?region=shanghai&limit=1&count=true")["count"]
    chengdu = read("providers/?region=chengdu&limit=1&count=true")["count"]
    assert shanghai > 0 < chengdu
    assert shanghai + chengdu >= 40


@pytest.mark.django_db
def test_there_is_an_application_in_every_stage_that_one_can_stand_in(demo: World) -> None:
    stages = set(Application.objects.values_list("status", flat=True))
    fleeting = {"applied", "waiting", "lapsed"}
    assert {stage.key for stage in APPLICATION_STAGES} - fleeting <= stages


@pytest.mark.django_db
def test_editors_have_work_in_hand(demo: World) -> None:
    waiting = ArticlePage.objects.get(slug="guests-for-the-festival", locale__language_code="en")
    assert (waiting.live, waiting.workflow_in_progress, waiting.owner) == (
        False,
        True,
        demo.cast["editor"],
    )
    scheduled = ArticlePage.objects.get(slug="first-clean-of-the-year", locale__language_code="en")
    assert (scheduled.live, scheduled.approved_schedule) == (False, True)
    massage = ServicePage.objects.get(slug="massage", locale__language_code="en")
    assert (massage.price, massage.get_latest_revision_as_object().price) == (22800, 23800)
    assert read("services/massage/")["price"] == 22800


@pytest.mark.django_db
def test_a_service_says_what_one_would_ask(demo: World) -> None:
    for item in read("services/?limit=100&fields=key")["items"]:
        for locale in ("en", "zh-hans"):
            service = read(f"services/{item['key']}/", locale)
            shapes = [block["type"] for block in service["body"]]
            assert shapes == ["text", "heading", "list", "faq"]
            assert service["summary"] not in service["body"][0]["value"]
            assert len(service["body"][2]["value"]["entries"]) >= 2
            assert service["picture"]["alt"]
            assert service["seo"]["description"] == service["summary"]


@pytest.mark.django_db
def test_nobody_is_told_of_what_is_made_up(demo: World) -> None:
    assert demo.values["told"] == 0
    assert Notice.objects.filter(user=demo.cast["reviewer"]).exists()


@pytest.mark.django_db
def test_loading_again_changes_nothing(demo: World) -> None:
    def counts() -> list[int]:
        rows = (User, Category, ServiceListing, ServiceVersion, Provider, Application, Revision)
        return [model._default_manager.count() for model in rows]

    before = counts()
    call_command("load_demo", verbosity=0)
    assert counts() == before


@pytest.mark.django_db
def test_the_documents_are_those_of_the_pages(demo: World) -> None:
    call_command("documents", "check")
