"""Following an order by asking again."""

from collections.abc import Callable

import pytest

from catalog.providers.models import Provider
from tests.journeys.people import Person
from tests.orders.conftest import act, deliver, paid_order, person, town

__all__ = ["deliver", "person", "town"]

pytestmark = pytest.mark.django_db

People = Callable[[str | None], Person]


def test_who_has_the_newest_is_told_so_and_who_asks_after_gets_the_rest(
    town: dict[str, Provider], person: People, deliver: Callable[[], None]
) -> None:
    customer, provider = person("customer"), person("provider")
    number = paid_order(customer, deliver)
    for path in (f"orders/{number}/", f"orders/{number}/timeline/"):
        etag = customer.client.get(f"/api/v1/{path}")["ETag"]
        same = customer.client.get(f"/api/v1/{path}", HTTP_IF_NONE_MATCH=etag)
        assert (same.status_code, same.content) == (304, b"")

    known = customer.get(f"orders/{number}/timeline/")["items"]
    etag = customer.client.get(f"/api/v1/orders/{number}/")["ETag"]
    act(provider, number, "accept")
    assert (
        customer.client.get(f"/api/v1/orders/{number}/", HTTP_IF_NONE_MATCH=etag).json()["status"]
        == "accepted"
    )
    fresh = customer.get(f"orders/{number}/timeline/", after=known[-1]["at"])["items"]
    assert known + fresh == customer.get(f"orders/{number}/timeline/")["items"]
    assert ("answer", "completed") in [(item["step"], item["event"]) for item in fresh]
    for moment in ("yesterday", "0001-01-01T00:00:00", "9999-12-31T23:59:59"):
        customer.get(f"orders/{number}/timeline/", after=moment, expect=400)
