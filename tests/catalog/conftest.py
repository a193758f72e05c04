"""A small catalogue: a home, categories, and makers of services as an editor publishes them."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from wagtail.models import Locale

from catalog.services.actions import save_category
from catalog.services.models import Category, ServicePage
from cms.media.models import Picture
from cms.pages.actions import ensure_site, publish_page
from cms.pages.models import HomePage
from outbox.delivery import drain

SITE = {"en": "Doorstep", "zh-hans": "到家"}


@pytest.fixture
def home(db: None) -> HomePage:
    return ensure_site(titles=SITE)


@pytest.fixture
def chinese(home: HomePage) -> Locale:
    return Locale.objects.get(language_code="zh-hans")


@pytest.fixture
def categories(db: None) -> dict[str, Category]:
    """``home`` → ``cleaning`` → ``deep``, and ``care`` beside ``home``."""
    house = make_category("home", "Home", "家居")
    cleaning = make_category("cleaning", "Cleaning", "保洁", parent=house)
    make_category("deep", "Deep cleaning", "深度保洁", parent=cleaning)
    make_category("care", "Care", "护理", position=1)
    return {row.key: row for row in Category.objects.all()}


def make_category(
    key: str, english: str, chinese: str, *, parent: Category | None = None, position: int = 0
) -> Category:
    category = Category(key=key, name={"en": english, "zh-hans": chinese}, position=position)
    return save_category(category, parent=parent)


@pytest.fixture
def service(home: HomePage, categories: dict[str, Category]) -> Callable[..., ServicePage]:
    """``service("steam", price=9900)`` publishes a service; its category is ``cleaning``."""

    def make(key: str, *, category: str = "cleaning", **values: Any) -> ServicePage:
        page = ServicePage(
            **{"title": key.title(), "slug": key, "price": 10000, "duration": 60}
            | {"category": categories[category]}
            | {name: value for name, value in values.items() if name != "tags"}
        )
        page.tags.set(values.get("tags", []))
        return publish_page(page, parent=home)

    return make


@pytest.fixture
def picture(db: None) -> Picture:
    data = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(data, "PNG")
    return Picture.objects.create(
        title="Kitchen", description="A kitchen", file=ContentFile(data.getvalue(), "kitchen.png")
    )


@pytest.fixture
def settle() -> Callable[[], int]:
    """Deliver what is due in the outbox; answers how many messages."""

    def run() -> int:
        return drain(now=timezone.now() + timedelta(seconds=1), limit=100)

    return run
