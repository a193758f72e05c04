"""Moving running cases to another version."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from viewflow.workflow.models import Process, Task

from accounts.notices.models import Notice
from accounts.users.models import User
from workflows.engine.actions import claim_task, complete_task, retry_step
from workflows.engine.migration import MigrationResult, migrate_cases
from workflows.engine.models import (
    Alarm,
    Candidate,
    Case,
    Deadline,
    TimelineEntry,
    Version,
    Vote,
    WorkItem,
)
from workflows.engine.queries import present_steps, timeline
from workflows.engine.refusals import NotAllowed
from workflows.engine.sweep import sweep

from . import parcels
from .processes import (
    NOW,
    begin,
    end,
    finish,
    item,
    open_steps,
    process,
    publish,
    start,
    step,
    task,
    text,
)

Cast = dict[str, User]


def reviewed(*between: dict[str, Any], first: str = "review", to: str = "done") -> dict[str, Any]:
    return process(start(first), task(first, {"ok": to}), *between, end())


OLD = reviewed()
SECOND = reviewed(task("second", {"agree": "done"}, who={"roles": ["finance"]}), to="second")
RENAMED = reviewed(first="look")


def move(
    cast: Cast,
    *,
    cases: Any = "all",
    mapping: Mapping[str, str] | None = None,
    dry_run: bool = False,
    by: str = "operator",
) -> list[MigrationResult]:
    return migrate_cases(
        "sample", source=1, target=2, cases=cases, mapping=mapping or {}, dry_run=dry_run,
        by=cast[by], now=NOW,
    )  # fmt: skip


def test_a_moved_case_goes_on_in_the_new_version(cast: Cast) -> None:
    case = begin(OLD, by=cast["customer"])
    claim_task(item(case, "review").uuid, by=cast["reviewer"], now=NOW)
    publish(SECOND)
    assert move(cast) == [MigrationResult(case.number, "moved")]
    case = Case.objects.get(pk=case.pk)
    assert (case.version.number, item(case, "review").owner) == (2, cast["reviewer"])
    finish(case, "review", cast["reviewer"])
    assert open_steps(case) == ["second"]
    assert finish(case, "second", cast["finance"]).finished_at == NOW
    # Each entry of the history keeps the version that it ran in.
    assert [(entry["event"], entry["version"]) for entry in timeline(case, "en")] == [
        ("started", 1), ("entered", 1), ("claimed", 1), ("moved", 2),
        ("completed", 2), ("entered", 2), ("completed", 2), ("finished", 2),
    ]  # fmt: skip


def test_a_dry_run_changes_nothing(cast: Cast) -> None:
    case = begin(OLD, by=cast["customer"])
    publish(SECOND)
    assert move(cast, dry_run=True) == [MigrationResult(case.number, "would_move")]
    assert Case.objects.get(pk=case.pk).version.number == 1
    finish(case, "review", cast["reviewer"])
    assert Case.objects.get(pk=case.pk).finished_at == NOW


def test_a_step_without_a_counterpart_is_refused_and_a_mapping_helps(cast: Cast) -> None:
    case = begin(OLD, by=cast["customer"])
    publish(RENAMED)
    (refused,) = move(cast)
    assert (refused.status, refused.reason) == ("refused", "Step “review” has no counterpart.")
    before = Case.objects.get(pk=case.pk)
    assert (before.version.number, open_steps(before)) == (1, ["review"])
    assert move(cast, mapping={"review": "look"}) == [MigrationResult(case.number, "moved")]
    assert open_steps(case) == ["look"]
    assert finish(case, "look", cast["reviewer"]).finished_at == NOW


def test_a_step_inside_a_block_cannot_come_out_of_it(cast: Cast) -> None:
    block = process(
        start("fork"),
        step("fork", "parallel", branches=[{"to": "left"}, {"to": "right"}], join="meet"),
        task("left", {"left_ok": "meet"}),
        task("right", {"right_ok": "meet"}),
        step("meet", "join", next="done"),
        end(),
    )
    begin(block, by=cast["customer"])
    publish(
        process(start("left"), task("left", {"ok": "right"}), task("right", {"ok": "done"}), end())
    )
    (refused,) = move(cast)
    assert refused.status == "refused"
    assert "parallel block" in refused.reason


def test_only_the_chosen_cases_move_and_only_managers_move_them(cast: Cast) -> None:
    first = begin(OLD, by=cast["customer"])
    second = begin(OLD, by=cast["customer"])
    publish(SECOND)
    with pytest.raises(NotAllowed):
        move(cast, by="reviewer")
    assert move(cast, cases=[second.number]) == [MigrationResult(second.number, "moved")]
    assert Case.objects.get(pk=first.pk).version.number == 1


def test_the_new_version_says_who_may_do_the_open_task(cast: Cast) -> None:
    case = begin(OLD, by=cast["customer"])
    publish(
        process(start("review"), task("review", {"ok": "done"}, who={"roles": ["finance"]}), end())
    )
    move(cast)
    assert finish(case, "review", cast["finance"]).finished_at == NOW


HELD = (Process, Task, Case, WorkItem, Candidate, Vote, Deadline, Alarm, TimelineEntry)


def everything() -> list[list[dict[str, Any]]]:
    """All rows that a move could touch."""
    return [list(model.objects.order_by("pk").values()) for model in HELD]


FORK = step("fork", "parallel", branches=[{"to": "left"}, {"to": "right"}], join="meet")
LEFT, RIGHT = task("left", {"left_ok": "meet"}), task("right", {"right_ok": "meet"})
BLOCK = process(start("fork"), FORK, LEFT, RIGHT, step("meet", "join", next="done"), end())
VOTE = step(
    "vote",
    "approval",
    who={"users": ["reviewer", "finance"]},
    rule={"mode": "all"},
    outcomes=[
        {"key": "agree", "label": text("Agree"), "to": "done", "vote": "for"},
        {"key": "object", "label": text("Object"), "to": "refused", "vote": "against"},
    ],
)
REFUSED = end("refused", result="refused")
NUMBER = {"key": "number", "type": "text", "label": text("Number")}


def asking(**field: Any) -> dict[str, Any]:
    return process(
        start("review", form=[{"field": "number"}]),
        task("review", {"ok": "done"}),
        end(),
        kind="parcel",
        fields=[{**NUMBER, **field}],
    )


@pytest.mark.parametrize(
    ("old", "new", "done", "mapping", "reason"),
    [
        (OLD, RENAMED, (), {}, "no counterpart"),
        (OLD, RENAMED, (), {"review": "nowhere"}, "no counterpart"),
        (OLD, process(start("vote"), {**VOTE, "id": "vote"}, REFUSED, end()), (),
         {"review": "vote"}, "another kind"),
        (BLOCK, process(start("left"), task("left", {"ok": "right"}),
                        task("right", {"right_ok": "done"}), end()), (), {}, "parallel block"),
        # The join waits for a branch that the new version leads elsewhere.
        (BLOCK, process(start("fork"), FORK, LEFT, RIGHT, step("joined", "join", next="done"),
                        end()), ("left",), {}, "parallel block"),
        (BLOCK, process(start("fork"), FORK, LEFT, RIGHT, step("meet", "join", next="done"),
                        end(result="x")), (), {"left": "right"}, "would become one"),
        (asking(), asking(type="int"), (), {}, "another type"),
        (asking(), asking(personal=True), (), {}, "another type"),
        (asking(personal=True), asking(), (), {}, "another type"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_refusal_changes_nothing(
    cast: Cast,
    old: dict[str, Any],
    new: dict[str, Any],
    done: tuple[str, ...],
    mapping: dict[str, str],
    reason: str,
) -> None:
    new = deepcopy(new)
    if any(one["id"] == "joined" for one in new["steps"]):
        for one in new["steps"]:
            one.update({"join": "joined"} if "join" in one else {})
            for outcome in one.get("outcomes", ()):
                outcome["to"] = "joined"
    data = {"number": "12"} if old.get("fields") else {}
    case = begin(old, by=cast["customer"], data=data)
    for name in done:
        finish(case, name, cast["reviewer"])
    publish(new)
    before = everything()
    (refused,) = move(cast, mapping=mapping)
    assert (refused.case, refused.status) == (case.number, "refused")
    assert reason in refused.reason
    assert everything() == before


def test_a_number_under_which_nothing_runs_in_that_version_is_refused(cast: Cast) -> None:
    over = finish(begin(OLD, by=cast["customer"]), "review", cast["reviewer"])
    running = begin(OLD, by=cast["customer"])
    publish(SECOND)
    reason = "No case of version 1 runs under this number."
    assert move(cast, cases=[over.number, "NOTHING", running.number, "NOTHING"]) == [
        MigrationResult(running.number, "moved"),
        MigrationResult(over.number, "refused", reason),
        MigrationResult("NOTHING", "refused", reason),
    ]
    assert Case.objects.get(pk=over.pk).version.number == 1


def test_a_waiting_join_moves_and_still_meets_the_last_branch(cast: Cast) -> None:
    case = begin(BLOCK, by=cast["customer"])
    finish(case, "left", cast["reviewer"])
    publish(process(start("fork"), FORK, LEFT, RIGHT, step("meet", "join", next="after"),
                    task("after", {"after_ok": "done"}), end()))  # fmt: skip
    assert move(cast) == [MigrationResult(case.number, "moved")]
    assert present_steps(Case.objects.get(pk=case.pk)) == ["right", "meet"]
    finish(case, "right", cast["reviewer"])
    assert open_steps(case) == ["after"]
    assert finish(case, "after", cast["reviewer"]).process.status == "DONE"


def stamped(**values: Any) -> dict[str, Any]:
    return process(
        start("stamp"),
        step("stamp", "action", action="stamp", next="done", **values),
        *([task("look", {"look_ok": "done"})] if values else []),
        end(),
        kind="parcel",
    )


def test_a_failed_step_that_gets_an_error_way_is_tried_again_and_leaves_nothing_armed(
    cast: Cast,
) -> None:
    parcels.BROKEN.append("x")
    case = begin(stamped(), by=cast["customer"])
    publish(stamped(on_error="look"))
    assert move(cast) == [MigrationResult(case.number, "moved")]
    parcels.BROKEN.clear()
    retry_step(case.number, "stamp", by=cast["operator"], now=NOW)
    case = Case.objects.get(pk=case.pk)
    assert (case.process.status, case.finished_at) == ("DONE", NOW)
    assert sorted(case.process.task_set.values_list("status", flat=True)) == [
        "CANCELED", "CANCELED", "DONE", "DONE", "DONE", "REVIVED",
    ]  # fmt: skip


def test_a_failed_step_that_fails_again_takes_the_error_way_of_the_new_version(cast: Cast) -> None:
    parcels.BROKEN.append("x")
    case = begin(stamped(), by=cast["customer"])
    publish(stamped(on_error="look"))
    move(cast)
    retry_step(case.number, "stamp", by=cast["operator"], now=NOW)
    assert open_steps(case) == ["look"]
    assert finish(case, "look", cast["reviewer"]).process.status == "DONE"


def timed(after: str, **deadline: Any) -> dict[str, Any]:
    return process(
        start("review"),
        task("review", {"ok": "done"}, deadline={"after": after, **deadline}),
        task("late", {"late_ok": "done"}),
        end(),
    )


def test_the_new_version_gives_the_time_and_what_was_used_stays_used(cast: Cast) -> None:
    now = timezone.now()
    began = now - timedelta(hours=30)
    case = begin(timed("P2D", reminders=["P1D"], then="late"), by=cast["customer"], now=began)
    sweep(now)
    assert Notice.objects.count() == 1
    publish(timed("P3D", reminders=["P1D", "P2D"], then="late"))
    assert move(cast) == [MigrationResult(case.number, "moved")]
    deadline = Deadline.objects.get(closed_at=None)
    assert (deadline.running_since, deadline.due_at) == (began, began + timedelta(days=3))
    (timer,) = Task.objects.filter(process=case.process, flow_task_type="TIMER", status="SCHEDULED")
    assert timer.scheduled == began + timedelta(days=3)
    # What rang does not ring again; the new reminder rings in its turn, and the time runs out once.
    sweep(now + timedelta(hours=1))
    assert Notice.objects.count() == 1
    sweep(began + timedelta(hours=49))
    assert Notice.objects.count() == 2
    Deadline.objects.filter(pk=deadline.pk).update(due_at=now)
    timer.scheduled = now
    timer.save()
    assert sweep(timezone.now()) == 1
    assert open_steps(case) == ["late"]


def test_a_version_without_a_deadline_takes_it_away(cast: Cast) -> None:
    began = timezone.now() - timedelta(hours=49)
    case = begin(timed("P2D", then="late"), by=cast["customer"], now=began)
    publish(process(start("review"), task("review", {"ok": "done"}), end()))
    assert move(cast) == [MigrationResult(case.number, "moved")]
    assert sweep(timezone.now()) == 0
    assert (open_steps(case), Deadline.objects.count()) == (["review"], 0)
    assert finish(case, "review", cast["reviewer"]).process.status == "DONE"


def voting(rule: dict[str, Any], **vote: Any) -> dict[str, Any]:
    return process(start("vote"), {**VOTE, "rule": rule, **vote}, REFUSED, end(result="agreed"))


def vote(case: Case, by: User, outcome: str = "agree") -> None:
    complete_task(item(case, "vote").uuid, by=by, outcome=outcome, data={}, now=NOW)


def test_votes_that_are_enough_for_the_new_rule_decide(cast: Cast) -> None:
    case = begin(voting({"mode": "all"}), by=cast["customer"])
    vote(case, cast["reviewer"])
    publish(voting({"mode": "any"}))
    assert move(cast) == [MigrationResult(case.number, "moved")]
    case = Case.objects.get(pk=case.pk)
    assert (case.result, case.work_items.get().owner) == ("agreed", cast["reviewer"])
    # The move is told, then what came of it.
    assert [one["event"] for one in timeline(case, "en")][-3:] == ["moved", "completed", "finished"]


def test_votes_that_are_not_enough_stay_cast(cast: Cast) -> None:
    case = begin(voting({"mode": "n_of_m", "n": 2}), by=cast["customer"])
    vote(case, cast["finance"])
    names = {"users": ["reviewer", "finance", "support"]}
    publish(voting({"mode": "n_of_m", "n": 3}, who=names))
    assert move(cast) == [MigrationResult(case.number, "moved")]
    vote(case, cast["support"])
    assert (open_steps(case), Vote.objects.count()) == (["vote"], 2)
    vote(case, cast["reviewer"])
    assert Case.objects.get(pk=case.pk).result == "agreed"


def test_a_vote_for_an_outcome_that_is_gone_keeps_a_case_where_it_is(cast: Cast) -> None:
    case = begin(voting({"mode": "all"}), by=cast["customer"])
    vote(case, cast["reviewer"])
    yes, no = VOTE["outcomes"]
    publish(voting({"mode": "all"}, outcomes=[{**yes, "key": "approve"}, no]))
    before = everything()
    (refused,) = move(cast)
    assert (refused.status, "Votes were cast" in refused.reason) == ("refused", True)
    assert everything() == before
    assert Version.objects.count() == 2
