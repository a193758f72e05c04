"""The layers that tests in several places stand on."""

from django.core.management import call_command

from catalog.services.actions import save_category
from catalog.services.models import Category
from cms.pages.actions import ensure_site, publish_page
from cms.pages.models import StandardsPage
from cms.training.models import CoursePage
from tests.cast import make_cast, read_cast
from tests.ground import layer
from tests.orders.town import build_town

SITE = {"en": "Doorstep", "zh-hans": "到家"}


@layer
def built_site() -> None:
    """A home page in two languages."""
    ensure_site(titles=SITE, port=8000)


@layer
def built_categories() -> None:
    """``home`` → ``cleaning`` → ``deep``, and ``care`` beside ``home``."""
    house = make_category("home", "Home", "家居")
    cleaning = make_category("cleaning", "Cleaning", "保洁", parent=house)
    make_category("deep", "Deep cleaning", "深度保洁", parent=cleaning)
    make_category("care", "Care", "护理", position=1)


@layer
def built_cast() -> None:
    make_cast()


@layer
def built_platform() -> None:
    """On the site: the course and the agreement that onboarding names, and all processes."""
    home = ensure_site(titles=SITE)
    publish_page(_agreement(), parent=home)
    publish_page(_course(), parent=home)
    make_category("cleaning", "Cleaning", "保洁")
    call_command("processes", "import", "--defaults")


@layer
def built_town() -> None:
    """On the site, with the cast: a town to book in, and all processes."""
    call_command("processes", "import", "--defaults")
    build_town(read_cast())


def make_category(
    key: str, english: str, chinese: str, *, parent: Category | None = None, position: int = 0
) -> Category:
    category = Category(key=key, name={"en": english, "zh-hans": chinese}, position=position)
    return save_category(category, parent=parent)


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
