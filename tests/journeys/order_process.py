"""Fees by the process's own constants and conditions: operators change them, orders follow."""

from collections.abc import Callable

import pytest

from catalog.providers.models import Provider
from tests.journeys.changes import publish
from tests.journeys.people import Person
from tests.orders.conftest import act, deliver, money, paid_order, person, town
from tests.orders.town import at

__all__ = ["deliver", "person", "town"]

pytestmark = pytest.mark.django_db

People = Callable[[str | None], Person]
Deliver = Callable[[], None]
Town = dict[str, Provider]


def test_fees_are_the_constants_of_the_process(
    town: Town, person: People, deliver: Deliver
) -> None:
    operator, customer, provider = person("operator"), person("customer"), person("provider")
    running = paid_order(customer, deliver)
    draft = operator.get("processes/order/draft/")
    constants = draft["definition"]["constants"]
    for name, value in (
        ("free_cancel_hours", 100),
        ("late_cancel_percent", 35),
        ("on_the_way_percent", 60),
    ):
        constants[name]["value"] = value
    publish(operator, "order", draft["definition"], etag=draft["etag"])

    # In three days: now that is late, but not for the order that was there before.
    mine = str(town["provider"].public_id)
    late = paid_order(customer, deliver, provider=mine, starts_at=at(13).isoformat())
    left = paid_order(customer, deliver, provider=mine, starts_at=at(16).isoformat())
    for number in (running, late, left):
        act(provider, number, "accept")
    act(provider, left, "depart")
    fees = [act(customer, number, "cancel")["fee"] for number in (running, late, left)]
    assert fees == [0, 7_000, 12_000]
    kept = [money(customer, number)["refunded"] for number in (running, late, left)]
    assert kept == [20_000, 13_000, 8_000]


def test_conditions_say_who_pays_which_fee(town: Town, person: People, deliver: Deliver) -> None:
    operator, customer, provider = person("operator"), person("customer"), person("provider")
    draft = operator.get("processes/order/draft/")
    steps = {step["id"]: step for step in draft["definition"]["steps"]}
    # Packages pay the late fee however early they are cancelled.
    steps["cancel_fee"]["cases"].append(
        {
            "when": {"var": "order.is_package", "op": "==", "value": True},
            "to": "cancel_late",
            "label": {"en": "A package", "zh-hans": "套餐"},
        }
    )
    publish(operator, "order", draft["definition"], etag=draft["etag"])
    single = paid_order(customer, deliver)
    package = paid_order(
        customer, deliver, service=None, package="fresh-kitchen", starts_at=at(14).isoformat()
    )
    for number in (single, package):
        act(provider, number, "accept")
    fees = [act(customer, number, "cancel")["fee"] for number in (single, package)]
    assert fees == [0, 6_000]
