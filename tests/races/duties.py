"""Somebody takes what is not by them at the moment when they do what keeps them from it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest
from django.db.models.signals import pre_save
from viewflow.workflow.models import Task

from accounts.users.models import User
from tests.engine.duties import side_by_side
from tests.engine.processes import begin, item, open_steps, text
from tests.races.barrier import CERTAIN, PATIENCE, at_once
from workflows.engine.models import WorkItem

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Post = Callable[..., Any]
VOTED: dict[str, Any] = {
    "kind": "approval",
    "rule": {"mode": "any"},
    "outcomes": [
        {"key": "yes", "label": text("Yes"), "to": "both", "vote": "for"},
        {"key": "no", "label": text("No"), "to": "both", "vote": "against"},
    ],
}
ACTS = [
    pytest.param({}, "claim", {}, id="claims"),
    pytest.param({}, "complete", {"outcome": "yes"}, id="completes"),
    pytest.param(VOTED, "complete", {"outcome": "yes"}, id="votes"),
]


@contextmanager
def in_the_middle_of(work: WorkItem, patience: float) -> Iterator[tuple[Event, Event]]:
    """Hold whoever ends ``work``, once it is being written: until the second event is set, or the
    patience over. The first is set meanwhile.
    """
    begun, over = Event(), Event()

    def hold(instance: Task, **_sent: Any) -> None:
        if instance.pk == work.task_id and not begun.is_set():
            begun.set()
            over.wait(patience)

    pre_save.connect(hold, sender=Task)
    try:
        yield begun, over
    finally:
        pre_save.disconnect(hold, sender=Task)


def propose_and(
    post: Post, cast: dict[str, User], decide: dict[str, Any], act: str, body: Any, patience: float
) -> tuple[WorkItem, list[Any]]:
    """The reviewer does the step, and in its midst that which is not by whoever does it."""
    case = begin(side_by_side(**decide), by=cast["customer"])
    proposed, decided = item(case, "propose"), item(case, "decide")
    proposing = post("reviewer", f"tasks/{proposed.uuid}/complete/", outcome="ok")
    deciding = post("reviewer", f"tasks/{decided.uuid}/{act}/", **body)
    with in_the_middle_of(proposed, patience) as (begun, over):

        def in_its_midst() -> tuple[int, str]:
            assert begun.wait(CERTAIN)
            answer: tuple[int, str] = deciding()
            over.set()
            return answer

        answers = at_once(proposing, in_its_midst)
    return WorkItem.objects.get(pk=decided.pk), answers


@pytest.mark.parametrize(("decide", "act", "body"), ACTS)
def test_nobody_slips_past_their_own_proposal(
    post: Post, cast: dict[str, User], decide: dict[str, Any], act: str, body: dict[str, str]
) -> None:
    work, answers = propose_and(post, cast, decide, act, body, PATIENCE)
    assert answers == [(200, ""), (403, "did_before")]
    assert (work.owner, work.is_open, work.votes.count()) == (None, True, 0)
    assert list(work.exclusions.values_list("user__username", flat=True)) == ["reviewer"]
    assert open_steps(work.case) == ["decide"]


@pytest.mark.parametrize(("decide", "act", "body"), ACTS)
def test_control_without_the_lock_they_do(
    unlocked: None,
    post: Post,
    cast: dict[str, User],
    decide: dict[str, Any],
    act: str,
    body: dict[str, str],
) -> None:
    work, answers = propose_and(post, cast, decide, act, body, CERTAIN)
    assert answers == [(200, ""), (200, "")]
    # What was only taken goes back to its queue when the proposal ends.
    kept = None if act == "claim" else cast["reviewer"]
    assert (work.owner, work.is_open) == (kept, act == "claim")
