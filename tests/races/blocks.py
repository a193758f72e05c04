"""The last branches of a parallel block arrive at the same moment."""

from typing import Any

import pytest
from django.db.models.signals import pre_save
from viewflow.workflow.models import Task

from accounts.users.models import User
from tests.engine.processes import NOW, begin, end, item, open_steps, process, start, step, task
from tests.races.barrier import CERTAIN, PATIENCE, at_once, meeting, meeting_before
from workflows.engine import lifecycle
from workflows.engine.actions import complete_task
from workflows.engine.models import Case

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Cast = dict[str, User]

BLOCK = process(
    start("fork"),
    step("fork", "parallel", branches=[{"to": "left"}, {"to": "right"}], join="meet"),
    task("left", {"left_ok": "meet"}),
    task("right", {"right_ok": "meet"}),
    step("meet", "join", next="after"),
    task("after", {"ok": "done"}),
    end(),
)


@pytest.fixture
def case(cast: Cast) -> Case:
    return begin(BLOCK, by=cast["customer"])


def arrive_together(case: Case, cast: Cast, *, patience: float) -> None:
    works = {name: item(case, name) for name in ("left", "right")}

    def complete(name: str) -> Any:
        return complete_task(
            works[name].uuid, by=cast["reviewer"], outcome=f"{name}_ok", data={}, now=NOW
        )

    def is_new_join(saved: Task) -> bool:
        return saved.pk is None and saved.flow_task_type == "JOIN"

    with meeting(pre_save, sender=Task, when=is_new_join, patience=patience):
        results = at_once(lambda: complete("left"), lambda: complete("right"))
    assert [result.outcome for result in results] == ["left_ok", "right_ok"]


def joins(case: Case) -> list[str]:
    tasks = case.process.task_set.filter(flow_task_type="JOIN")
    return list(tasks.values_list("status", flat=True))


def test_two_last_branches_at_once_pass_the_join_once(case: Case, cast: Cast) -> None:
    arrive_together(case, cast, patience=PATIENCE)
    assert (joins(case), open_steps(case)) == (["DONE"], ["after"])
    assert case.work_items.filter(step="after").count() == 1


def test_control_without_the_lock_each_waits_at_a_join_of_its_own(
    unlocked: None, case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Both have looked for the other's branch before either commits.
    meeting_before(monkeypatch, lifecycle, "flush", parties=2, patience=CERTAIN)
    arrive_together(case, cast, patience=CERTAIN)
    assert (joins(case), open_steps(case)) == (["STARTED", "STARTED"], [])
