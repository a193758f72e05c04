"""Whom an address is shown to, when, and in which shape."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.users.coordinates import from_wgs84
from catalog.providers.models import Provider
from tests.journeys.people import Person
from tests.orders.conftest import act, asking, deliver, paid_order, person, town
from tests.orders.town import HERE

__all__ = ["deliver", "person", "town"]

pytestmark = pytest.mark.django_db

People = Callable[[str | None], Person]
Deliver = Callable[[], None]
Town = dict[str, Provider]
WHOLE = ["contact_name", "contact_phone", "lat", "line", "lng", "region"]


def saved(customer: Person, privacy: str) -> str:
    return str(customer.post("me/addresses/", {**HERE, "privacy": privacy}, expect=201)["id"])


def seen(who: Person, number: str) -> Any:
    return who.get(f"orders/{number}/")["address"]


def trail(who: Person, number: str) -> str:
    """All that is told of the order elsewhere."""
    paths = (f"orders/{number}/timeline/", f"cases/{number}/", f"cases/{number}/timeline/")
    own = ("orders/", "tasks/", "me/notifications/", "provider/jobs/")
    return "".join(str(who.get(path)) for path in (*paths, *own))


def test_a_saved_address_is_told_in_numbers_like_any_other(
    town: Town, person: People, deliver: Deliver
) -> None:
    customer, provider = person("customer"), person("provider")
    number = paid_order(customer, deliver, address=saved(customer, "on_acceptance"))
    assert (seen(customer, number)["lat"], seen(customer, number)["lng"]) == (31.2304, 121.4737)
    area = seen(provider, number)
    assert (type(area["lat"]), sorted(area)) == (float, ["lat", "lng", "region"])
    assert HERE["line"] not in trail(provider, number)
    assert HERE["contact_phone"] not in trail(provider, number)
    act(provider, number, "accept")
    assert seen(provider, number) == {name: HERE[name] for name in WHOLE}


def test_a_customer_may_keep_the_door_to_themselves_until_the_provider_sets_out(
    town: Town, person: People, deliver: Deliver
) -> None:
    customer, provider = person("customer"), person("provider")
    number = paid_order(customer, deliver, address=saved(customer, "on_departure"))
    act(provider, number, "accept")
    assert sorted(seen(provider, number)) == ["lat", "lng", "region"]
    act(provider, number, "depart")
    assert sorted(seen(provider, number)) == WHOLE


def test_who_said_no_is_told_no_more(town: Town, person: People, deliver: Deliver) -> None:
    customer, provider, rival = person("customer"), person("provider"), person("rival")
    number = paid_order(customer, deliver)
    act(provider, number, "reject", reject_reason="My car broke down.")
    provider.get(f"orders/{number}/", expect=404)
    act(rival, number, "accept")
    assert seen(rival, number)["line"] == HERE["line"]
    assert HERE["line"] not in str(provider.get(f"cases/{number}/"))


def test_a_place_in_gcj02_is_ordered_and_told_in_either_system(
    town: Town, person: People, deliver: Deliver
) -> None:
    customer, provider = person("customer"), person("provider")
    lat, lng = (round(degrees, 6) for degrees in from_wgs84((31.2304, 121.4737), "gcj02"))
    shifted = {"lat": lat, "lng": lng}
    number = paid_order(customer, deliver, address={**HERE, **shifted, "crs": "gcj02"})
    assert seen(customer, number) == {name: HERE[name] for name in WHOLE}
    path = f"orders/{number}/"
    assert customer.get(path, crs="gcj02")["address"] == {**seen(customer, number), **shifted}
    # What the provider is told before accepting is made of the middle of the area alone.
    area = seen(provider, number)
    lat, lng = (round(degrees, 6) for degrees in from_wgs84((area["lat"], area["lng"]), "gcj02"))
    assert provider.get(path, crs="gcj02")["address"] == {**area, "lat": lat, "lng": lng}
    refused = customer.post("quotes/", asking(address={**HERE, "crs": "bd09"}), expect=422)
    assert [error["loc"] for error in refused["errors"]] == [["address", "crs"]]
