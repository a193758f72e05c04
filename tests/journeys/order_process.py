"""Operators change how orders go: for the next ones, and for a category of its own."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from catalog.providers.models import Provider
from catalog.services.models import Category
from tests.journeys.people import Person
from tests.orders.conftest import act, deliver, offered, paid_order, person, status, town
from tests.orders.town import at, make_category, make_service
from workflows.engine.models import Definition
from workflows.orders.models import ProcessBinding

__all__ = ["deliver", "person", "town"]

pytestmark = pytest.mark.django_db

People = Callable[[str | None], Person]
Deliver = Callable[[], None]
Town = dict[str, Provider]


def with_a_call(definition: dict[str, Any]) -> dict[str, Any]:
    """After the acceptance somebody of support calls the customer."""
    definition = deepcopy(definition)
    steps = {step["id"]: step for step in definition["steps"]}
    steps["accepted"]["next"] = "call_customer"
    definition["steps"].append(
        {
            "id": "call_customer",
            "kind": "task",
            "title": {"en": "Call the customer", "zh-hans": "致电客户"},
            "stage": "accepted",
            "who": {"roles": ["support"]},
            "outcomes": [
                {"key": "confirm", "label": {"en": "Done", "zh-hans": "已致电"}, "to": "depart"}
            ],
        }
    )
    return definition


def publish(operator: Person, key: str, definition: dict[str, Any], *, etag: str) -> int:
    body = {"definition": definition, "note": "Call first"}
    operator.put(f"processes/{key}/draft/", body, etag=etag)
    version = operator.post(f"processes/{key}/draft/publish/", {"note": "Call first"}, expect=201)
    return int(version["number"])


def test_a_new_step_is_for_the_next_order_alone(
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
    town: Town, person: People, deliver: Deliver
) -> None:
    operator, customer = person("operator"), person("customer")
    cleaning = Category.objects.get(key="cleaning")
    deep = make_category("deep", "Deep", parent=cleaning)
    make_service("attic-clean", category=deep)
    definition = with_a_call(operator.get("processes/order/draft/")["definition"])
    publish(operator, "careful-order", {**definition, "key": "careful-order"}, etag="")
    ProcessBinding.objects.create(
        category=deep, process=Definition.objects.get(key="careful-order")
    )
    plain = paid_order(customer, deliver)
    careful = paid_order(
        customer, deliver, service="attic-clean", provider=str(town["rival"].public_id)
    )
    act(person("provider"), plain, "accept")
    act(person("rival"), careful, "accept")
    assert offered(person("provider"), plain) == ["depart"]
    assert person("support").has_task(careful, "call_customer") is True
    assert operator.get("tasks/", process="careful-order")["items"][0]["case"] == careful

    # A category without a binding follows the nearest above it.
    ProcessBinding.objects.update(category=cleaning)
    window = paid_order(customer, deliver, service="attic-clean", starts_at=at(15).isoformat())
    cases = operator.get("processes/careful-order/cases/")["items"]
    assert {case["number"] for case in cases} == {careful, window}
