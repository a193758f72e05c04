"""What stands before a journey begins: a site with a course and an agreement, and the processes."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.utils import timezone
from rest_framework.test import APIClient

from catalog.services.actions import save_category
from catalog.services.models import Category
from cms.pages.actions import ensure_site, publish_page
from cms.pages.models import StandardsPage
from cms.training.models import CoursePage
from outbox.delivery import drain
from tests.journeys.people import Person


@pytest.fixture
def person(api: Callable[[str | None], APIClient]) -> Callable[[str | None], Person]:
    return lambda username=None: Person(api(username))


@pytest.fixture
def deliver() -> Callable[[], None]:
    """What the worker does meanwhile: everything in the outbox, and what comes of it."""

    def run() -> None:
        while drain(now=timezone.now(), limit=100):
            pass

    return run


@pytest.fixture
def platform(db: None, settings, tmp_path) -> None:
    """A site with the course and the agreement that onboarding names, and its processes."""
    settings.MEDIA_ROOT = tmp_path
    home = ensure_site(titles={"en": "Doorstep", "zh-hans": "到家"}, port=8000)
    publish_page(_agreement(), parent=home)
    publish_page(_course(), parent=home)
    cleaning = Category(key="cleaning", name={"en": "Cleaning", "zh-hans": "保洁"})
    save_category(cleaning, parent=None)
    call_command("processes", "import", "--defaults")


def _agreement() -> StandardsPage:
    return StandardsPage(
        title="Provider agreement",
        slug="provider-agreement",
        kind=StandardsPage.Kind.AGREEMENT,
        body=[("text", "<p>You do the work in person.</p>")],
    )


def _course() -> CoursePage:
    choices = [{"text": "Greet", "correct": True}, {"text": "Sit down", "correct": False}]
    lesson = {"title": "Arriving", "minutes": 7, "body": [("text", "<p>Ring once.</p>")]}
    return CoursePage(
        title="Provider basics",
        slug="provider-basics",
        summary="First minutes.",
        lessons=[("lesson", lesson)],
        exam=[("question", {"text": "What first?", "multiple": False, "choices": choices})],
        pass_mark=100,
        attempts_per_day=3,
    )
