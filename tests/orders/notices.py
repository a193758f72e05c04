"""Who hears of what on an order's way: the right people, each thing once."""

from collections.abc import Callable

import pytest

from catalog.providers.models import Provider
from tests.journeys.people import Person
from tests.orders.conftest import act, deliver, elapse, notices, order, paid_order, person, town
from tests.orders.town import at

__all__ = ["deliver", "person", "town"]

pytestmark = pytest.mark.django_db

People = Callable[[str | None], Person]
Deliver = Callable[[], None]
Town = dict[str, Provider]


def told(who: Person) -> list[str]:
    """The subjects of all notices, the first one first."""
    return notices(who)[::-1]


def test_each_stage_is_told_once_to_whom_it_concerns(
    town: Town, person: People, deliver: Deliver
) -> None:
    customer, provider = person("customer"), person("provider")
    number = paid_order(customer, deliver)
    for action in ("accept", "depart", "arrive", "start", "finish"):
        act(provider, number, action)
    act(customer, number, "confirm")
    # What comes again has nothing to tell any more.
    deliver()
    elapse(days=30)
    deliver()
    assert told(customer) == [
        "Payment received",
        "A provider has accepted",
        "The provider is on the way",
        "The provider has arrived",
        "The work has begun",
        "The work is done",
        "How was it?",
    ]
    assert told(provider) == ["New order", "Order completed"]
    for other in ("rival", "operator", "support", "finance", "stranger"):
        assert told(person(other)) == []


def test_who_lets_an_offer_lapse_is_told_and_so_is_everybody_whom_it_concerns(
    town: Town, person: People, deliver: Deliver
) -> None:
    customer, provider, rival = person("customer"), person("provider"), person("rival")
    paid_order(customer, deliver, provider=str(town["rival"].public_id))
    elapse(minutes=14)
    assert told(provider) == []
    elapse(minutes=2)
    # A quarter of an hour each, with a reminder after ten minutes; then nobody is left.
    elapse(minutes=12)
    elapse(minutes=4)
    reminder = "Still open: Accept or reject"
    assert told(rival) == ["New order", reminder, "You did not answer in time"]
    assert told(provider) == ["New order", reminder, "You did not answer in time"]
    assert told(customer) == [
        "Payment received",
        "Somebody else will come",
        "We are looking for somebody",
    ]
    assert told(person("operator")) == ["An order needs a provider"]


def test_whoever_rejects_is_not_told_of_it(town: Town, person: People, deliver: Deliver) -> None:
    customer, provider = person("customer"), person("provider")
    number = paid_order(customer, deliver)
    act(provider, number, "reject", reject_reason="My car broke down.")
    # The customer had chosen nobody, so nothing has changed for them.
    assert told(customer) == ["Payment received"]
    assert (told(provider), told(person("rival"))) == (["New order"], ["New order"])
    act(person("operator"), number, "cancel_by_operator", cancel_reason="A flood.")
    assert told(customer) == ["Payment received", "Your order is cancelled"]
    assert told(person("rival")) == ["New order", "Order cancelled"]
    assert told(provider) == ["New order"]


def test_a_visit_that_moves_to_somebody_else_is_told_to_whom_it_leaves(
    town: Town, person: People, deliver: Deliver
) -> None:
    customer, provider, rival = person("customer"), person("provider"), person("rival")
    number = paid_order(customer, deliver)
    act(provider, number, "accept")
    order(
        person("stranger"), provider=str(town["provider"].public_id), starts_at=at(14).isoformat()
    )
    act(customer, number, "reschedule", new_start=at(14).isoformat())
    assert told(provider) == ["New order", "An order was moved away from you"]
    assert told(rival) == ["New order"]
    provider.get(f"orders/{number}/", expect=404)
    # Moved once more, with the same provider: nobody loses it.
    act(customer, number, "reschedule", new_start=at(16).isoformat())
    assert told(provider) == ["New order", "An order was moved away from you"]
    assert told(rival) == ["New order", "New order"]


@pytest.mark.parametrize("how", ["cancel", "expire"])
def test_an_order_that_nobody_paid_is_nobodys_to_know(
    town: Town, person: People, deliver: Deliver, how: str
) -> None:
    customer, provider = person("customer"), person("provider")
    number = order(customer, provider=str(town["provider"].public_id))["number"]
    jobs = f"provider/jobs/?from={at(10).date()}&to={at(10).date()}"
    assert provider.get(jobs)["items"] == []
    provider.get(f"orders/{number}/", expect=404)
    if how == "cancel":
        act(customer, number, "cancel")
    else:
        elapse(minutes=31)
    assert provider.get("orders/")["items"] == []
    provider.get(f"orders/{number}/", expect=404)
    assert (told(provider), provider.get(jobs)["items"]) == ([], [])

    paid = paid_order(customer, deliver, provider=str(town["provider"].public_id))
    assert [job["order"] for job in provider.get(jobs)["items"]] == [paid]
    act(provider, paid, "reject", reject_reason="My car broke down.")
    assert provider.get(jobs)["items"] == []
    (job,) = person("rival").get(jobs)["items"]
    assert job["order"] == paid
