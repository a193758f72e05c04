"""A step that runs a case of another process."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.users.models import User
from outbox.delivery import drain
from outbox.models import Message
from workflows.engine.actions import beginning, cancel_case, jump_case, retry_step
from workflows.engine.bpmn import bpmn
from workflows.engine.definition import parse
from workflows.engine.models import Case
from workflows.engine.publication import roll_back
from workflows.engine.refusals import NotFound
from workflows.engine.sweep import sweep

from .plain_words import plainly
from .processes import (
    NOW,
    be_late,
    begin,
    end,
    finish,
    open_steps,
    process,
    publish,
    start,
    step,
    task,
    text,
    told,
)

Cast = dict[str, User]

AMOUNT = {"key": "amount", "type": "int", "label": text("Amount"), "rules": {"min": 0}}
REASON = {"key": "reason", "type": "text", "label": text("Reason")}
NOTE = {"key": "note", "type": "text", "label": text("Note")}


def inner(key: str = "inner") -> dict[str, Any]:
    form = [{"field": "amount", "required": True}, {"field": "reason"}]
    # A process begins it without anybody of this role.
    begin_it = start("look", form=form) | {"who": {"roles": ["operator"]}}
    return process(
        begin_it,
        task("look", {"good": "done", "bad": "refused"}, form=[{"field": "note"}]),
        end(result="fine"),
        end("refused", result="refused"),
        key=key,
        fields=[AMOUNT, REASON, NOTE],
    )


def outer(**values: Any) -> dict[str, Any]:
    values = {
        "process": "inner",
        "data": {"amount": {"cel": "data.amount + 1"}, "reason": {"value": "Because"}},
        "save": {"note": "note"},
        "results": [{"result": "refused", "to": "no"}],
        "next": "yes",
        "on_error": "failed",
        **values,
    }
    return process(
        start("run", form=[{"field": "amount", "required": True}]),
        step("run", "subprocess", **values),
        end("yes", result="yes"),
        end("no", result="no"),
        end("failed", result="failed"),
        key="outer",
        fields=[AMOUNT, NOTE],
    )


def deliver() -> None:
    while drain(now=timezone.now() + timedelta(minutes=1), limit=100):
        pass


def child_of(case: Case) -> Case:
    return Case.objects.get(parent=case)


@pytest.fixture
def case(cast: Cast) -> Case:
    publish(inner())
    return begin(outer(), by=cast["customer"], data={"amount": 4})


def test_it_begins_a_case_and_goes_on_with_its_end(cast: Cast, case: Case) -> None:
    child = child_of(case)
    assert (child.definition.key, child.version.number, child.depth) == ("inner", 1, 1)
    assert child.data == {"amount": 5, "reason": "Because"}
    assert (child.starter, child.person) == (cast["customer"], cast["customer"])
    assert child.parent_task.flow_task.name == "run"
    assert [one.data for one in case.timeline.filter(event="case_begun")] == [
        {"case": child.number}
    ]
    child = finish(child, "look", cast["reviewer"], "good", note="All right")
    assert child.result == "fine"
    # The parent takes it under its own lock, once a worker comes.
    assert Case.objects.get(pk=case.pk).finished_at is None
    deliver()
    case = Case.objects.get(pk=case.pk)
    assert (case.result, case.data) == ("yes", {"amount": 4, "note": "All right"})
    assert told(case).count(("completed", "run")) == 1
    deliver()
    sweep(timezone.now())
    assert told(case) == told(Case.objects.get(pk=case.pk))


def test_a_result_has_a_way_of_its_own(cast: Cast, case: Case) -> None:
    finish(child_of(case), "look", cast["reviewer"], "bad")
    deliver()
    assert Case.objects.get(pk=case.pk).result == "no"


def test_the_sweep_hands_over_what_a_lost_message_left(cast: Cast, case: Case) -> None:
    finish(child_of(case), "look", cast["reviewer"], "good")
    Message.objects.all().delete()
    assert Case.objects.get(pk=case.pk).result == ""
    sweep(timezone.now())
    assert Case.objects.get(pk=case.pk).result == "yes"


def test_the_version_is_that_of_a_new_case_at_this_moment(cast: Cast, case: Case) -> None:
    second = inner()
    second["title"] = text("Second")
    publish(second, now=NOW + timedelta(hours=1))
    later = begin(outer(), by=cast["customer"], data={"amount": 4}, now=NOW + timedelta(hours=2))
    roll_back("inner", to=1, by=None, note="", now=NOW + timedelta(hours=3))
    last = begin(outer(), by=cast["customer"], data={"amount": 4}, now=NOW + timedelta(hours=4))
    numbers = [child_of(one).version.number for one in (case, later, last)]
    assert numbers == [1, 2, 1]


def test_answers_that_do_not_fit_take_the_error_way(cast: Cast) -> None:
    limited = inner()
    limited["fields"] = [{**AMOUNT, "rules": {"min": 0, "max": 3}}, REASON, NOTE]
    publish(limited)
    case = Case.objects.get(pk=begin(outer(), by=cast["customer"], data={"amount": 4}).pk)
    assert (case.result, case.error_code) == ("failed", "invalid_form")
    assert not Case.objects.filter(parent=case).exists()
    assert ("case_begun", "run") not in told(case)


def test_without_an_error_way_it_stays_and_is_tried_again(cast: Cast) -> None:
    limited = inner()
    limited["fields"] = [{**AMOUNT, "rules": {"min": 0, "max": 3}}, REASON, NOTE]
    publish(limited)
    publish(inner("spare"))
    definition = outer(on_error=None)
    definition["steps"] = [one for one in definition["steps"] if one["id"] != "failed"]
    case = begin(definition, by=cast["customer"], data={"amount": 4})
    assert case.timeline.filter(event="failed", step="run").count() == 1
    publish(inner(), now=NOW + timedelta(hours=1))
    retry_step(case.number, "run", by=cast["operator"], now=NOW + timedelta(hours=2))
    finish(child_of(case), "look", cast["reviewer"], "good")
    deliver()
    assert Case.objects.get(pk=case.pk).result == "yes"


def test_a_cancelled_case_takes_the_error_way_of_its_parent(cast: Cast, case: Case) -> None:
    cancel_case(child_of(case).number, by=cast["operator"], reason="No", now=NOW)
    deliver()
    case = Case.objects.get(pk=case.pk)
    assert (case.result, case.error_code) == ("failed", "subprocess_cancelled")


def middle() -> dict[str, Any]:
    return process(
        start("run", form=[{"field": "amount"}]),
        step("run", "subprocess", process="inner", data={"amount": {"cel": "data.amount"}},
             next="done"),
        end(),
        key="middle",
        fields=[AMOUNT],
    )  # fmt: skip


def nested(cast: Cast, **values: Any) -> tuple[Case, Case, Case]:
    publish(inner())
    publish(middle())
    definition = outer(
        process="middle", data={"amount": {"cel": "data.amount"}}, save={}, results=[], **values
    )
    definition["steps"] = [one for one in definition["steps"] if one["id"] != "no"]
    top = begin(definition, by=cast["customer"], data={"amount": 4})
    return top, child_of(top), child_of(child_of(top))


def jump(case: Case, cast: Cast) -> None:
    jump_case(case.number, to="failed", reason="No", by=cast["operator"], now=NOW)


def cancel(case: Case, cast: Cast) -> None:
    cancel_case(case.number, by=cast["operator"], reason="No", now=NOW)


def wait(case: Case, cast: Cast) -> None:
    be_late(case)


@pytest.mark.parametrize("leave", [cancel, jump, wait])
def test_leaving_the_step_cancels_all_that_is_below(
    cast: Cast, leave: Callable[[Case, Cast], None]
) -> None:
    cases = nested(cast, deadline={"after": "P500D", "then": "failed"})
    leave(cases[0], cast)
    deliver()
    top, below, lowest = (Case.objects.get(pk=one.pk) for one in cases)
    assert top.result == ("cancelled" if leave is cancel else "failed")
    assert [one.result for one in (below, lowest)] == ["cancelled", "cancelled"]
    assert [one.process.status for one in (below, lowest)] == ["CANCELED", "CANCELED"]
    assert open_steps(lowest) == []
    assert [one.data for one in lowest.timeline.filter(event="cancelled")] == [
        {"with": below.number}
    ]


def test_a_circle_is_refused_where_it_can_be_seen(cast: Cast) -> None:
    itself = outer(process="outer")
    publish(inner())
    publish(outer())
    circle = inner()
    circle["steps"].insert(
        1,
        step("again", "subprocess", process="outer", data={"amount": {"value": 1}}, next="done"),
    )
    circle["steps"][0]["next"] = "again"
    for definition, place in ((itself, "run"), (circle, "again")):
        found = plainly(parse(definition))
        assert (place, "subprocess_circle") in {(one.step, one.code) for one in found}


def test_a_circle_that_nobody_saw_comes_to_an_end(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes were published at once, each before the other led to it."""
    monkeypatch.setattr("workflows.engine.drafts._published", lambda key: None)
    monkeypatch.setattr("workflows.engine.checks.check_nested", lambda *_given: [])
    round_and_round = outer(process="outer", data={"amount": {"cel": "data.amount"}}, results=[])
    round_and_round["steps"] = [one for one in round_and_round["steps"] if one["id"] != "no"]
    begin(round_and_round, by=cast["customer"], data={"amount": 4})
    deliver()
    depths = Case.objects.order_by("depth").values_list("depth", "error_code", "result")
    limit = beginning.MAX_DEPTH
    assert [depth for depth, *_rest in depths] == list(range(limit + 1))
    assert depths.last() == (limit, "subprocess_too_deep", "failed")


def test_a_case_below_is_seen_by_its_people(cast: Cast, case: Case) -> None:
    child = child_of(case)
    seen = {
        name: Case.objects.visible_to(cast[name]).filter(pk=child.pk).exists()
        for name in ("customer", "stranger", "reviewer", "operator", "support")
    }
    assert seen == {
        "customer": True, "stranger": False, "reviewer": True, "operator": True, "support": True,
    }  # fmt: skip
    with pytest.raises(NotFound):
        jump_case(child.number, to="done", reason="", by=cast["stranger"], now=NOW)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"process": "nothing"}, "subprocess_unknown"),
        ({"data": {"amount": {"value": 1}, "colour": {"value": "red"}}}, "subprocess_field"),
        ({"data": {"amount": {"value": 1}, "note": {"value": "red"}}}, "subprocess_field"),
        ({"data": {}}, "subprocess_missing"),
        ({"data": {"amount": {"value": "many"}}}, "parameter_value"),
        ({"data": {"amount": {"cel": "'many'"}}}, "parameter_value"),
        ({"data": {"amount": {"cel": "data.nothing"}}}, "expression_unknown"),
        ({"save": {"nothing": "note"}}, "save_field"),
        ({"save": {"note": "nothing"}}, "save_result"),
        ({"save": {"note": "amount"}}, "save_type"),
        ({"results": [{"result": "lost", "to": "no"}]}, "subprocess_result"),
    ],
)
def test_the_check_says_what_is_wrong(cast: Cast, change: dict[str, Any], code: str) -> None:
    publish(inner())
    assert [one for one in plainly(parse(outer())) if one.severity == "error"] == []
    found = plainly(parse(outer(**change)))
    assert ("run", code) in {(one.step, one.code) for one in found if one.severity == "error"}


def test_a_process_with_a_subject_of_its_own_is_no_part_of_another(cast: Cast) -> None:
    parcel = inner() | {"key": "parcel-process", "kind": "parcel"}
    publish(parcel)
    found = plainly(parse(outer(process="parcel-process")))
    assert ("run", "subprocess_kind") in {(one.step, one.code) for one in found}


def test_it_is_drawn_as_a_call_of_another_process(db: None) -> None:
    assert "callActivity" in bpmn(parse(outer()), language="en")
