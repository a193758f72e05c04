"""Cases that open tasks for the same people at the same moment."""

import threading
from collections import Counter
from functools import partial

import pytest
from django.db.models.signals import pre_save

from accounts.users.models import User
from tests.engine.processes import NOW, end, process, publish, start, task
from tests.races.barrier import CERTAIN, at_once, meeting
from workflows.engine import picking
from workflows.engine.actions import start_case
from workflows.engine.models import Case, WorkItem

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PEOPLE = ["finance", "support", "reviewer"]
PICKED = process(
    start("decide"),
    task("decide", {"ok": "done"}, who={"users": PEOPLE, "pick": "least_loaded"}),
    end(),
)


def nine_at_once(cast: dict[str, User]) -> None:
    publish(PICKED)
    begin = partial(start_case, "sample", by=cast["customer"], data={}, now=NOW)
    with meeting(pre_save, sender=Case, parties=9):
        begun = at_once(*[begin] * 9)
    assert [type(case) for case in begun] == [Case] * 9


def owners() -> dict[str | None, int]:
    return Counter(WorkItem.objects.values_list("task__owner__username", flat=True))


def test_nine_cases_at_once_give_three_tasks_to_each_of_three(cast: dict[str, User]) -> None:
    nine_at_once(cast)
    assert owners() == dict.fromkeys(PEOPLE, 3)


def test_control_without_the_lock_all_go_to_the_same_person(
    unlocked: None, cast: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each counts before any other has given its task."""
    count = picking._least_loaded
    together = threading.Barrier(9)

    def counted(candidates: list[int]) -> int:
        chosen = count(candidates)
        together.wait(timeout=CERTAIN)
        return chosen

    monkeypatch.setattr(picking, "_least_loaded", counted)
    nine_at_once(cast)
    first = min(PEOPLE, key=lambda name: cast[name].pk)
    assert owners() == {first: 9}
