"""Moving running cases to another version."""

from collections.abc import Mapping
from typing import Any

import pytest

from accounts.users.models import User
from workflows.engine.actions import claim_task
from workflows.engine.migration import MigrationResult, migrate_cases
from workflows.engine.models import Case
from workflows.engine.queries import timeline
from workflows.engine.refusals import NotAllowed

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
