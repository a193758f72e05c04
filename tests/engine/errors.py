"""Error ways: whatever the system does by itself may fail, and says where to go on then."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.users.models import User
from workflows.engine.actions import retry_step
from workflows.engine.models import Case
from workflows.engine.queries import present_steps
from workflows.engine.sweep import sweep

from . import parcels
from .processes import NOW, begin, end, finish, open_steps, process, start, step, task, text, told

Cast = dict[str, User]

YEARS = {"key": "years", "type": "int", "label": text("Years")}
WHEN = {"key": "day", "type": "datetime", "label": text("Day")}
MISSING = {"cel": "data.years > 3"}


def again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def failing(middle: dict[str, Any], *others: dict[str, Any], **error_way: str) -> dict[str, Any]:
    """A review, the step ``middle`` with the error way ``look``, and what it leads to else."""
    steps = [
        start("review", form=[{"field": "years"}, {"field": "day"}]),
        task("review", {"ok": middle["id"]}),
        {**middle, **error_way},
        *others,
        end(),
    ]
    if error_way:
        steps.insert(-1, task("look", {"look_ok": "done"}))
    return process(*steps, fields=[YEARS, WHEN])


DECISION = step("weigh", "decision", cases=[{"when": MISSING, "to": "done"}], otherwise="done")
PARALLEL = step(
    "fork",
    "parallel",
    branches=[{"to": "left"}, {"to": "right", "when": MISSING}],
    join="meet",
)
BRANCHES = (
    task("left", {"left_ok": "meet"}),
    task("right", {"right_ok": "meet"}),
    step("meet", "join", next="done"),
)
TIMER = step("rest", "timer", until={"cel": "data.day"}, next="done")


@pytest.mark.parametrize(
    ("middle", "others"), [(DECISION, ()), (PARALLEL, BRANCHES), (TIMER, ())], ids=lambda x: ""
)
def test_a_condition_that_fails_takes_the_error_way(
    cast: Cast, middle: dict[str, Any], others: tuple[dict[str, Any], ...]
) -> None:
    definition = failing(middle, *others, on_error="look")
    case = finish(begin(definition, by=cast["customer"]), "review", cast["reviewer"])
    assert (open_steps(case), case.error_code) == (["look"], "value_missing")
    # Neither of the ways of a true or a false answer was gone.
    assert [one for one in told(case) if one[0] in ("failed", "completed")] == [
        ("completed", "review"), ("failed", middle["id"]),
    ]  # fmt: skip
    assert finish(case, "look", cast["reviewer"]).process.status == "DONE"
    statuses = case.process.task_set.exclude(status="DONE").values_list("status", flat=True)
    assert set(statuses) <= {"CANCELED"}


@pytest.mark.parametrize(
    ("middle", "others"), [(DECISION, ()), (PARALLEL, BRANCHES), (TIMER, ())], ids=lambda x: ""
)
def test_without_an_error_way_it_waits_where_it_failed(
    cast: Cast, middle: dict[str, Any], others: tuple[dict[str, Any], ...]
) -> None:
    definition = failing(middle, *others)
    case = finish(begin(definition, by=cast["customer"]), "review", cast["reviewer"])
    assert (present_steps(case), open_steps(case), case.finished_at) == ([middle["id"]], [], None)


@pytest.mark.parametrize(
    ("middle", "others"), [(DECISION, ()), (PARALLEL, BRANCHES), (TIMER, ())], ids=lambda x: ""
)
def test_what_does_not_fail_leaves_its_error_way_alone(
    cast: Cast, middle: dict[str, Any], others: tuple[dict[str, Any], ...]
) -> None:
    definition = failing(middle, *others, on_error="look")
    answers = {"years": 9, "day": (timezone.now() - timedelta(hours=1)).isoformat()}
    case = begin(definition, by=cast["customer"], data=answers)
    finish(case, "review", cast["reviewer"])
    sweep(timezone.now())
    for name in open_steps(case):
        finish(case, name, cast["reviewer"])
    assert again(case).process.status == "DONE"
    assert "look" not in {name for _event, name in told(case)}


def test_no_branch_that_applies_is_an_error_too(cast: Cast) -> None:
    never = {"cel": "is_set.data.years"}
    fork = {
        **PARALLEL,
        "branches": [{"to": "left", "when": never}, {"to": "right", "when": never}],
    }
    definition = failing(fork, *BRANCHES, on_error="look")
    case = finish(begin(definition, by=cast["customer"]), "review", cast["reviewer"])
    assert (open_steps(case), case.error_code) == (["look"], "no_branch")


def test_an_error_way_out_of_a_block_ends_the_other_branches(cast: Cast) -> None:
    parcels.BROKEN.append("x")
    definition = process(
        start("fork"),
        step("fork", "parallel", branches=[{"to": "left"}, {"to": "right"}], join="meet"),
        task("left", {"left_ok": "stamp"}),
        step("stamp", "action", action="stamp", next="meet", on_error="look"),
        task("right", {"right_ok": "meet"}),
        step("meet", "join", next="done"),
        task("look", {"look_ok": "done"}),
        end(),
        kind="parcel",
    )
    case = finish(begin(definition, by=cast["customer"]), "left", cast["reviewer"])
    assert open_steps(case) == ["look"]
    assert finish(case, "look", cast["reviewer"]).process.status == "DONE"


def test_conditions_after_an_error_way_see_why(cast: Cast) -> None:
    decision = step(
        "sort",
        "decision",
        cases=[{"when": {"cel": "error.code == 'scales_broken'"}, "to": "mend"}],
        otherwise="done",
    )
    definition = process(
        start("weigh"),
        step("weigh", "action", action="refuse", next="done", on_error="sort"),
        decision,
        task("mend", {"mend_ok": "done"}),
        end(),
        kind="parcel",
    )
    assert open_steps(begin(definition, by=cast["customer"])) == ["mend"]


def test_a_failed_timer_is_set_anew_once_its_value_is_there(cast: Cast) -> None:
    case = finish(begin(failing(TIMER), by=cast["customer"]), "review", cast["reviewer"])
    day = timezone.now() + timedelta(days=1)
    Case.objects.filter(pk=case.pk).update(data={"day": day.isoformat()})
    retry_step(case.number, "rest", by=cast["operator"], now=NOW)
    timer = case.process.task_set.get(flow_task_type="TIMER", status="SCHEDULED")
    assert timer.scheduled == day
