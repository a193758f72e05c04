"""Finished orders that may be reviewed, and pictures that people send."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from accounts.uploads.actions import store_upload
from accounts.users.models import User
from catalog.providers.actions import activate_provider
from catalog.providers.models import Provider
from catalog.providers.profiles import ProviderProfile
from catalog.services.models import Category
from community.reviews.actions import invite, write_review
from community.reviews.models import Review, ReviewInvitation
from tests.catalog.conftest import categories, chinese, home, service, settle

__all__ = ["categories", "chinese", "home", "service", "settle"]

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
TITLE = {"en": "Steam cleaning", "zh-hans": "蒸汽清洁"}
HOME = "42 Home Street"
# What is told of a picture that somebody sent: no number, which would tell when.
PHOTO = {"url", "width", "height", "alt", "focal_point", "placeholder", "renditions"}


@pytest.fixture
def providers(cast: dict[str, User], categories: dict[str, Category]) -> dict[str, Provider]:
    """The cast's two providers, by username."""

    def activate(username: str, name: str) -> Provider:
        profile = ProviderProfile("person", name, skills=("cleaning",), areas=("shanghai",))
        return activate_provider(cast[username], profile=profile, by=None, now=NOW)

    return {"provider": activate("provider", "Aunt Li"), "rival": activate("rival", "Uncle Wu")}


@pytest.fixture
def finished(
    cast: dict[str, User], providers: dict[str, Provider], service: Callable[..., Any]
) -> Callable[..., ReviewInvitation]:
    """``finished("A1")`` is an order of the customer's, done by Aunt Li and not reviewed yet."""
    service("steam", title="Steam cleaning")

    def make(
        number: str, customer: str = "customer", provider: str = "provider", key: str = "steam"
    ) -> ReviewInvitation:
        return invite(
            number,
            customer=cast[customer],
            provider=providers[provider],
            service_key=key,
            service_title=TITLE,
            now=NOW,
        )

    return make


@pytest.fixture
def reviewed(finished: Callable[..., ReviewInvitation]) -> Callable[..., Review]:
    """``reviewed("A1", (5, 4, 5))`` is what the order's customer said of it."""

    def make(
        number: str,
        marks: tuple[int, int, int] = (5, 5, 5),
        *,
        text: str = "Good.",
        anonymous: bool = False,
        now: datetime = NOW,
        **order: str,
    ) -> Review:
        invitation = finished(number, **order)
        attitude, skill, effect = marks
        return write_review(
            number,
            attitude=attitude,
            skill=skill,
            effect=effect,
            text=text,
            photos=[],
            anonymous=anonymous,
            by=invitation.customer,
            now=now,
        )

    return make


def photo_bytes() -> bytes:
    """A JPEG whose camera wrote down where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = HOME
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.fixture
def photo(cast: dict[str, User]) -> Callable[[str], str]:
    """``photo("customer")`` is the id of a picture that the customer has sent."""

    def send(username: str) -> str:
        file = ContentFile(photo_bytes(), "kitchen.jpg")
        return str(store_upload(file, by=cast[username], now=datetime.now(UTC)).pk)

    return send
