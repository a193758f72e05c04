"""Statements that are composed once: the values alone differ from one request to the next."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models.sql.compiler import SQLCompiler
from rest_framework.test import APIClient

from accounts.users import statements
from accounts.users.statements import PreparedQuery
from catalog.services.models import ServicePage
from catalog.services.queries import ServiceFilters, ask_services
from cms.delivery.models import PublishedDocument

pytestmark = pytest.mark.django_db

Make = Callable[..., ServicePage]
ReadAs = Callable[[str | None], APIClient]


@pytest.fixture(autouse=True)
def _nothing_is_composed_yet() -> None:
    statements._composed.cache_clear()


@pytest.fixture
def composed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The SQL that Django composes."""
    texts: list[str] = []
    original = SQLCompiler.as_sql

    def as_sql(self: SQLCompiler, *args: Any, **options: Any) -> Any:
        sql, parameters = original(self, *args, **options)
        texts.append(sql)
        return sql, parameters

    monkeypatch.setattr(SQLCompiler, "as_sql", as_sql)
    return texts


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("services/?price_min=1&ordering=price", "services/?price_min=2&ordering=price"),
        ("services/?category=cleaning&limit=1", "services/?category=home&limit=2"),
        ("services/steam/", "services/nothing-like-it/"),
        ("articles/?limit=1", "articles/?limit=1&offset=1"),
    ],
)
def test_what_differs_in_values_is_composed_once(
    first: str, second: str, service: Make, api: ReadAs, composed: list[str]
) -> None:
    service("steam")
    composed.clear()
    api(None).get(f"/api/v1/{first}")
    assert len(composed) == 1
    api(None).get(f"/api/v1/{second}")
    assert len(composed) == 1


def test_who_asks_is_a_value_too(service: Make, api: ReadAs, composed: list[str]) -> None:
    """A token costs a query, and no statement composed; each names its own person."""
    service("steam")
    customer, stranger = api("customer"), api("stranger")
    customer.get("/api/v1/services/steam/")
    stranger.get("/api/v1/services/steam/")
    composed.clear()
    answers = [each.get("/api/v1/services/steam/") for each in (customer, stranger)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.wsgi_request.user.username for answer in answers] == ["customer", "stranger"]
    assert composed == []


def test_other_names_or_kinds_are_another_statement(composed: list[str]) -> None:
    for filters in (
        ServiceFilters(price_min=1),
        ServiceFilters(price_max=1),
        ServiceFilters(price_max=1, ordering="price"),
    ):
        ask_services(filters, "en").answer(["key"], slice(0, 1))
    assert len(set(composed)) == 3


def test_values_are_values_whatever_they_hold(service: Make) -> None:
    """Neither SQL nor a wildcard, and columns come back as what they are."""
    service("steam", tags=["quick"])
    for key in ("' OR 1=1 --", "%s", "%", "_" * len("cleaning"), "\\"):
        assert ask_services(ServiceFilters(category=key), "en").answer(["key"], slice(0, 9)) == []
    kept = PublishedDocument.objects.get(key="steam", locale="en")
    asked = PreparedQuery(PublishedDocument.objects.filter, (), {"key": "steam", "locale": "en"})
    columns = ["cache_keys", "published_at", "owner"]
    assert asked.answer(columns, slice(0, 9)) == [(kept.cache_keys, kept.published_at, kept.owner)]
    assert kept.cache_keys != []
