"""One read for a booking screen, and the quote that follows it."""

from collections.abc import Callable
from typing import Any

import pytest

from catalog.providers.models import Provider
from catalog.services.models import ServicePage
from promotions.coupons.actions import save_coupon
from promotions.coupons.models import Coupon
from tests.journeys.people import Person
from tests.orders.conftest import asking, deliver, order, person, quote, town
from tests.orders.town import HERE, at
from workflows.orders.models import Quote

__all__ = ["deliver", "person", "town"]

pytestmark = pytest.mark.django_db

People = Callable[[str | None], Person]
Town = dict[str, Provider]
OFFER = "services/window-clean/offer/"


def test_a_stranger_is_told_price_times_and_version(town: Town, person: People) -> None:
    answer = person(None).client.get(f"/api/v1/{OFFER}", {"options": "balcony:2"})
    offer = answer.json()
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-cache")
    assert (offer["service"]["key"], offer["version"]) == ("window-clean", 1)
    assert [one["key"] for one in offer["service"]["options"]] == ["balcony", "cloths"]
    assert [(line["kind"], line["quantity"], line["amount"]) for line in offer["lines"]] == [
        ("service", 1, 20_000),
        ("option", 2, 6_000),
    ]
    assert (offer["total"], offer["minutes"], offer["coupons"]) == (26_000, 180, [])
    assert len({slot["starts_at"][:10] for slot in offer["slots"]["items"]}) == 3
    # Three hours from eight to twenty: the last visit begins at 17:00.
    assert max(slot["starts_at"][11:16] for slot in offer["slots"]["items"]) == "17:00"
    assert offer["is_free"] is None


def test_the_quote_of_an_offer_has_its_lines_until_it_is_published_anew(
    town: Town, person: People
) -> None:
    customer = person("customer")
    save_coupon(Coupon(code="FIVE", name={"en": "Five off"}, value=500, combines=True))
    save_coupon(Coupon(code="ONE", name={"en": "One off"}, value=100))
    save_coupon(Coupon(code="LARGE", name={"en": "Large"}, value=900, minimum=99_000))
    for code in ("SPRING", "ONE", "FIVE"):
        customer.post(f"coupons/{code}/claim/", expect=201)
    save_coupon(Coupon(code="NEW", name={"en": "New"}, value=700, combines=True))

    answer = customer.client.get(f"/api/v1/{OFFER}", {"options": "balcony"})
    offer = answer.json()
    assert answer["Cache-Control"] == "private, no-store"
    told = [
        (each["code"], each["amount"], each["claimed"], each["applied"])
        for each in offer["coupons"]
    ]
    assert told == [
        ("SPRING", 2_300, True, True),
        ("NEW", 700, False, False),
        ("FIVE", 500, True, True),
        ("ONE", 100, True, False),
    ]
    applied = [each["code"] for each in offer["coupons"] if each["applied"]]
    body = {"options": {"balcony": 1}, "coupons": applied, "version": offer["version"]}
    quoted = quote(customer, **body)
    assert (quoted["lines"], quoted["total"]) == (offer["lines"], 20_200)

    page = ServicePage.objects.get(slug="window-clean")
    page.price = 99_000
    page.save_revision().publish()
    refused = customer.post("quotes/", asking(**body), expect=409)
    assert (refused["code"], Quote.objects.count()) == ("offer_changed", 1)
    assert customer.get(OFFER)["version"] == 2
    package = {"service": None, "package": "fresh-kitchen", "version": 1}
    assert customer.post("quotes/", asking(**package), expect=422)["errors"][0]["loc"] == [
        "version"
    ]


def test_times_are_of_who_serves_the_place(town: Town, person: People) -> None:
    customer, near = person("customer"), town["rival"].public_id
    address = customer.post("me/addresses/", HERE, expect=201)["id"]
    elsewhere = customer.post("me/addresses/", {**HERE, "region": "chengdu"}, expect=201)["id"]
    both = customer.get(OFFER, near="31.3204,121.4737")["slots"]["items"][0]["providers"]
    assert both == [str(near), str(town["provider"].public_id)]
    assert customer.get(OFFER, address=address)["slots"]["items"][0]["providers"] == both[::-1]
    assert customer.get(OFFER, address=elsewhere)["slots"]["items"] == []
    # Whoever has no address yet says where they are, and is shown nobody of another town.
    stranger = person(None)
    assert stranger.get(OFFER, region="chengdu")["slots"]["items"] == []
    there = stranger.get(OFFER, region="shanghai", near="31.3204,121.4737")["slots"]["items"]
    assert there[0]["providers"] == both
    starts = there[0]["starts_at"]
    assert stranger.get(OFFER, region="shanghai", starts_at=starts)["is_free"] is True
    assert stranger.get(OFFER, region="chengdu", starts_at=starts)["is_free"] is False
    assert person("stranger").get(OFFER, address=address, expect=400)["errors"][0]["loc"] == [
        "query",
        "address",
    ]


def test_a_time_that_somebody_else_has_is_not_free(town: Town, person: People) -> None:
    customer, mine = person("customer"), str(town["provider"].public_id)
    asked = {"starts_at": at(10).isoformat(), "provider": mine}
    offer = customer.get(OFFER, **asked)
    assert offer["is_free"] is True
    assert offer["slots"]["items"][0]["starts_at"][:10] == asked["starts_at"][:10]
    order(person("stranger"), provider=mine)
    assert customer.get(OFFER, **asked)["is_free"] is False


@pytest.mark.parametrize(
    ("asked", "loc"),
    [
        ({"options": "cellar"}, ["query", "options", "cellar"]),
        ({"options": "balcony,balcony:2"}, ["query", "options"]),
        ({"options": "balcony:0"}, ["query", "options"]),
        ({"quantity": "0"}, ["query", "quantity"]),
        ({"options": "balcony:60"}, ["query", "quantity"]),
        ({"near": "31,121", "address": "6f0c9a4e-6f4f-4c0b-9a55-2f0f3a1f9f11"}, ["query", "near"]),
        ({"region": "a", "address": "6f0c9a4e-6f4f-4c0b-9a55-2f0f3a1f9f11"}, ["query", "region"]),
        ({"provider": "6f0c9a4e-6f4f-4c0b-9a55-2f0f3a1f9f11"}, ["query", "provider"]),
        ({"start": "2030-01-01"}, ["query", "start"]),
    ],
)
def test_what_does_not_fit_is_said_where(
    town: Town, person: People, asked: dict[str, Any], loc: list[str]
) -> None:
    refused = person(None).get(OFFER, **asked, expect=400)
    assert [each["loc"] for each in refused["errors"]] == [loc]


@pytest.mark.parametrize(
    ("starts", "kind", "msg"),
    [
        # Midnight is not meant by it.
        ("2030-01-01", "date", "Expected a datetime but got a date."),
        # As a browser sends a + that nobody has escaped.
        (
            "2030-01-01T10:00:00 08:00",
            "plus_lost",
            "In an address + is a blank: write %2B for it.",
        ),
    ],
)
def test_a_time_that_is_none_is_refused(
    town: Town, person: People, starts: str, kind: str, msg: str
) -> None:
    [error] = person(None).get(OFFER, starts_at=starts, expect=400)["errors"]
    assert (error["loc"], error["type"], error["msg"]) == (["query", "starts_at"], kind, msg)


def test_there_is_no_offer_of_what_is_not_published(town: Town, person: People) -> None:
    ServicePage.objects.get(slug="window-clean").unpublish()
    person(None).get(OFFER, expect=404)
