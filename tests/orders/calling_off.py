"""Coupons, time and money come back with every end before the service, and not after."""

from collections.abc import Callable

import pytest

from catalog.providers.models import Provider
from tests.journeys.people import Person
from tests.orders.conftest import (
    act,
    asking,
    deliver,
    elapse,
    order,
    paid_order,
    person,
    quote,
    status,
    town,
)

__all__ = ["deliver", "person", "town"]

pytestmark = pytest.mark.django_db

People = Callable[[str | None], Person]
Deliver = Callable[[], None]
Town = dict[str, Provider]


@pytest.fixture
def claimed(person: People, town: Town) -> Person:
    """The customer, who has claimed a tenth off."""
    customer = person("customer")
    customer.post("coupons/spring/claim/", expect=201)
    return customer


def coupons(customer: Person) -> list[str]:
    return [one["status"] for one in customer.get("me/coupons/")["items"]]


def call_off(person: People, number: str) -> None:
    person("operator").post(f"cases/{number}/cancel/", {"reason": "A flood."})


def test_a_coupon_comes_back_when_the_order_expires(claimed: Person) -> None:
    number = order(claimed, coupons=["SPRING"])["number"]
    assert coupons(claimed) == ["used"]
    elapse(minutes=31)
    assert (status(claimed, number), coupons(claimed)) == ("expired", ["usable"])
    assert quote(claimed, coupons=["SPRING"])["total"] == 18_000


def test_a_coupon_comes_back_when_the_house_cancels(
    claimed: Person, person: People, deliver: Deliver
) -> None:
    number = paid_order(claimed, deliver, coupons=["SPRING"])
    act(person("operator"), number, "cancel_by_operator", cancel_reason="A flood.")
    assert (status(claimed, number), coupons(claimed)) == ("cancelled", ["usable"])


def test_a_case_that_is_called_off_holds_nothing_back(
    claimed: Person, person: People, town: Town, deliver: Deliver
) -> None:
    number = paid_order(claimed, deliver, coupons=["SPRING"])
    act(person("provider"), number, "accept")
    call_off(person, number)
    shown = claimed.get(f"orders/{number}/")
    assert (shown["status"], shown["fee"]) == ("cancelled", 0)
    assert shown["payment"] == {"due": 0, "paid": 18_000, "refunded": 18_000}
    assert coupons(claimed) == ["usable"]
    # The provider's time is free for others.
    order(person("stranger"), provider=str(town["provider"].public_id))
    person("operator").post(f"cases/{number}/cancel/", {"reason": "Again."}, expect=409)
    assert claimed.get(f"orders/{number}/")["payment"]["refunded"] == 18_000


def test_work_that_has_begun_is_paid_though_its_case_is_called_off(
    claimed: Person, person: People, deliver: Deliver
) -> None:
    number = paid_order(claimed, deliver, coupons=["SPRING"])
    for action in ("accept", "depart", "arrive", "start"):
        act(person("provider"), number, action)
    call_off(person, number)
    assert claimed.get(f"orders/{number}/")["payment"] == {"due": 0, "paid": 18_000, "refunded": 0}
    assert coupons(claimed) == ["used"]
    claimed.post("quotes/", asking(coupons=["SPRING"]), expect=409)
