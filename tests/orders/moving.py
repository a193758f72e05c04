"""Moving a visit while nobody holds it, and moving on from one provider to the next."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.dateparse import parse_datetime

from accounts.users.models import User
from catalog.providers.models import Provider
from catalog.scheduling.models import Booking
from tests.journeys.people import Person
from tests.orders.conftest import (
    act,
    deliver,
    offered,
    order,
    paid_order,
    person,
    quote,
    status,
    town,
)
from tests.orders.town import at, make_category, make_package, make_provider, make_service
from workflows.orders import booking
from workflows.orders.models import Offer, Order

__all__ = ["deliver", "person", "town"]

pytestmark = pytest.mark.django_db

People = Callable[[str | None], Person]
Deliver = Callable[[], None]
Town = dict[str, Provider]


def nobody_comes(town: Town, person: People, deliver: Deliver, **asked: Any) -> str:
    """The number of an order that both providers have rejected."""
    number = paid_order(person("customer"), deliver, **asked)
    holder = Order.objects.get(number=number).provider
    first = "provider" if holder == town["provider"] else "rival"
    act(person(first), number, "reject", reject_reason="Too far.")
    act(
        person("rival" if first == "provider" else "provider"),
        number,
        "reject",
        reject_reason="Ill.",
    )
    return number


def test_while_an_operator_looks_another_time_may_be_better(
    town: Town, person: People, deliver: Deliver
) -> None:
    customer, rival = person("customer"), person("rival")
    number = nobody_comes(town, person, deliver, provider=str(town["rival"].public_id))
    assert (status(customer, number), offered(customer, number)) == (
        "awaiting_provider",
        ["cancel", "reschedule"],
    )
    assert person("operator").has_task(number, "pick") is True
    # At another time the one whom they chose may be able to come after all.
    moved = act(customer, number, "reschedule", new_start=at(16).isoformat())
    assert (moved["status"], moved["provider"]["name"]) == ("awaiting_acceptance", "Rival")
    assert parse_datetime(moved["starts_at"]) == at(16)
    assert person("operator").has_task(number, "pick") is False
    act(rival, number, "accept")
    assert status(customer, number) == "accepted"


def test_a_time_when_nobody_works_leaves_the_operator_looking(
    town: Town, person: People, deliver: Deliver
) -> None:
    customer = person("customer")
    number = nobody_comes(town, person, deliver)
    refused = act(customer, number, "reschedule", new_start=at(22).isoformat(), expect=409)
    assert (refused["code"], status(customer, number)) == ("slot_taken", "awaiting_provider")
    assert person("operator").has_task(number, "pick") is True


def test_the_customers_choice_is_kept_when_a_visit_moves(
    town: Town, person: People, deliver: Deliver
) -> None:
    customer, mine = person("customer"), str(town["provider"].public_id)
    number = paid_order(customer, deliver, provider=mine)
    order(person("stranger"), provider=mine, starts_at=at(14).isoformat())
    # The other one would be free.
    refused = act(customer, number, "reschedule", new_start=at(14).isoformat(), expect=409)
    assert refused["code"] == "slot_taken"
    assert Order.objects.get(number=number).provider == town["provider"]


def test_one_provider_loses_the_order_as_the_next_gets_it_or_neither(
    town: Town, person: People, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, provider = person("customer"), person("provider")
    number = paid_order(customer, deliver)

    def fail(*_arguments: Any, **_options: Any) -> None:
        raise RuntimeError("The power went off.")

    # The booking has moved already when this is reached: it moves back, and an operator looks.
    with monkeypatch.context() as patched:
        patched.setattr(booking, "offer_to", fail)
        act(provider, number, "reject", reject_reason="Ill.")
    assert status(customer, number) == "awaiting_provider"
    assert Booking.objects.get(order_number=number).provider == town["provider"]
    assert list(Offer.objects.values_list("provider", "answer")) == [(town["provider"].pk, "open")]


def test_a_package_is_for_one_who_can_do_all_of_it(town: Town, person: People) -> None:
    make_service("hedge-cut", category=make_category("garden", "Garden"))
    make_package("house-and-garden", price=25_000, items={"window-clean": 1, "hedge-cut": 2})
    customer = person("customer")
    quoted = quote(customer, service=None, package="house-and-garden")
    refused = customer.post("orders/", {"quote": quoted["id"]}, expect=409)
    assert refused["code"] == "slot_taken"
    able = make_provider(User.objects.get(username="support"), "cleaning", "garden", lat="31.4")
    placed = customer.post("orders/", {"quote": quoted["id"]}, expect=201)
    assert placed["provider"]["id"] == str(able.public_id)
    assert (placed["total"], Booking.objects.count()) == (25_000, 1)
