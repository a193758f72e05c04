"""A small catalogue, people with consents, and what the background does, done now."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.consents.purposes import purpose
from accounts.users.models import User
from catalog.behaviour import purchases
from catalog.behaviour.buffer import buffer
from catalog.behaviour.items import Item
from catalog.behaviour.purchases import Purchase
from catalog.recommendations.tasks import make_lists
from cms.pages.actions import ensure_site
from tests.cast import make_cast
from tests.journeys.people import API
from tests.orders.town import SITE, make_category, make_service

Consent = Callable[..., APIClient]


@pytest.fixture(scope="module")
def catalogue(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, User]]:
    """The cast, and three services of cleaning and one of care, made once for a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        ensure_site(titles=SITE)
        cleaning, care = make_category("cleaning", "Cleaning"), make_category("care", "Care")
        for key in ("deep", "windows", "oven"):
            make_service(key, category=cleaning, title=f"{key.title()} cleaning")
        make_service("nanny", category=care)
        yield make_cast()
        transaction.set_rollback(True)
    # Types that were made inside are gone again.
    ContentType.objects.clear_cache()


@pytest.fixture
def cast(catalogue: dict[str, User], db: None) -> dict[str, User]:
    return catalogue


@pytest.fixture(autouse=True)
def _empty_buffer() -> Iterator[None]:
    buffer.waiting.clear()
    yield
    buffer.waiting.clear()


@pytest.fixture
def consenting(api: Callable[[str | None], APIClient]) -> Consent:
    """``consenting("customer", "history")`` acts for a customer who has consented."""

    def client(username: str, *keys: str) -> APIClient:
        client = api(username)
        for key in keys:
            answer(client, key, given=True)
        return client

    return client


def answer(client: APIClient, key: str, *, given: bool) -> dict[str, Any]:
    body = {"given": given} | ({"version": purpose(key).version} if given else {})
    told = client.put(f"{API}/me/consents/{key}/", body, format="json")
    assert told.status_code == 200, told.content
    return told.json()  # type: ignore[no-any-return]


def see(client: APIClient, *paths: str) -> None:
    for path in paths:
        assert client.get(f"{API}/{path}/").status_code == 200


def items(client: APIClient, path: str, **query: Any) -> list[dict[str, Any]]:
    told = client.get(f"{API}/{path}/", query)
    assert told.status_code == 200, told.content
    return told.json()["items"]  # type: ignore[no-any-return]


def recommended(client: APIClient, kind: str, **query: Any) -> list[tuple[str, str]]:
    """The keys of a list and why they are on it."""
    told = items(client, "recommendations", kind=kind, **query)
    return [(each["key"], each["reason"]) for each in told]


@pytest.fixture
def bought(cast: dict[str, User], monkeypatch: Any) -> Callable[..., None]:
    """``bought("customer", "steam", days=3)``: an app above tells of an order of three days ago."""
    told: list[Purchase] = []

    def source(since: datetime) -> Iterator[Purchase]:
        return (each for each in told if each.at >= since)

    monkeypatch.setattr(purchases, "_sources", [source])

    def buy(username: str, *keys: str, days: int = 0, region: str = "shanghai") -> None:
        at = timezone.now() - timedelta(days=days)
        who = cast[username].pk
        told.extend(Purchase(who, Item("services", key), region, at) for key in keys)

    return buy


@pytest.fixture
def lists() -> Callable[[], int]:
    """What the timers do: everything that was seen is recorded, and the lists are made."""

    def make() -> int:
        buffer.flush()
        return make_lists(timezone.now())

    return make
