"""Events and timers that come at the moment of something else."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.signals import post_save, pre_save
from django.utils import timezone
from viewflow.workflow.models import Task

from accounts.users.models import User
from tests.engine import parcels  # noqa: F401 - registers the vocabulary
from tests.engine.processes import begin, end, item, open_steps, process, start, step, task
from tests.races.barrier import CERTAIN, PATIENCE, at_once, meeting, without_constraints
from workflows.engine.actions import complete_task, receive_event
from workflows.engine.models import Case, CaseEvent
from workflows.engine.sweep import sweep

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Cast = dict[str, User]

WAITING = process(
    start("prepare"),
    task("prepare", {"ok": "scan"}),
    step("scan", "event", event="lost", next="after"),
    task("after", {"ok": "done"}),
    end(),
    kind="parcel",
)
TIMED = process(
    start("rest"),
    step("rest", "timer", after="PT1H", next="after"),
    task("after", {"ok": "done"}),
    end(),
)


class ArmingMeetsEvent:
    """One completes the step before the wait; when that has armed the wait and not yet committed,
    the event comes. The completing transaction is held until the event is through, or for
    ``patience`` where the case's lock keeps it away.
    """

    def __init__(self, case: Case, reviewer: User, *, patience: float) -> None:
        self.case, self.reviewer, self.patience = case, reviewer, patience
        self.armed, self.through = threading.Event(), threading.Event()

    def complete(self) -> None:
        work = item(self.case, "prepare")
        complete_task(work.uuid, by=self.reviewer, outcome="ok", data={}, now=timezone.now())

    def send(self) -> CaseEvent:
        assert self.armed.wait(CERTAIN)
        number, now = self.case.number, timezone.now()
        event = receive_event(number, "lost", data={}, key="once", by=None, now=now)
        self.through.set()
        return event

    def hold(self, **_signal: Any) -> None:
        # The case is saved when everything is done and only the commit is missing.
        self.armed.set()
        self.through.wait(self.patience)

    def run(self) -> None:
        post_save.connect(self.hold, sender=Case)
        try:
            assert [type(result) for result in at_once(self.complete, self.send)] == [
                type(None),
                CaseEvent,
            ]
        finally:
            post_save.disconnect(self.hold, sender=Case)


def scans(case: Case) -> int:
    return case.timeline.filter(event="event_received").count()


def test_an_event_that_comes_while_its_wait_is_armed_is_taken_once(cast: Cast) -> None:
    case = begin(WAITING, by=cast["customer"])
    ArmingMeetsEvent(case, cast["reviewer"], patience=PATIENCE).run()
    assert open_steps(case) == ["after"]
    assert (scans(case), case.events.get().taken_at is not None) == (1, True)


def test_control_without_the_lock_the_event_passes_the_wait_by(unlocked: None, cast: Cast) -> None:
    """Nobody has taken it; the next sweep would, but no person knows how long that is."""
    case = begin(WAITING, by=cast["customer"])
    ArmingMeetsEvent(case, cast["reviewer"], patience=CERTAIN).run()
    assert (open_steps(case), scans(case), case.events.get().taken_at) == ([], 0, None)
    sweep(timezone.now())
    assert (open_steps(case), scans(case)) == (["after"], 1)


def send_ten_times(case: Case) -> None:
    def send() -> CaseEvent:
        now = timezone.now()
        return receive_event(case.number, "lost", data={}, key="once", by=None, now=now)

    with meeting(pre_save, sender=CaseEvent, parties=10, patience=CERTAIN):
        assert [type(result) for result in at_once(*[send] * 10)] == [CaseEvent] * 10


def test_an_event_that_is_sent_ten_times_at_once_is_one(cast: Cast) -> None:
    case = begin(WAITING, by=cast["customer"])
    send_ten_times(case)
    assert case.events.count() == 1


def test_control_without_the_constraint_it_is_ten_events(cast: Cast) -> None:
    case = begin(WAITING, by=cast["customer"])
    with without_constraints(CaseEvent, "an_event_reaches_a_case_once_by_its_key"):
        send_ten_times(case)
        assert case.events.count() == 10


@pytest.fixture
def interrupted(cast: Cast) -> Case:
    """A case that waits for an event which a crash left lying beside it."""
    case = begin(WAITING, by=cast["customer"])
    now = timezone.now()
    complete_task(item(case, "prepare").uuid, by=cast["reviewer"], outcome="ok", data={}, now=now)
    CaseEvent.objects.create(case=case, event="lost", key="once", received_at=now)
    return case


def two_sweeps() -> None:
    now = timezone.now()
    at_once(lambda: sweep(now), lambda: sweep(now))


def test_two_sweeps_hand_an_event_over_once(interrupted: Case) -> None:
    with meeting(pre_save, sender=CaseEvent):
        two_sweeps()
    assert (open_steps(interrupted), scans(interrupted)) == (["after"], 1)


def test_control_without_the_lock_two_sweeps_hand_it_over_twice(
    unlocked: None, interrupted: Case
) -> None:
    with meeting(pre_save, sender=CaseEvent, patience=CERTAIN):
        two_sweeps()
    assert (open_steps(interrupted), scans(interrupted)) == (["after", "after"], 2)


@pytest.fixture
def due(cast: Cast) -> Case:
    """A case whose timer is over."""
    return begin(TIMED, by=cast["customer"], now=timezone.now() - timedelta(hours=2))


def test_two_sweeps_fire_a_timer_once(due: Case) -> None:
    with meeting(pre_save, sender=Task):
        two_sweeps()
    assert open_steps(due) == ["after"]
    assert due.timeline.filter(event="completed", step="rest").count() == 1


def test_control_without_the_lock_two_sweeps_fire_it_twice(unlocked: None, due: Case) -> None:
    with meeting(pre_save, sender=Task, patience=CERTAIN):
        two_sweeps()
    assert open_steps(due) == ["after", "after"]
