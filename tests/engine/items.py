"""One task for every row of a table."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.notices.models import Notice
from accounts.users.models import User
from workflows.engine.actions import (
    cancel_case,
    claim_task,
    complete_task,
    jump_case,
    start_case,
)
from workflows.engine.bpmn import bpmn
from workflows.engine.definition import parse
from workflows.engine.migration import MigrationResult, migrate_cases
from workflows.engine.models import Case, Deadline, WorkItem
from workflows.engine.queries import form_for, offered_outcomes, present_steps
from workflows.engine.refusals import InvalidForm, NotAvailable, NotFound
from workflows.engine.sweep import sweep
from workflows.engine.visibility import visible_data, visible_task_data

from .plain_words import plainly
from .processes import (
    NOW,
    be_late,
    begin,
    end,
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

LINES = {
    "key": "lines",
    "type": "table",
    "label": text("Lines"),
    "columns": [
        {"key": "name", "type": "text", "label": text("Name"), "required": True},
        {"key": "count", "type": "int", "label": text("Count"), "rules": {"min": 0}},
        {"key": "said", "type": "text", "label": text("Said")},
    ],
}
ROWS = [{"name": "Drill"}, {"name": "Ladder"}, {"name": "Saw"}]


def pick(**values: Any) -> dict[str, Any]:
    values.setdefault("who", {"roles": ["reviewer"]})
    values.setdefault("next", "done")
    return step(
        "pick",
        "items",
        table="lines",
        form=[
            {"column": "name", "access": "visible"},
            {"column": "count", "required": True},
        ],
        outcomes=[
            {"key": "found", "label": text("Found")},
            {"key": "missing", "label": text("Missing")},
            {"key": "stop", "label": text("Stop"), "to": "stopped"},
        ],
        save_outcome="said",
        **values,
    )


def picking(*more: dict[str, Any], first: str = "pick", **values: Any) -> dict[str, Any]:
    return process(
        start(first, form=[{"field": "lines"}]),
        *more,
        *([] if any(one["id"] == "pick" for one in more) else [pick(**values)]),
        end(result="picked"),
        end("stopped", result="stopped"),
        fields=[LINES],
    )


def works(case: Case) -> list[WorkItem]:
    return list(case.work_items.filter(step="pick").order_by("pk"))


def complete(work: WorkItem, by: User, outcome: str = "found", **data: object) -> Case:
    data.setdefault("count", 1)
    complete_task(work.uuid, by=by, outcome=outcome, data=data, now=NOW)
    return Case.objects.get(pk=work.case_id)


def test_every_row_has_a_task_of_its_own_and_the_last_goes_on(cast: Cast) -> None:
    case = begin(picking(), by=cast["customer"], data={"lines": ROWS})
    first, second, third = works(case)
    assert (open_steps(case), present_steps(case)) == (["pick"] * 3, ["pick"])
    claim_task(second.uuid, by=cast["reviewer"], now=NOW)
    assert [work.owner for work in works(case)] == [None, cast["reviewer"], None]

    case = complete(third, cast["reviewer"], "missing", count=0)
    case = complete(first, cast["reviewer"], count=2)
    assert (open_steps(case), case.finished_at) == (["pick"], None)
    case = complete(second, cast["reviewer"], count=5)
    assert (case.result, case.finished_at) == ("picked", NOW)
    assert case.data["lines"] == [
        {"name": "Drill", "count": 2, "said": "found"},
        {"name": "Ladder", "count": 5, "said": "found"},
        {"name": "Saw", "count": 0, "said": "missing"},
    ]
    assert [(event, place) for event, place in told(case) if place == "pick"] == [
        ("entered", "pick"),
        ("claimed", "pick"),
        ("row_completed", "pick"),
        ("row_completed", "pick"),
        ("row_completed", "pick"),
        ("completed", "pick"),
    ]
    rows = case.timeline.filter(event="row_completed").values_list("data", flat=True)
    assert list(rows) == [
        {"outcome": "missing", "rows": [3]},
        {"outcome": "found", "rows": [1]},
        {"outcome": "found", "rows": [2]},
    ]


def test_a_row_is_shown_and_filled_in_alone(cast: Cast) -> None:
    reviewer = cast["reviewer"]
    case = begin(picking(), by=cast["customer"], data={"lines": ROWS})
    second = works(case)[1]
    form = form_for(second, reviewer, "en", now=NOW)
    assert form["ui"]["order"] == ["name", "count"]
    assert (form["data"], form["schema"]["required"]) == ({"name": "Ladder"}, ["count"])
    assert visible_task_data(second, reviewer) == {"name": "Ladder"}
    # Whoever does one row does not see the table.
    assert visible_data(case, reviewer) == {}
    offers = offered_outcomes(second, reviewer, now=NOW)
    assert [one.action for one in offers] == ["found", "missing", "stop"]
    for data, kind in (
        ({"name": "Axe", "count": 1}, "read_only"),
        ({"count": -1}, "too_small"),
        ({}, "missing"),
        ({"said": "x", "count": 1}, "unknown_field"),
    ):
        with pytest.raises(InvalidForm) as refused:
            complete_task(second.uuid, by=reviewer, outcome="found", data=data, now=NOW)
        assert [one["type"] for one in refused.value.errors] == [kind]
    with pytest.raises(NotFound):
        complete_task(second.uuid, by=cast["finance"], outcome="found", data={}, now=NOW)
    assert Case.objects.get(pk=case.pk).data == {"lines": ROWS}


def test_a_row_is_done_once(cast: Cast) -> None:
    case = begin(picking(), by=cast["customer"], data={"lines": ROWS})
    first = works(case)[0]
    complete(first, cast["reviewer"])
    with pytest.raises(NotAvailable) as refused:
        complete(first, cast["reviewer"], "missing")
    assert refused.value.code == "task_closed"
    assert Case.objects.get(pk=case.pk).data["lines"][0]["said"] == "found"


def test_an_empty_table_goes_on_at_once(cast: Cast) -> None:
    case = begin(picking(), by=cast["customer"])
    assert (Case.objects.get(pk=case.pk).result, works(case)) == ("picked", [])


def test_an_outcome_with_a_way_cancels_the_rest(cast: Cast) -> None:
    case = begin(picking(), by=cast["customer"], data={"lines": ROWS})
    first, second, third = works(case)
    complete(first, cast["reviewer"])
    case = complete(second, cast["reviewer"], "stop")
    assert (case.result, open_steps(case)) == ("stopped", [])
    assert [work.task.status for work in works(case)] == ["DONE", "DONE", "CANCELED"]
    with pytest.raises(NotAvailable):
        complete(third, cast["reviewer"])


BESIDE = [
    step(
        "both",
        "parallel",
        branches=[{"to": "pick"}, {"to": "sign"}],
        join="joined",
    ),
    pick(next="joined"),
    task("sign", {"ok": "joined"}),
    step("joined", "join", next="done"),
]


def test_inside_a_parallel_block_the_join_waits_for_every_row(cast: Cast) -> None:
    case = begin(picking(*BESIDE, first="both"), by=cast["customer"], data={"lines": ROWS[:2]})
    assert open_steps(case) == ["pick", "pick", "sign"]
    first, second = works(case)
    complete(first, cast["reviewer"])
    sign = case.work_items.get(step="sign")
    complete_task(sign.uuid, by=cast["reviewer"], outcome="ok", data={}, now=NOW)
    assert (open_steps(case), Case.objects.get(pk=case.pk).finished_at) == (["pick"], None)
    case = complete(second, cast["reviewer"])
    assert (case.result, case.process.status) == ("picked", "DONE")


def test_from_a_parallel_block_an_outcome_leaves_it(cast: Cast) -> None:
    case = begin(picking(*BESIDE, first="both"), by=cast["customer"], data={"lines": ROWS[:2]})
    case = complete(works(case)[0], cast["reviewer"], "stop")
    assert (case.result, open_steps(case), case.process.status) == ("stopped", [], "DONE")


def test_the_deadline_is_that_of_the_whole_step(cast: Cast) -> None:
    definition = picking(
        deadline={"after": "PT2H", "reminders": ["PT1H"], "then": "stopped"},
        who={"users": ["reviewer"]},
    )
    begun = timezone.now() - timedelta(hours=1, minutes=30)
    publish(definition)
    case = start_case("sample", by=cast["customer"], data={"lines": ROWS[:2]}, now=begun)
    assert [work.due_at for work in works(case)] == [begun + timedelta(hours=2)] * 2
    sweep(timezone.now())
    assert list(Notice.objects.values_list("user__username", flat=True)) == ["reviewer"]
    be_late(case)
    case = Case.objects.get(pk=case.pk)
    assert (case.result, open_steps(case)) == ("stopped", [])
    assert not Deadline.objects.filter(case=case, closed_at=None).exists()


@pytest.mark.parametrize("how", ["cancel", "jump"])
def test_what_leaves_the_step_leaves_no_row_open(cast: Cast, how: str) -> None:
    case = begin(picking(), by=cast["customer"], data={"lines": ROWS})
    if how == "cancel":
        cancel_case(case.number, by=cast["operator"], reason="No", now=NOW)
    else:
        jump_case(case.number, to="stopped", reason="No", by=cast["operator"], now=NOW)
    case = Case.objects.get(pk=case.pk)
    assert (case.finished_at, open_steps(case)) == (NOW, [])
    assert [work.task.status for work in works(case)] == ["CANCELED"] * 3


def test_open_rows_move_to_the_same_step_of_another_version(cast: Cast) -> None:
    case = begin(picking(), by=cast["customer"], data={"lines": ROWS[:2]})
    complete(works(case)[0], cast["reviewer"])
    publish(picking(who={"roles": ["finance"]}))
    moved = migrate_cases(
        "sample", source=1, target=2, cases="all", mapping={}, dry_run=False,
        by=cast["operator"], now=NOW,
    )  # fmt: skip
    assert moved == [MigrationResult(case.number, "moved")]
    with pytest.raises(NotFound):
        complete(works(case)[1], cast["reviewer"])
    assert complete(works(case)[1], cast["finance"]).result == "picked"


def test_open_rows_do_not_move_to_another_step_or_table(cast: Cast) -> None:
    case = begin(picking(), by=cast["customer"], data={"lines": ROWS[:2]})
    other = picking()
    other["fields"] = [LINES, {**LINES, "key": "others"}]
    next(one for one in other["steps"] if one["id"] == "pick")["table"] = "others"
    publish(other)
    (result,) = migrate_cases(
        "sample", source=1, target=2, cases="all", mapping={}, dry_run=False,
        by=cast["operator"], now=NOW,
    )  # fmt: skip
    assert result.status == "refused"
    assert Case.objects.get(pk=case.pk).version.number == 1
    assert open_steps(case) == ["pick", "pick"]


def codes(definition: dict[str, Any]) -> list[tuple[str, str]]:
    found = plainly(parse(definition))
    return sorted({(one.step, one.code) for one in found if one.severity == "error"})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"table": "nothing"}, "items_table"),
        ({"form": [{"column": "nothing"}]}, "items_column"),
        ({"form": [{"column": "name"}, {"column": "name"}]}, "form_repeated"),
        ({"form": [{"column": "name", "required": True, "access": "hidden"}]}, "unwritable"),
        ({"save_outcome": "count"}, "items_outcome"),
        ({"who": {}}, "who_missing"),
        ({"next": "pick"}, "endless_loop"),
    ],
)
def test_the_check_says_what_is_wrong(db: None, change: dict[str, Any], code: str) -> None:
    definition = picking()
    found = next(one for one in definition["steps"] if one["id"] == "pick")
    found.update(change)
    assert ("pick", code) in codes(definition)


def test_it_is_drawn_as_a_task_of_many(db: None) -> None:
    assert codes(picking()) == []
    assert 'isSequential="false"' in bpmn(parse(picking()), language="en")


def test_a_table_that_may_change_while_its_rows_are_open_is_warned_of(db: None) -> None:
    changing = {
        "key": "correct",
        "label": text("Correct"),
        "who": {"roles": ["customer"]},
        "form": [{"field": "lines"}],
        "to": "stopped",
    }
    definition = picking() | {"case_actions": [changing]}
    found = plainly(parse(definition))
    assert ("pick", "items_changed", "warning") in {
        (one.step, one.code, one.severity) for one in found
    }
    assert "items_changed" not in {one.code for one in plainly(parse(picking()))}
