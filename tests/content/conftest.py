"""A site in two languages with a section of articles, and verbs that editors use."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from wagtail.models import Locale

from cms.media.models import Picture
from cms.pages.actions import publish_page
from cms.pages.models import ArticlePage, HomePage, LandingPage
from outbox.delivery import drain

# A generation that the clock does not reach: from here on they count one by one.
AHEAD = 10**15


@pytest.fixture
def home(built_site: None) -> HomePage:
    return HomePage.objects.get(locale__language_code="en")


@pytest.fixture
def section(home: HomePage) -> LandingPage:
    return publish_page(
        LandingPage(title="Articles", slug="articles", show_in_menus=True), parent=home
    )


@pytest.fixture
def article(section: LandingPage) -> ArticlePage:
    return publish_page(new_article("Deep clean"), parent=section)


@pytest.fixture
def chinese(db: None, home: HomePage) -> Locale:
    return Locale.objects.get(language_code="zh-hans")


@pytest.fixture
def picture(db: None) -> Picture:
    return draw("Kitchen", "A clean kitchen", "干净的厨房")


@pytest.fixture
def settle() -> Callable[[], int]:
    """Deliver what is due in the outbox; answers how many messages."""

    def run() -> int:
        return drain(now=timezone.now() + timedelta(seconds=1), limit=100)

    return run


def new_article(title: str, **values: object) -> ArticlePage:
    body = values.pop("body", [("text", "<p>Start at the top.</p>")])
    return ArticlePage(title=title, slug=title.lower().replace(" ", "-"), body=body, **values)


def draw(title: str, description: str = "", description_zh_hans: str = "") -> Picture:
    data = BytesIO()
    Image.new("RGB", (2400, 1200), "teal").save(data, "PNG")
    return Picture.objects.create(
        title=title,
        description=description,
        description_zh_hans=description_zh_hans,
        file=ContentFile(data.getvalue(), f"{title.lower()}.png"),
    )


def edit(page: ArticlePage, **values: object) -> ArticlePage:
    """Save ``values`` as a new revision and publish it."""
    draft = page.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision().publish()
    return type(page).objects.get(pk=page.pk)
