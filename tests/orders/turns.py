"""What else may happen on the way of an order."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.dateparse import parse_datetime

from catalog.providers.models import Provider
from tests.journeys.people import Person
from tests.orders.conftest import (
    act,
    asking,
    deliver,
    elapse,
    money,
    notices,
    offered,
    order,
    paid_order,
    pay,
    person,
    quote,
    status,
    town,
)
from tests.orders.town import at

__all__ = ["deliver", "person", "town"]

pytestmark = pytest.mark.django_db

People = Callable[[str | None], Person]
Deliver = Callable[[], None]
Town = dict[str, Provider]


def test_a_payment_that_fails_is_told_and_another_one_may_follow(
    town: Town, person: People, deliver: Deliver
) -> None:
    customer = person("customer")
    number = order(customer)["number"]
    pay(customer, number, deliver, result="failed")
    assert notices(customer) == ["The payment failed"]
    assert (status(customer, number), money(customer, number)["paid"]) == ("awaiting_payment", 0)
    pay(customer, number, deliver)
    assert status(customer, number) == "awaiting_acceptance"


def test_a_coupon_comes_back_with_the_money(town: Town, person: People, deliver: Deliver) -> None:
    customer = person("customer")
    customer.post("coupons/spring/claim/", expect=201)
    number = paid_order(customer, deliver, coupons=["SPRING"])
    used = customer.post("quotes/", asking(coupons=["SPRING"]), expect=409)
    assert used["code"] == "coupon_used"
    act(customer, number, "cancel")
    assert money(customer, number) == {"due": 0, "paid": 18_000, "refunded": 18_000}
    assert quote(customer, coupons=["SPRING"])["total"] == 18_000


def test_a_package_is_one_visit_at_its_own_price(
    town: Town, person: People, deliver: Deliver
) -> None:
    customer = person("customer")
    asked = quote(customer, service=None, package="fresh-kitchen")
    assert [(line["kind"], line["amount"]) for line in asked["lines"]] == [("package", 30_000)]
    placed = customer.post("orders/", {"quote": asked["id"]}, expect=201)
    assert parse_datetime(placed["ends_at"]) == at(10) + timedelta(minutes=180)
    assert placed["service"] == {
        "kind": "package",
        "key": "fresh-kitchen",
        "title": "Fresh Kitchen",
    }


def test_an_operator_cancels_for_the_house_and_everything_goes_back(
    town: Town, person: People, deliver: Deliver
) -> None:
    customer = person("customer")
    number = paid_order(customer, deliver)
    act(person("provider"), number, "accept")
    act(person("operator"), number, "cancel_by_operator", expect=422)
    act(person("operator"), number, "cancel_by_operator", cancel_reason="A flood.")
    assert money(customer, number) == {"due": 0, "paid": 20_000, "refunded": 20_000}


def test_a_choice_that_does_not_come_is_told_and_the_last_resort_is_an_operator(
    town: Town, person: People, deliver: Deliver
) -> None:
    customer, provider, operator = person("customer"), person("provider"), person("operator")
    number = paid_order(customer, deliver, provider=str(town["rival"].public_id))
    # Nobody answers within a quarter of an hour.
    elapse(minutes=16)
    assert notices(customer).count("Somebody else will come") == 1
    assert offered(provider, number) == ["accept", "reject"]
    act(provider, number, "reject", reject_reason="Too far.")
    assert status(customer, number) == "awaiting_provider"
    assert customer.get(f"orders/{number}/")["provider"] is None
    assert notices(operator).count("An order needs a provider") == 1

    task = operator.task(number, "pick")
    operator.post(f"tasks/{task['id']}/claim/")
    wrong = {"outcome": "assign", "data": {"picked_provider": str(town["provider"].user.uuid)}}
    refused = operator.post(f"tasks/{task['id']}/complete/", wrong, expect=409)
    assert refused["code"] == "provider_unsuitable"
    right = {"outcome": "assign", "data": {"picked_provider": str(town["provider"].public_id)}}
    operator.post(f"tasks/{task['id']}/complete/", right)
    act(provider, number, "accept")
    assert status(customer, number) == "accepted"
