"""While somebody changes a provider, rows that point at the provider are still written."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models.query import QuerySet
from django.utils import timezone

from accounts.users.models import User
from catalog.providers.actions import rate_provider
from catalog.providers.models import Provider
from catalog.scheduling.models import Leave
from catalog.services.models import Category
from catalog.services.ratings import Rating
from tests.orders.town import make_provider
from tests.races.barrier import CERTAIN
from tests.races.busy import impatient

__all__ = ["impatient"]

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def li(cast: dict[str, User]) -> Provider:
    Category.add_root(key="cleaning", name={"en": "Cleaning"})
    return make_provider(cast["provider"], "cleaning")


@contextmanager
def being_rated(provider: Provider) -> Iterator[None]:
    """A transaction that changes the provider is not committed yet."""
    rated, over = Event(), Event()

    def rate() -> None:
        try:
            with transaction.atomic():
                rate_provider(provider, rating=Rating(1, Decimal("4.20")))
                rated.set()
                over.wait(CERTAIN)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        rating = pool.submit(rate)
        assert rated.wait(CERTAIN)
        try:
            yield
        finally:
            over.set()
            rating.result()


def go_away(provider: Provider) -> None:
    now = timezone.now()
    Leave.objects.create(provider=provider, starts_at=now, ends_at=now + timedelta(hours=1))


def test_what_points_at_a_provider_does_not_wait_for_who_changes_them(
    li: Provider, impatient: None
) -> None:
    with being_rated(li):
        go_away(li)
        assert Leave.objects.count() == 1
    assert Provider.objects.get(pk=li.pk).rating.count == 1


def test_control_a_lock_of_the_key_keeps_it_away(
    li: Provider, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = QuerySet.select_for_update

    def for_the_key(rows: Any, **options: Any) -> Any:
        return lock(rows, **{**options, "no_key": False})

    monkeypatch.setattr(QuerySet, "select_for_update", for_the_key)
    with being_rated(li), pytest.raises(OperationalError, match="lock timeout"):
        go_away(li)
    assert Leave.objects.count() == 0
