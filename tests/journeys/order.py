"""From a quote to a finished order, a review and a complaint, and every way off it.

Through HTTP alone: the API for customers and providers, the API and the admin for the house.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from catalog.providers.models import Provider
from tests.journeys.changes import add_category, add_service, bind, publish, with_a_call
from tests.journeys.complaint import complain
from tests.journeys.desk import Desk
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
    work,
)
from tests.orders.town import HERE, at

__all__ = ["deliver", "person", "town"]

pytestmark = pytest.mark.django_db

People = Callable[[str | None], Person]
Deliver = Callable[[], None]
Town = dict[str, Provider]
Browser = Callable[[str], Client]


def test_a_quote_becomes_an_order_a_review_and_a_complaint(
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
    steps = [item["step"] for item in customer.get(f"orders/{number}/timeline/")["items"]]
    told = ("pay", "after_rejection", "depart", "arrive", "start", "finish", "confirm")
    assert [step for step in dict.fromkeys(steps) if step in told] == list(told)
    for subject in ("The provider is on the way", "The work is done", "How was it?"):
        assert notices(customer).count(subject) == 1
    review = {"order": number, "attitude": 5, "skill": 4, "effect": 5, "text": "Spotless."}
    customer.post("reviews/", {**review, "anonymous": True}, expect=201)
    (shown,) = person(None).get("reviews/", provider=str(town["rival"].public_id))["items"]
    assert (shown["text"], "Customer" in str(shown)) == ("Spotless.", False)
    assert customer.post("reviews/", review, expect=409)["code"] == "already_reviewed"

    # The next day the pane is cracked: all of the money goes back once two of the house agree.
    support, complaint = person("support"), complain(customer, number)
    support.complete(complaint, "triage", "investigate", {"priority": "urgent"})
    rival.complete(complaint, "statement", "submit", {"statement": "It was whole when I left."})
    support.complete(complaint, "investigate", "conclude", {"findings": "The crack is fresh."})
    remedy = {"explanation": "We are sorry.", "remedy": "refund", "amount": 23_400}
    support.complete(complaint, "propose", "propose", remedy)
    person("finance").complete(complaint, "approve", "approve")
    assert money(customer, number)["refunded"] == 0
    person("operator").complete(complaint, "approve", "approve")
    deliver()
    assert money(customer, number) == {"due": 0, "paid": 23_400, "refunded": 23_400}
    customer.post(f"complaints/{complaint}/actions/accept/", {"data": {}})
    assert customer.get(f"complaints/{complaint}/")["status"] == "closed"
    assert status(customer, number) == "completed"


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


@pytest.mark.parametrize(
    ("stage", "hours", "fee"),
    [
        ("awaiting_payment", 72, 0),
        ("awaiting_acceptance", 72, 0),
        ("awaiting_acceptance", 5, 0),
        ("awaiting_provider", 5, 0),
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
        elif step == "reject":
            act(provider, number, "reject", reject_reason="Ill.")
            act(person("rival"), number, "reject", reject_reason="Ill too.")
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
        "awaiting_provider": ["pay", "reject"],
        "accepted": ["pay", "accept"],
        "on_the_way": ["pay", "accept", "depart"],
        "arrived": ["pay", "accept", "depart", "arrive"],
    }
    return steps[stage]


def test_work_that_has_begun_cannot_be_cancelled(
    town: Town, person: People, deliver: Deliver
) -> None:
    customer, provider = person("customer"), person("provider")
    number = paid_order(customer, deliver)
    for action in ("accept", "depart", "arrive"):
        act(provider, number, action)
    for next_action, stage in (("start", "in_service"), ("finish", "awaiting_confirmation")):
        act(provider, number, next_action)
        assert status(customer, number) == stage
        act(customer, number, "cancel", expect=409)
        act(person("operator"), number, "cancel_by_operator", cancel_reason="No.", expect=409)
    assert money(customer, number) == {"due": 0, "paid": 20_000, "refunded": 0}


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


def test_an_operator_adds_a_step_and_only_the_next_order_has_it(
    town: Town, person: People, deliver: Deliver
) -> None:
    operator, customer, provider = person("operator"), person("customer"), person("provider")
    running = paid_order(customer, deliver)
    draft = operator.get("processes/order/draft/")
    changed = with_a_call(draft["definition"])
    assert publish(operator, "order", changed, etag=draft["etag"]) == 2

    act(provider, running, "accept")
    assert offered(provider, running) == ["depart"]
    following = paid_order(customer, deliver, provider=str(town["rival"].public_id))
    act(person("rival"), following, "accept")
    assert offered(person("rival"), following) == []
    assert status(customer, following) == "accepted"
    person("support").complete(following, "call_customer", "confirm")
    assert offered(person("rival"), following) == ["depart"]
    act(provider, running, "depart")


def test_a_category_has_a_process_of_its_own_and_so_have_those_below(
    town: Town, person: People, deliver: Deliver, browser_for: Browser
) -> None:
    operator, customer = person("operator"), person("customer")
    moderator = Desk(browser_for("moderator"))
    add_category(moderator, "deep", "Deep", below="Cleaning")
    home = person(None).get("resolve/", path="/")["id"]
    add_service(moderator, "attic-clean", "Attic Clean", category="Deep", home=home)
    definition = with_a_call(operator.get("processes/order/draft/")["definition"])
    publish(operator, "careful-order", {**definition, "key": "careful-order"}, etag="")
    desk = Desk(browser_for("operator"))
    bind(desk, "Deep", "careful-order")

    plain = paid_order(customer, deliver)
    rival = str(town["rival"].public_id)
    careful = paid_order(customer, deliver, service="attic-clean", provider=rival)
    act(person("provider"), plain, "accept")
    act(person("rival"), careful, "accept")
    assert offered(person("provider"), plain) == ["depart"]
    assert person("support").has_task(careful, "call_customer") is True
    assert operator.get("tasks/", process="careful-order")["items"][0]["case"] == careful

    # A category without a process of its own follows the nearest above it that has one.
    bind(desk, "Cleaning", "careful-order", instead=True)
    window = paid_order(customer, deliver, service="attic-clean", starts_at=at(15).isoformat())
    cases = operator.get("processes/careful-order/cases/")["items"]
    assert {case["number"] for case in cases} == {careful, window}
