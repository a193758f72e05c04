"""Deadlines, reminders and escalations: rows that say how much of a step's time is used.

A deadline runs from the moment its step is entered, and stands still while the case is in a stage
that waits. Viewflow's timer of a deadline with a way on only caches the instant; every function
here that moves the instant rewrites it, and the timer asks ``is_due`` when it fires.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from .expressions import Expression
from .models import Alarm, Deadline
from .refusals import ExpressionFailed
from .states import AlarmKind, TimelineEvent
from .transition import Transition
from .whom import Whom


@dataclass(frozen=True)
class EscalationRule:
    """Whom to add and to tell, so long after the step's start."""

    after: timedelta
    whom: Whom

    def who_as_json(self) -> dict[str, Any]:
        """What the alarm's row keeps: the case may run another version when it rings."""
        return self.whom.who.model_dump(mode="json", exclude_defaults=True)


@dataclass(frozen=True)
class Schedule:
    """How long a step may take, and what rings before."""

    budget: timedelta
    reminders: tuple[timedelta, ...]
    escalations: tuple[EscalationRule, ...]


@dataclass(frozen=True)
class DeadlineRule:
    """The deadline of a step, as compiled. ``has_way`` when a boundary waits for its end.

    The first of ``cases`` that holds replaces ``usual``.
    """

    calendar: str
    usual: Schedule
    has_way: bool
    cases: tuple[tuple[Expression, Schedule], ...] = ()


def open_deadline(transition: Transition, task: Task, rule: DeadlineRule) -> Deadline:
    """Begin to count the time of ``task``, standing still where the case waits already."""
    start = None if transition.is_paused else transition.now
    schedule = _schedule(transition, task, rule)
    transition.save_case()
    deadline = Deadline.objects.create(
        task=task,
        case=transition.case,
        step=task.flow_task.step.id,
        calendar=rule.calendar,
        budget=schedule.budget,
        running_since=start,
        due_at=start and start + schedule.budget,
    )
    alarms = [Alarm(kind=AlarmKind.REMINDER, after=after) for after in schedule.reminders]
    alarms += [
        Alarm(kind=AlarmKind.ESCALATION, after=escalation.after, who=escalation.who_as_json())
        for escalation in schedule.escalations
    ]
    for alarm in alarms:
        alarm.deadline, alarm.rings_at = deadline, start and start + alarm.after
    Alarm.objects.bulk_create(alarms)
    if rule.has_way:
        _write_timers([deadline])
    return deadline


def _schedule(transition: Transition, task: Task, rule: DeadlineRule) -> Schedule:
    """Which times count. A condition that fails gives the shortest: nothing may be late unseen."""
    try:
        holding = (schedule for when, schedule in rule.cases if when.holds(transition.facts()))
        return next(holding, rule.usual)
    except ExpressionFailed as failure:
        transition.note(
            TimelineEvent.FAILED,
            step=task.flow_task.step.id,
            data={"code": failure.code, "part": "deadline"},
        )
        every = [rule.usual, *(schedule for _when, schedule in rule.cases)]
        return min(every, key=lambda schedule: schedule.budget)


def exchange(transition: Transition, task: Task, rule: DeadlineRule | None) -> None:
    """Give a running task the deadline of another version: what it has used stays used.

    Alarms that rang do not ring again where the new version has them after the same time.
    """
    old = Deadline.objects.filter(task=task).prefetch_related("alarms").first()
    if old is None:
        if rule is not None:
            open_deadline(transition, task, rule)
        return
    rung = {(alarm.kind, alarm.after): alarm.rung_at for alarm in old.alarms.all()}
    used, since = old.used, old.running_since
    old.delete()
    if rule is None:
        return
    deadline = open_deadline(transition, task, rule)
    deadline.used, deadline.running_since = used, since
    deadline.due_at = since and since + deadline.budget - used
    deadline.save(update_fields=["used", "running_since", "due_at"])
    for alarm in deadline.alarms.all():
        alarm.rung_at = rung.get((alarm.kind, alarm.after))
        alarm.rings_at = since and since + alarm.after - used if alarm.rung_at is None else None
        alarm.save(update_fields=["rings_at", "rung_at"])
    if rule.has_way:
        _write_timers([deadline])


def close_deadline(task: Task, *, now: datetime) -> None:
    """The step is over: nothing rings any more."""
    Deadline.objects.filter(task=task, closed_at=None).update(
        closed_at=now, running_since=None, due_at=None
    )


def pause_or_resume(transition: Transition) -> None:
    """Let the open deadlines of the case stand still, or run on, as its stage says."""
    deadlines = list(
        Deadline.objects.filter(case=transition.case, closed_at=None).prefetch_related("alarms")
    )
    for deadline in deadlines:
        if transition.is_paused:
            _pause(deadline, now=transition.now)
        else:
            _resume(deadline, now=transition.now)
    Deadline.objects.bulk_update(deadlines, ["used", "running_since", "due_at"])
    Alarm.objects.bulk_update(
        [alarm for deadline in deadlines for alarm in deadline.alarms.all()], ["rings_at"]
    )
    _write_timers(deadlines)


def is_due(boundary: Task, *, now: datetime) -> bool:
    """Whether the deadline of an armed boundary task is over, by the row and not by the timer."""
    return Deadline.objects.filter(
        task__in=boundary.previous.all(), closed_at=None, due_at__lte=now
    ).exists()


def rewrite_stale_timers(*, now: datetime) -> int:
    """Correct timers that would fire before their deadline is over; answers how many."""
    stale = Deadline.objects.filter(
        closed_at=None,
        task__leading__status=STATUS.SCHEDULED,
        task__leading__scheduled__lte=now,
    ).exclude(due_at=F("task__leading__scheduled"))
    return _write_timers(stale)


def _pause(deadline: Deadline, *, now: datetime) -> None:
    if deadline.running_since is not None:
        deadline.used += now - deadline.running_since
    deadline.running_since = deadline.due_at = None
    for alarm in deadline.alarms.all():
        alarm.rings_at = None


def _resume(deadline: Deadline, *, now: datetime) -> None:
    deadline.running_since = now
    deadline.due_at = now + deadline.budget - deadline.used
    for alarm in deadline.alarms.all():
        alarm.rings_at = now + alarm.after - deadline.used


def _write_timers(deadlines: Iterable[Deadline]) -> int:
    """Copy the instants to the armed timers. Without one, a timer is never due."""
    return sum(
        Task.objects.filter(
            process=deadline.case.process_id,
            previous=deadline.task_id,
            flow_task_type="TIMER",
            status=STATUS.SCHEDULED,
        ).update(scheduled=deadline.due_at)
        for deadline in deadlines
    )
