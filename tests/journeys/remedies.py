"""What may be proposed to a customer who complains, and what others do not get at."""

import pytest

from catalog.providers.models import Provider
from tests.journeys.complaint import (
    Deliver,
    People,
    complain,
    done,
    examine,
    propose,
    refunded,
    say,
    stage,
)
from tests.journeys.people import Person
from tests.orders.conftest import act, deliver, elapse, paid_order, person, status, town
from tests.orders.town import at

__all__ = ["deliver", "done", "person", "town"]

pytestmark = pytest.mark.django_db

Town = dict[str, Provider]


def reopen(person: People, number: str) -> None:
    """The customer is not content, and whoever looks again agrees."""
    say(person("customer"), number, "reopen", reopen_reason="This is not enough.")
    again = {"findings": "They are right."}
    person("support").complete(number, "investigate_again", "conclude", again)


def test_the_limit_is_for_all_that_is_given_for_an_order(
    done: str, person: People, deliver: Deliver
) -> None:
    customer = person("customer")
    number = complain(customer, done)
    examine(person, number)
    propose(person, number, remedy="compensation", amount=15_000)
    reopen(person, number)
    propose(person, number, remedy="refund", amount=5_001)
    assert (stage(customer, number), refunded(customer, done)) == ("approving", 0)
    person("finance").complete(number, "approve", "approve")
    person("operator").complete(number, "approve", "approve")
    assert (stage(customer, number), refunded(customer, done)) == ("answered", 5_001)
    say(customer, number, "accept")
    # Another complaint about the same order does not begin from nothing.
    other = complain(customer, done)
    examine(person, other)
    propose(person, other, remedy="compensation", amount=1)
    assert stage(customer, other) == "approving"
    assert [one["value"] for one in customer.get("me/coupons/")["items"]] == [15_000]


def test_at_the_limit_in_all_nobody_else_is_asked(done: str, person: People) -> None:
    customer = person("customer")
    number = complain(customer, done)
    examine(person, number)
    propose(person, number, remedy="compensation", amount=15_000)
    reopen(person, number)
    propose(person, number, remedy="compensation", amount=5_000)
    assert stage(customer, number) == "answered"
    coupons = customer.get("me/coupons/")["items"]
    assert [one["value"] for one in coupons] == [5_000, 15_000]


def test_nobody_approves_twice(done: str, person: People) -> None:
    customer, finance = person("customer"), person("finance")
    number = complain(customer, done)
    examine(person, number)
    propose(person, number, remedy="compensation", amount=20_001)
    vote = {"outcome": "approve", "data": {}}
    path = f"tasks/{finance.task(number, 'approve')['id']}/complete/"
    finance.post(path, vote)
    assert finance.post(path, vote, expect=409)["code"] == "already_voted"
    # Neither proposes who decides, nor decides who complains.
    for who in ("support", "customer", "provider", "stranger"):
        person(who).post(path, vote, expect=404)
    assert stage(customer, number) == "approving"
    assert customer.get("me/coupons/")["items"] == []


def test_a_proposal_that_is_returned_gives_nothing(done: str, person: People) -> None:
    customer = person("customer")
    number = complain(customer, done)
    examine(person, number)
    propose(person, number, remedy="compensation", amount=20_001)
    person("finance").complete(number, "approve", "approve")
    for who in ("operator", "admin"):
        operator = person(who)
        operator.complete(number, "approve", "return", {}, expect=422)
        operator.complete(number, "approve", "return", {"approval_note": "Too much."})
        if stage(customer, number) == "proposing":
            break
    assert stage(customer, number) == "proposing"
    assert customer.get("me/coupons/")["items"] == []


def test_what_cannot_be_done_is_refused_to_whoever_proposes_it(done: str, person: People) -> None:
    customer = person("customer")
    number = complain(customer, done)
    examine(person, number)
    for code, answers in [
        ("amount_missing", {"remedy": "refund"}),
        ("amount_missing", {"remedy": "compensation", "amount": None}),
        ("amount_too_large", {"remedy": "compensation", "amount": 10**12 + 1}),
        ("too_soon", {"remedy": "redo", "redo_at": at(10, days=-3).isoformat()}),
    ]:
        assert propose(person, number, expect=409, **answers)["code"] == code
        assert stage(customer, number) == "proposing"
    propose(person, number, remedy="refund", amount=-1, expect=422)
    propose(person, number, remedy="redo", amount=1, expect=422)
    assert len(customer.get("orders/")["items"]) == 1
    assert (refunded(customer, done), customer.get("me/coupons/")["items"]) == (0, [])


def test_what_was_given_back_in_full_is_not_done_again_for_nothing(
    town: Town, person: People, deliver: Deliver
) -> None:
    customer = person("customer")
    order = paid_order(customer, deliver)
    act(customer, order, "cancel")
    number = complain(customer, order)
    examine(person, number)
    refused = propose(person, number, remedy="redo", expect=409)
    assert (refused["code"], stage(customer, number)) == ("money_is_back", "proposing")
    assert len(customer.get("orders/")["items"]) == 1


def test_work_that_was_done_again_badly_is_done_once_more(
    done: str, person: People, deliver: Deliver
) -> None:
    customer, provider = person("customer"), person("provider")
    number = complain(customer, done)
    examine(person, number)
    propose(person, number, remedy="redo", redo_at=at(14).isoformat())
    redo = customer.get(f"complaints/{number}/")["data"]["redo_order"]
    for action in ("accept", "depart", "arrive", "start", "finish"):
        act(provider, redo, action)
    other = complain(customer, redo)
    examine(person, other)
    refused = propose(person, other, remedy="refund", amount=1, expect=409)
    assert refused["code"] == "refund_exceeds_captured"
    propose(person, other, remedy="redo", redo_at=at(17).isoformat())
    again = customer.get(f"complaints/{other}/")["data"]["redo_order"]
    assert customer.get(f"orders/{again}/")["redo_of"] == redo
    assert status(customer, again) == "awaiting_acceptance"


def test_evidence_is_ones_own_and_read_by_those_who_decide(done: str, person: People) -> None:
    customer, support = person("customer"), person("support")
    theirs, mine = person("stranger").upload("theirs.pdf"), customer.upload("mine.pdf")
    data = {"reason_kind": "damage", "description": "The pane of the big window broke."}
    refused = customer.post(
        "complaints/",
        {"order": done, "data": {**data, "evidence": [{"file": theirs, "about": "A pane"}]}},
        expect=422,
    )
    assert [error["type"] for error in refused["errors"]] == ["upload_missing"]
    assert customer.get("complaints/")["items"] == []
    number = complain(customer, done, evidence=[{"file": mine, "about": "A pane"}])
    assert read(support, mine) == 200
    assert [read(person(who), mine) for who in ("stranger", "rival", "moderator")] == [404] * 3
    support.complete(number, "triage", "investigate", {"priority": "normal"})
    # The provider is told what happened, not shown the customer's papers.
    task = person("provider").task(number, "statement")
    shown = person("provider").get(f"tasks/{task['id']}/")
    assert sorted(shown["data"]) == ["description", "order", "reason_kind"]
    case = person("provider").get(f"cases/{number}/")
    assert mine not in str(case) + str(shown)
    assert [read(person(who), mine) for who in ("provider", "customer")] == [404, 200]


def test_a_complaint_is_for_its_customer_and_the_house(done: str, person: People) -> None:
    customer = person("customer")
    number = complain(customer, done)
    for who in ("stranger", "provider", "rival"):
        for path in ("", "timeline/"):
            person(who).get(f"complaints/{number}/{path}", expect=404)
        say(person(who), number, "withdraw", expect=404)
    for who in ("support", "finance", "operator", "admin"):
        say(person(who), number, "withdraw", expect=409)
    assert stage(customer, number) == "filed"


def test_what_is_remedied_stays_so_when_time_runs_out(
    done: str, person: People, deliver: Deliver
) -> None:
    customer = person("customer")
    number = complain(customer, done)
    examine(person, number)
    propose(person, number, remedy="refund", amount=100)
    elapse(days=8)
    assert (stage(customer, number), refunded(customer, done)) == ("closed", 100)
    for action in ("reopen", "accept", "withdraw"):
        say(customer, number, action, expect=409, **_reason(action))
    assert refunded(customer, done) == 100


def read(who: Person, upload: str) -> int:
    return int(who.client.get(f"/api/v1/uploads/{upload}/").status_code)


def _reason(action: str) -> dict[str, str]:
    return {"reopen_reason": "Too late."} if action == "reopen" else {}
