"""Nobody is the provider of their own order: they would review themselves."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group

from accounts.users.models import User
from catalog.providers.models import Provider
from tests.journeys.people import Person
from tests.orders.conftest import act, asking, deliver, paid_order, person, quote, status, town

__all__ = ["deliver", "person", "town"]

pytestmark = pytest.mark.django_db

People = Callable[[str | None], Person]
Deliver = Callable[[], None]
Town = dict[str, Provider]


@pytest.fixture
def both(town: Town, person: People, cast: dict[str, User]) -> Person:
    """The provider close by, who is a customer too."""
    cast["provider"].groups.add(Group.objects.get(name="customer"))
    return person("provider")


def test_one_does_not_choose_oneself(both: Person, town: Town, person: People) -> None:
    mine = str(town["provider"].public_id)
    refused = both.post("quotes/", asking(provider=mine), expect=422)
    assert [error["type"] for error in refused["errors"]] == ["unsuitable"]
    # A quote of nobody is ordered by whom it suits.
    asked = quote(person(None), provider=mine)
    refused = both.post("orders/", {"quote": asked["id"]}, expect=409)
    assert (refused["code"], both.get("orders/")["items"]) == ("slot_taken", [])
    person("customer").post("orders/", {"quote": asked["id"]}, expect=201)


def test_somebody_else_comes_and_is_reviewed(
    both: Person, town: Town, person: People, deliver: Deliver
) -> None:
    rival, operator = person("rival"), person("operator")
    number = paid_order(both, deliver)
    assert both.get(f"orders/{number}/")["provider"]["name"] == "Rival"
    act(rival, number, "reject", reject_reason="Too far.")
    assert status(both, number) == "awaiting_provider"
    task = operator.task(number, "pick")
    operator.post(f"tasks/{task['id']}/claim/")
    pick = {"outcome": "assign", "data": {"picked_provider": str(town["provider"].public_id)}}
    refused = operator.post(f"tasks/{task['id']}/complete/", pick, expect=409)
    assert refused["code"] == "provider_unsuitable"
    pick["data"] = {"picked_provider": str(town["rival"].public_id)}
    operator.post(f"tasks/{task['id']}/complete/", pick)
    for action in ("accept", "depart", "arrive", "start", "finish"):
        act(rival, number, action)
    act(both, number, "confirm")
    marks = {"order": number, "attitude": 5, "skill": 5, "effect": 5}
    written = both.post("reviews/", marks, expect=201)
    assert written["provider"]["name"] == "Rival"
