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

from catalog.services.models import Category, ServicePage
from cms.media.models import Picture
from cms.pages.actions import publish_page
from cms.pages.models import HomePage
from outbox.delivery import drain


@pytest.fixture
def home(built_site: None) -> HomePage:
    return HomePage.objects.get(locale__language_code="en")


@pytest.fixture
def chinese(home: HomePage) -> Locale:
    return Locale.objects.get(language_code="zh-hans")


@pytest.fixture
def categories(built_categories: None) -> dict[str, Category]:
    """``home`` → ``cleaning`` → ``deep``, and ``care`` beside ``home``."""
    return {row.key: row for row in Category.objects.all()}


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
