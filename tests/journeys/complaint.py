"""A customer is not content: from the complaint to its remedy, through HTTP alone."""

from collections.abc import Callable
from typing import Any

import pytest

from catalog.providers.models import Provider
from tests.journeys.people import Person
from tests.orders.conftest import act, deliver, elapse, paid_order, person, status, town
from tests.orders.town import at

__all__ = ["deliver", "person", "town"]

pytestmark = pytest.mark.django_db

People = Callable[[str | None], Person]
Deliver = Callable[[], None]
Town = dict[str, Provider]


@pytest.fixture
def done(town: Town, person: People, deliver: Deliver) -> str:
    """The number of an order that was carried out and confirmed."""
    customer, provider = person("customer"), person("provider")
    number = paid_order(customer, deliver)
    for action in ("accept", "depart", "arrive", "start", "finish"):
        act(provider, number, action)
    act(customer, number, "confirm")
    return number


def complain(customer: Person, order: str, **data: Any) -> str:
    answers = {"reason_kind": "damage", "description": "The pane of the big window broke.", **data}
    body = {"order": order, "data": answers}
    return str(customer.post("complaints/", body, expect=201)["number"])


def say(who: Person, number: str, action: str, *, expect: int = 200, **data: Any) -> Any:
    return who.post(f"complaints/{number}/actions/{action}/", {"data": data}, expect=expect)


def examine(person: People, number: str, priority: str = "normal") -> None:
    support, provider = person("support"), person("provider")
    support.complete(number, "triage", "investigate", {"priority": priority})
    provider.complete(number, "statement", "submit", {"statement": "It was cracked before."})
    support.complete(number, "investigate", "conclude", {"findings": "The crack is fresh."})


def propose(person: People, number: str, *, expect: int = 200, **data: Any) -> Any:
    answers = {"explanation": "We are sorry for the pane.", **data}
    return person("support").complete(number, "propose", "propose", answers, expect=expect)


def stage(customer: Person, number: str) -> str:
    return str(customer.get(f"complaints/{number}/")["status"])


def refunded(customer: Person, order: str) -> int:
    return int(customer.get(f"orders/{order}/")["payment"]["refunded"])


def test_the_form_names_no_order_and_is_for_ones_own(done: str, person: People) -> None:
    form = person("customer").get("complaints/form/", order=done)
    assert sorted(form["schema"]["properties"]) == ["description", "evidence", "reason_kind"]
    person("stranger").get("complaints/form/", order=done, expect=404)
    body = {"order": done, "data": {"reason_kind": "late", "description": "Nobody came at all."}}
    person("stranger").post("complaints/", body, expect=404)
    person("provider").post("complaints/", body, expect=404)


def test_a_large_refund_needs_two_approvals_and_is_carried_out_once(
    done: str, person: People, deliver: Deliver
) -> None:
    customer, provider = person("customer"), person("provider")
    file = customer.upload("pane.pdf")
    number = complain(customer, done, evidence=[{"file": file, "about": "The pane"}])
    again = customer.post(
        "complaints/",
        {"order": done, "data": {"reason_kind": "late", "description": "Once more, please."}},
        expect=409,
    )
    assert again["code"] == "complaint_open"
    examine(person, number)
    provider.get(f"complaints/{number}/", expect=404)
    # What was proposed above what was paid is refused to whoever proposes it, and nothing moves.
    refused = propose(person, number, remedy="refund", amount=20_001, expect=409)
    assert (refused["code"], stage(customer, number)) == ("refund_exceeds_captured", "proposing")
    propose(person, number, remedy="refund", amount=20_000)
    # At the limit, not above it: nobody else is asked.
    assert (stage(customer, number), refunded(customer, done)) == ("answered", 20_000)
    shown = customer.get(f"complaints/{number}/")
    assert (shown["data"]["remedy"], shown["data"]["amount"]) == ("refund", 20_000)
    assert [one["action"] for one in shown["actions"]] == ["accept", "reopen"]
    say(customer, number, "accept")
    say(customer, number, "accept", expect=409)
    assert (stage(customer, number), refunded(customer, done)) == ("closed", 20_000)


def test_above_the_limit_two_of_the_house_decide(
    town: Town, person: People, deliver: Deliver
) -> None:
    customer, provider = person("customer"), person("provider")
    order = paid_order(customer, deliver, options={"balcony": 2})
    for action in ("accept", "depart", "arrive", "start", "finish"):
        act(provider, order, action)
    number = complain(customer, order)
    examine(person, number, priority="urgent")
    propose(person, number, remedy="refund", amount=26_000)
    assert (stage(customer, number), refunded(customer, order)) == ("approving", 0)
    person("finance").complete(number, "approve", "approve")
    assert (stage(customer, number), refunded(customer, order)) == ("approving", 0)
    person("operator").complete(number, "approve", "approve")
    deliver()
    assert (stage(customer, number), refunded(customer, order)) == ("answered", 26_000)


def test_a_customer_reopens_once_and_gets_a_coupon(done: str, person: People) -> None:
    customer, support = person("customer"), person("support")
    number = complain(customer, done)
    examine(person, number)
    propose(person, number, remedy="none")
    say(customer, number, "reopen", expect=422)
    say(customer, number, "reopen", reopen_reason="You did not even look at it.")
    assert stage(customer, number) == "investigating"
    support.complete(number, "investigate_again", "conclude", {"findings": "They are right."})
    propose(person, number, remedy="compensation", amount=5_000)
    shown = customer.get(f"complaints/{number}/")
    assert [one["action"] for one in shown["actions"]] == ["accept"]
    (coupon,) = customer.get("me/coupons/")["items"]
    assert (coupon["code"], coupon["value"]) == (shown["data"]["coupon"], 5_000)
    elapse(days=8)
    assert stage(customer, number) == "closed"
    assert refunded(customer, done) == 0


def test_the_work_is_done_again_by_a_linked_order_that_costs_nothing(
    done: str, person: People, deliver: Deliver
) -> None:
    customer = person("customer")
    number = complain(customer, done)
    examine(person, number)
    propose(person, number, remedy="redo", redo_at=at(3).isoformat(), expect=409)
    assert stage(customer, number) == "proposing"
    propose(person, number, remedy="redo", redo_at=at(11).isoformat())
    redo = customer.get(f"complaints/{number}/")["data"]["redo_order"]
    shown = customer.get(f"orders/{redo}/")
    assert (shown["redo_of"], shown["total"], shown["payment"]["due"]) == (done, 0, 0)
    assert status(customer, redo) == "awaiting_acceptance"
    assert len(customer.get("orders/")["items"]) == 2


@pytest.mark.parametrize(("priority", "hours"), [("urgent", 8), ("normal", 48), ("low", 120)])
def test_time_runs_by_priority(done: str, person: People, priority: str, hours: int) -> None:
    customer, support = person("customer"), person("support")
    number = complain(customer, done)
    support.complete(number, "triage", "investigate", {"priority": priority})
    elapse(hours=hours - 1)
    assert support.task(number, "investigate")["is_overdue"] is False
    elapse(hours=2)
    assert support.task(number, "investigate")["is_overdue"] is True
    # The provider had less: the case went on without the statement.
    assert person("provider").has_task(number, "statement") is False


def test_a_complaint_is_refused_with_a_reason_or_withdrawn(done: str, person: People) -> None:
    customer, support = person("customer"), person("support")
    number = complain(customer, done)
    support.complete(number, "triage", "refuse", {}, expect=422)
    support.complete(number, "triage", "refuse", {"refusal": "This is another order."})
    assert stage(customer, number) == "refused"
    other = complain(customer, done)
    say(customer, other, "withdraw")
    assert stage(customer, other) == "withdrawn"
