"""The same answers given to the real engine, and what can be compared of both."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, tzinfo
from typing import Any
from unittest.mock import patch

from viewflow.workflow.models import Task

from accounts.users.models import User
from workflows.engine import results
from workflows.engine.actions import (
    cancel_case,
    complete_task,
    receive_event,
    start_case,
    take_action,
)
from workflows.engine.actions.results import hand_over_results
from workflows.engine.definition import (
    EventStep,
    ItemsStep,
    SubprocessStep,
    TimerStep,
    WebhookStep,
)
from workflows.engine.models import Case, TimelineEntry, WorkItem
from workflows.engine.nodes import EventNode
from workflows.engine.queries import THROUGH, present_steps
from workflows.engine.states import TimelineEvent
from workflows.engine.sweep import sweep
from workflows.engine.walker import DEADLINE, Answer, Waiting, Walk

Told = Mapping[str, Any]


class Clock(datetime):
    """What Django's clock reads, and Viewflow's with it."""

    instant: datetime

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return cls.instant


@contextmanager
def clock() -> Iterator[None]:
    with patch("django.utils.timezone.datetime", Clock):
        yield


class Driver:
    """Gives a case the answers of a walk."""

    def __init__(self, cast: Mapping[str, User], key: str) -> None:
        self.cast, self.key = cast, key
        self.case: Case | None = None
        self.events = 0

    def give(self, answer: Answer, *, now: datetime) -> None:
        """One answer; ``now`` is the walk's clock after it. Raises the engine's refusals."""
        if self.case is None:
            Clock.instant = now
            self.case = start_case(self.key, by=self.cast["customer"], data=answer.data, now=now)
            return
        case = Case.objects.get(pk=self.case.pk)
        step = case.process.flow_class.compiled.definition.step(answer.step)
        if answer.outcome == DEADLINE or isinstance(step, TimerStep) or answer.after:
            self.pass_time(now)
        if answer.outcome == DEADLINE or isinstance(step, TimerStep):
            return
        if step is None and answer.outcome:
            take_action(
                case.number, answer.outcome, by=self.cast["operator"], data=answer.data, now=now
            )
        elif isinstance(step, EventStep):
            self.events += 1
            key = str(self.events)
            receive_event(case.number, step.event, data=answer.data, key=key, by=None, now=now)
        elif isinstance(step, WebhookStep | SubprocessStep):
            self.answer_from_outside(case, step, answer, now=now)
        elif isinstance(step, ItemsStep):
            row = WorkItem.objects.open().get(case=case, step=step.id, task__data__row=answer.row)
            by = self.cast["reviewer"]
            complete_task(row.uuid, by=by, outcome=answer.outcome, data=answer.data, now=now)
        elif step is not None:
            by = self.cast[answer.by or "reviewer"]
            item = WorkItem.objects.open().get(case=case, step=step.id)
            complete_task(item.uuid, by=by, outcome=answer.outcome, data=answer.data, now=now)

    def answer_from_outside(
        self, case: Case, step: WebhookStep | SubprocessStep, answer: Answer, *, now: datetime
    ) -> None:
        """What a worker stores of another system, or the other case ends; then it is taken."""
        waiting = Task.objects.filter(process=case.process_id, status="NEW")
        task = next(one for one in waiting if one.flow_task.name == step.id)
        code = answer.outcome.partition(":")[2]
        if isinstance(step, WebhookStep):
            data = {} if code else {"answer": answer.data}
            results.store(task=task.pk, case=case.pk, now=now, code=code, data=data)
        else:
            child = Case.objects.get(parent_task=task)
            if code:
                cancel_case(child.number, reason="No", by=self.cast["operator"], now=now)
            else:
                look = WorkItem.objects.open().get(case=child)
                by, outcome = self.cast["reviewer"], answer.outcome
                complete_task(look.uuid, by=by, outcome=outcome, data=answer.data, now=now)
        hand_over_results(case, now=now)

    def pass_time(self, until: datetime) -> None:
        """Sweep at every instant at which something is due."""
        while True:
            due = (
                Task.objects.filter(flow_task_type="TIMER", status="SCHEDULED")
                .filter(scheduled__lte=until)
                .order_by("scheduled")
                .values_list("scheduled", flat=True)
                .first()
            )
            if due is None:
                break
            Clock.instant = max(due, Clock.instant)
            assert sweep(Clock.instant) > 0
        Clock.instant = until

    def first_armed(self, event: str) -> str:
        """The step that would take this event: the one that has waited for it longest."""
        case = self.case
        armed = Task.objects.filter(
            process=case and case.process_id, flow_task_type=EventNode.task_type, status="NEW"
        )
        steps = [task.flow_task.step for task in armed.order_by("pk")]
        return str(next((step.id for step in steps if getattr(step, "event", "") == event), ""))

    def told(self) -> Told:
        """What is compared: see ``of_walk``."""
        assert self.case is not None
        case = Case.objects.get(pk=self.case.pk)
        passed = Counter(map(_passed, TimelineEntry.objects.filter(case=case)))
        del passed[None]
        kinds = {step.id: step.kind for step in case.process.flow_class.compiled.definition.steps}
        return {
            "passed": passed,
            "waiting": sorted(step for step in present_steps(case) if kinds[step] != "join"),
            "stage": case.stage,
            "data": case.data,
            "result": case.result,
            "ended": case.finished_at is not None,
            "outcomes": case.outcomes,
        }


def _passed(entry: TimelineEntry) -> tuple[str, str] | None:
    if entry.event == TimelineEvent.FAILED and "part" not in entry.data:
        return (entry.step.removesuffix("__error"), f"failed: {entry.data['code']}")
    if entry.event == TimelineEvent.ACTION_TAKEN:
        return ("", entry.step)
    if entry.event == TimelineEvent.OVERDUE:
        return (entry.step, DEADLINE)
    if entry.event in THROUGH:
        return (entry.step, entry.data.get("outcome", ""))
    return None


def of_walk(walk: Walk) -> Told:
    """The passed steps with their outcomes and failures, where the case waits, and its values."""
    return {
        "passed": Counter(
            (one.step, f"failed: {one.error}" if one.error else one.outcome) for one in walk.steps
        ),
        "waiting": sorted(one.step for one in _hosts(walk)),
        "stage": walk.stage,
        "data": walk.data,
        "result": walk.result,
        "ended": walk.state == "ended",
        "outcomes": walk.outcomes,
    }


def _hosts(walk: Walk) -> Iterator[Waiting]:
    """A table's step once, however many of its rows wait."""
    rows = set()
    for one in walk.waiting:
        if one.row is None or one.step not in rows:
            yield one
        if one.row is not None:
            rows.add(one.step)
