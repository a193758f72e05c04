"""From a quote to a finished order, and every way off it, through HTTP alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from catalog.providers.models import Provider
from tests.journeys.people import Person
from tests.orders.conftest import (
    act,
    asking,
    deliver,
    elapse,
    offered,
    order,
    paid_order,
    pay,
    person,
    quote,
    status,
    town,
)
from tests.orders.town import HERE, at

__all__ = ["deliver", "person", "town"]

pytestmark = pytest.mark.django_db

People = Callable[[str | None], Person]
Deliver = Callable[[], None]
Town = dict[str, Provider]


def notices(who: Person) -> list[str]:
    return [item["subject"] for item in who.get("me/notifications/", limit=100)["items"]]


def money(who: Person, number: str) -> dict[str, int]:
    answer: dict[str, int] = who.get(f"orders/{number}/")["payment"]
    return answer


def work(provider: Person, number: str) -> None:
    for action in ("depart", "arrive", "start", "finish"):
        act(provider, number, action)


def test_a_quote_is_ordered_paid_rejected_once_and_carried_out(
    town: Town, person: People, deliver: Deliver
) -> None:
    customer, provider, rival = person("customer"), person("provider"), person("rival")
    unclaimed = customer.post("quotes/", asking(coupons=["SPRING"]), expect=409)
    assert unclaimed["code"] == "coupon_not_claimed"
    customer.post("coupons/spring/claim/", expect=201)
    asked = quote(customer, options={"balcony": 2}, coupons=["SPRING"])
    assert [(line["kind"], line["label"], line["amount"]) for line in asked["lines"]] == [
        ("service", "Window Clean", 20_000),
        ("option", "Balcony", 6_000),
        ("coupon", "A tenth off", -2_600),
    ]
    assert asked["total"] == 23_400
    placed = customer.post("orders/", {"quote": asked["id"], "notes": "Ring twice."}, expect=201)
    number = placed["number"]
    assert (placed["status"], placed["payment"]) == (
        "awaiting_payment",
        {"due": 23_400, "paid": 0, "refunded": 0},
    )
    again = customer.post("orders/", {"quote": asked["id"]}, expect=409)
    assert again["code"] == "quote_used"
    person("stranger").post("orders/", {"quote": asked["id"]}, expect=404)
    assert [one["status"] for one in customer.get("me/coupons/")["items"]] == ["used"]
    assert parse_datetime(placed["ends_at"]) == at(10) + timedelta(minutes=180)
    # Nobody is asked before the money is there.
    provider.get(f"orders/{number}/", expect=404)
    pay(customer, number, deliver)
    assert money(customer, number) == {"due": 0, "paid": 23_400, "refunded": 0}
    assert status(customer, number) == "awaiting_acceptance"

    # The one close by is asked first, and sees the area and not the door.
    seen = provider.get(f"orders/{number}/")
    assert sorted(seen["address"]) == ["lat", "lng", "region"]
    assert (seen["address"]["lat"], seen["notes"]) != (HERE["lat"], "")
    act(provider, number, "reject", expect=422)
    act(provider, number, "reject", reject_reason=" ", expect=422)
    assert status(customer, number) == "awaiting_acceptance"
    act(provider, number, "reject", reject_reason="My car broke down.")
    provider.get(f"orders/{number}/", expect=404)

    assert offered(rival, number) == ["accept", "reject"]
    act(rival, number, "accept")
    assert rival.get(f"orders/{number}/")["address"]["line"] == HERE["line"]
    assert status(customer, number) == "accepted"
    act(rival, number, "arrive", expect=409)
    work(rival, number)
    assert offered(customer, number) == ["confirm"]
    act(customer, number, "confirm")
    assert status(customer, number) == "completed"
    events = [item["step"] for item in customer.get(f"orders/{number}/timeline/")["items"]]
    assert [step for step in ("pay", "after_rejection", "depart", "confirm") if step in events] == [
        "pay",
        "after_rejection",
        "depart",
        "confirm",
    ]
    for subject in ("The provider is on the way", "The work is done", "How was it?"):
        assert notices(customer).count(subject) == 1
    review = {"order": number, "attitude": 5, "skill": 4, "effect": 5, "text": "Spotless."}
    customer.post("reviews/", {**review, "anonymous": True}, expect=201)
    (shown,) = person(None).get("reviews/", provider=str(town["rival"].public_id))["items"]
    assert (shown["text"], "Customer" in str(shown)) == ("Spotless.", False)
    assert customer.post("reviews/", review, expect=409)["code"] == "already_reviewed"


def test_an_order_that_is_not_paid_expires_and_late_money_goes_back(
    town: Town, person: People, deliver: Deliver
) -> None:
    customer = person("customer")
    number = order(customer)["number"]
    payment = customer.post(f"orders/{number}/payments/", {"gateway": "sandbox"}, expect=201)
    elapse(minutes=29)
    assert status(customer, number) == "awaiting_payment"
    elapse(minutes=2)
    assert status(customer, number) == "expired"
    customer.post(f"orders/{number}/payments/", {"gateway": "sandbox"}, expect=409)
    # The slot is free again, at once.
    assert order(person("stranger"), provider=str(town["provider"].public_id))["number"] != number
    # It was paid at the last moment, before the gateway heard that it is closed.
    customer.client.post(f"/sandbox/payments/{payment['id']}/", {"result": "paid"}, format="json")
    deliver()
    assert money(customer, number) == {"due": 0, "paid": 20_000, "refunded": 20_000}
    assert status(customer, number) == "expired"


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


@pytest.mark.parametrize(
    ("stage", "hours", "fee"),
    [
        ("awaiting_payment", 72, 0),
        ("awaiting_acceptance", 72, 0),
        ("accepted", 72, 0),
        ("accepted", 5, 4_000),
        ("on_the_way", 72, 10_000),
        ("arrived", 72, 10_000),
    ],
)
def test_a_customer_who_cancels_pays_by_stage_and_hours(
    town: Town, person: People, deliver: Deliver, stage: str, hours: int, fee: int
) -> None:
    customer, provider = person("customer"), person("provider")
    begins = at(10) if hours > 24 else soon()
    number = order(customer, starts_at=begins.isoformat())["number"]
    for step in upto(stage):
        if step == "pay":
            pay(customer, number, deliver)
        else:
            act(provider, number, step)
    assert status(customer, number) == stage
    cancelled = act(customer, number, "cancel")
    assert (cancelled["status"], cancelled["fee"]) == ("cancelled", fee)
    paid = 0 if stage == "awaiting_payment" else 20_000
    assert cancelled["payment"] == {"due": 0, "paid": paid, "refunded": max(0, paid - fee)}
    act(customer, number, "cancel", expect=409)
    # The time is free again in the same transaction.
    order(
        person("stranger"), starts_at=begins.isoformat(), provider=str(town["provider"].public_id)
    )


def soon() -> Any:
    """The next time within hours that is more than an hour off and less than a day."""
    tomorrow = at(10, days=1)
    return tomorrow if tomorrow - timezone.now() < timedelta(hours=23) else at(18, days=0)


def upto(stage: str) -> list[str]:
    steps = {
        "awaiting_payment": [],
        "awaiting_acceptance": ["pay"],
        "accepted": ["pay", "accept"],
        "on_the_way": ["pay", "accept", "depart"],
        "arrived": ["pay", "accept", "depart", "arrive"],
    }
    return steps[stage]


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


def test_work_that_has_begun_cannot_be_cancelled(
    town: Town, person: People, deliver: Deliver
) -> None:
    customer, provider = person("customer"), person("provider")
    number = paid_order(customer, deliver)
    for action in ("accept", "depart", "arrive", "start"):
        act(provider, number, action)
    act(customer, number, "cancel", expect=409)
    act(person("operator"), number, "cancel_by_operator", cancel_reason="No.", expect=409)
    assert status(customer, number) == "in_service"


def test_an_operator_cancels_for_the_house_and_everything_goes_back(
    town: Town, person: People, deliver: Deliver
) -> None:
    customer = person("customer")
    number = paid_order(customer, deliver)
    act(person("provider"), number, "accept")
    act(person("operator"), number, "cancel_by_operator", expect=422)
    act(person("operator"), number, "cancel_by_operator", cancel_reason="A flood.")
    assert money(customer, number) == {"due": 0, "paid": 20_000, "refunded": 20_000}


def test_a_visit_moves_and_frees_its_time_or_nothing_happens(
    town: Town, person: People, deliver: Deliver
) -> None:
    customer, provider, stranger = person("customer"), person("provider"), person("stranger")
    mine = str(town["provider"].public_id)
    number = paid_order(customer, deliver, provider=mine)
    act(provider, number, "accept")
    order(stranger, provider=mine, starts_at=at(14).isoformat())
    refused = act(customer, number, "reschedule", new_start=at(14).isoformat(), expect=409)
    assert refused["code"] == "slot_taken"
    assert (status(customer, number), offered(provider, number)) == ("accepted", ["depart"])
    assert parse_datetime(customer.get(f"orders/{number}/")["starts_at"]) == at(10)

    moved = act(customer, number, "reschedule", new_start=at(16).isoformat())
    assert parse_datetime(moved["starts_at"]) == at(16)
    assert (moved["status"], moved["accepted_at"]) == ("awaiting_acceptance", None)
    order(stranger, provider=mine, starts_at=at(10).isoformat())
    act(provider, number, "accept")
    act(provider, number, "depart")
    act(customer, number, "reschedule", new_start=at(18).isoformat(), expect=409)


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


def test_after_two_days_an_order_is_confirmed_by_itself(
    town: Town, person: People, deliver: Deliver
) -> None:
    customer, provider = person("customer"), person("provider")
    number = paid_order(customer, deliver)
    act(provider, number, "accept")
    work(provider, number)
    elapse(hours=47)
    assert status(customer, number) == "awaiting_confirmation"
    elapse(hours=2)
    assert status(customer, number) == "completed"
