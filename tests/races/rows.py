"""People who complete the last rows of a table at the same moment."""

from collections.abc import Callable
from typing import Any

import pytest
from viewflow.workflow.signals import task_started

from accounts.users.models import User
from tests.engine.items import ROWS, picking, works
from tests.engine.processes import begin, open_steps, task
from tests.races.barrier import CERTAIN, at_once, meeting, meeting_before
from workflows.engine import lifecycle
from workflows.engine.models import Case, WorkItem

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Cast = dict[str, User]
Post = Callable[..., Any]


@pytest.fixture
def case(cast: Cast) -> Case:
    sign = task("sign", {"ok": "done"}, who={"roles": ["operator"]})
    definition = picking(next="sign", who={"roles": ["customer"]})
    definition["steps"].append(sign)
    return begin(definition, by=cast["customer"], data={"lines": ROWS[:2]})


def complete_both(post: Post, case: Case) -> list[tuple[int, str]]:
    first, second = works(case)
    return at_once(
        post("customer", f"tasks/{first.uuid}/complete/", outcome="found", data={"count": 1}),
        post("stranger", f"tasks/{second.uuid}/complete/", outcome="missing", data={"count": 2}),
    )


def test_the_last_two_rows_at_once_go_on_exactly_once(post: Post, case: Case) -> None:
    with meeting(task_started):
        answers = complete_both(post, case)
    assert answers == [(200, "")] * 2
    assert open_steps(case) == ["sign"]
    assert WorkItem.objects.filter(case=case, step="sign").count() == 1
    assert case.timeline.filter(event="completed", step="pick").count() == 1
    assert Case.objects.get(pk=case.pk).data["lines"] == [
        {"name": "Drill", "count": 1, "said": "found"},
        {"name": "Ladder", "count": 2, "said": "missing"},
    ]


def test_control_without_the_lock_nobody_is_the_last(
    unlocked: None, post: Post, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each sees the other's row open, and the answers of one are lost."""
    # Both have looked before either writes.
    meeting_before(monkeypatch, lifecycle, "flush", parties=2, patience=CERTAIN)
    answers = complete_both(post, case)
    assert answers == [(200, "")] * 2
    assert open_steps(case) == []
    assert WorkItem.objects.filter(case=case, step="sign").count() == 0
    lines = Case.objects.get(pk=case.pk).data["lines"]
    assert sum("said" in line for line in lines) == 1
