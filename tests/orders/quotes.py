"""What is asked of a quote, and what is refused."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from catalog.providers.models import Provider
from catalog.services.models import ServicePage
from tests.journeys.people import Person
from tests.orders.conftest import (
    act,
    asking,
    deliver,
    order,
    paid_order,
    person,
    quote,
    status,
    town,
)
from tests.orders.town import HERE, at
from workflows.orders.models import Order, Quote

__all__ = ["deliver", "person", "town"]

pytestmark = pytest.mark.django_db

People = Callable[[str | None], Person]
Deliver = Callable[[], None]
Town = dict[str, Provider]


@pytest.mark.parametrize(
    ("asked", "loc", "kind"),
    [
        ({"service": "nothing"}, ["service"], "unknown"),
        ({"service": None, "package": "nothing"}, ["package"], "unknown"),
        ({"package": "fresh-kitchen"}, ["service"], "one_of"),
        ({"service": None}, ["service"], "one_of"),
        ({"options": {"cellar": 1}}, ["options", "cellar"], "unknown"),
        ({"options": {"cloths": 1}}, ["options", "cloths"], "included"),
        (
            {"service": None, "package": "fresh-kitchen", "options": {"balcony": 1}},
            ["options"],
            "unexpected",
        ),
        ({"service": None, "package": "fresh-kitchen", "quantity": 2}, ["quantity"], "one_visit"),
        ({"starts_at": "2020-01-01T10:00:00+08:00"}, ["starts_at"], "too_soon"),
        ({"starts_at": "9999-12-31T23:30:00+08:00"}, ["starts_at"], "out_of_range"),
        ({"starts_at": "9999-12-31T00:30:00Z"}, ["starts_at"], "out_of_range"),
        ({"starts_at": "0001-01-01T00:00:00"}, ["starts_at"], "out_of_range"),
        ({"provider": str(uuid4())}, ["provider"], "unsuitable"),
        ({"address": str(uuid4())}, ["address"], "unknown"),
        ({"coupons": ["SPRING"]}, ["coupons"], "sign_in"),
        ({"insurance": "full"}, ["insurance"], "unknown"),
        ({"points": 1}, ["points"], "max_value"),
        ({"quantity": 0}, ["quantity"], "min_value"),
        ({"wishes": "many"}, ["wishes"], "unexpected"),
    ],
)
def test_what_does_not_fit_is_said_where(
    town: Town, person: People, asked: dict[str, Any], loc: list[str], kind: str
) -> None:
    refused = person(None).post("quotes/", asking(**asked), expect=422)
    assert [(one["loc"], one["type"]) for one in refused["errors"]] == [(loc, kind)]
    assert Quote.objects.count() == 0


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"service": "widow-clean"}, "There is no such service. Did you mean “window-clean”?"),
        (
            {"service": None, "package": "fresh-kichen"},
            "There is no such package. Did you mean “fresh-kitchen”?",
        ),
        ({"options": {"balcny": 1}}, "There is no such option. Did you mean “balcony”?"),
        ({"options": {"zzz": 1}}, "There is no such option."),
    ],
)
def test_a_slip_in_a_key_is_told_the_nearest(
    town: Town, person: People, asked: dict[str, Any], sentence: str
) -> None:
    refused = person(None).post("quotes/", asking(**asked), expect=422)
    assert [one["msg"] for one in refused["errors"]] == [sentence]


def test_a_provider_who_serves_elsewhere_is_refused(town: Town, person: People) -> None:
    there = {**HERE, "region": "chengdu"}
    body = asking(provider=str(town["provider"].public_id), address=there)
    assert person(None).post("quotes/", body, expect=422)["errors"][0]["type"] == "unsuitable"


def test_one_of_my_addresses_is_copied(town: Town, person: People) -> None:
    customer = person("customer")
    address = customer.post("me/addresses/", HERE, expect=201)
    placed = order(customer, address=address["id"])
    assert placed["address"]["line"] == HERE["line"]
    customer.client.delete(f"/api/v1/me/addresses/{address['id']}/")
    assert customer.get(f"orders/{placed['number']}/")["address"]["line"] == HERE["line"]
    refused = person("stranger").post("quotes/", asking(address=address["id"]), expect=422)
    assert refused["errors"][0]["loc"] == ["address"]


def test_a_quote_of_nobody_is_for_whoever_logs_in(town: Town, person: People) -> None:
    asked = quote(person(None))
    placed = person("customer").post("orders/", {"quote": asked["id"]}, expect=201)
    assert placed["total"] == 20_000
    person("provider").post("orders/", {"quote": quote(person(None))["id"]}, expect=403)


def test_a_quote_holds_what_was_published_then_and_not_for_ever(town: Town, person: People) -> None:
    customer = person("customer")
    asked = quote(customer)
    page = ServicePage.objects.get(slug="window-clean")
    page.price = 99_000
    page.save_revision().publish()
    assert quote(customer)["total"] == 99_000
    assert customer.post("orders/", {"quote": asked["id"]}, expect=201)["total"] == 20_000
    version = Order.objects.get().quote.services.get().version
    assert (version.number, version.content["facts"]["price"]) == (1, 20_000)

    late = quote(customer, starts_at=at(15).isoformat())
    Quote.objects.filter(uuid=late["id"]).update(expires_at=timezone.now())
    refused = customer.post("orders/", {"quote": late["id"]}, expect=409)
    assert (refused["code"], Order.objects.count()) == ("quote_expired", 1)


def test_a_time_outside_the_hours_is_a_taken_slot(town: Town, person: People) -> None:
    customer = person("customer")
    asked = quote(customer, starts_at=at(19).isoformat())
    refused = customer.post("orders/", {"quote": asked["id"]}, expect=409)
    assert (refused["code"], Order.objects.count()) == ("slot_taken", 0)


def test_a_time_between_the_slots_is_none(town: Town, person: People, deliver: Deliver) -> None:
    """Visits start where slots do, also when they move: nobody breaks up what is left of a day."""
    customer, between = person("customer"), at(10).replace(minute=7).isoformat()
    asked = quote(customer, starts_at=between)
    refused = customer.post("orders/", {"quote": asked["id"]}, expect=409)
    assert (refused["code"], Order.objects.count()) == ("slot_taken", 0)
    assert customer.get("services/window-clean/offer/", starts_at=between)["is_free"] is False
    number = paid_order(customer, deliver)
    moved = act(customer, number, "reschedule", new_start=between, expect=409)
    assert (moved["code"], status(customer, number)) == ("slot_taken", "awaiting_acceptance")
    assert Order.objects.get().starts_at == at(10)


def test_a_slot_that_was_sold_meanwhile_leaves_nothing_behind(town: Town, person: People) -> None:
    customer, mine = person("customer"), str(town["provider"].public_id)
    customer.post("coupons/spring/claim/", expect=201)
    asked = quote(customer, provider=mine, coupons=["SPRING"])
    order(person("stranger"), provider=mine)
    refused = customer.post("orders/", {"quote": asked["id"]}, expect=409)
    assert refused["code"] == "slot_taken"
    assert customer.get("orders/")["items"] == []
    assert [one["status"] for one in customer.get("me/coupons/")["items"]] == ["usable"]
    # The quote was not used: another time is another quote, but this one is not spoilt.
    assert Quote.objects.get(uuid=asked["id"]).expires_at > timezone.now() + timedelta(minutes=20)
