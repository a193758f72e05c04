"""Ringing the reminders and escalations of deadlines. Each rings once."""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from viewflow.workflow.models import Task

from accounts.users.models import User

from . import approvals, messages
from .assignment import find, people
from .definition import Who
from .locking import running_case
from .models import Alarm, Candidate, WorkItem
from .nodes import ApprovalNode, ItemsNode
from .refusals import Refusal
from .states import AlarmKind, TimelineEvent
from .texts import localized
from .transition import Transition
from .whom import Assigned, whom

logger = logging.getLogger("doorstep.engine")

SUBJECT = {"en": "Still open: {step}", "zh-hans": "尚未完成：{step}"}
BODY = {
    "en": "“{step}” of case {case.number} waits to be done.",
    "zh-hans": "办理单 {case.number} 的“{step}”等待处理。",
}


def ring_due(*, now: datetime) -> int:
    """Ring what is due; answers how many rang. A busy case is left for the next sweep."""
    rung = 0
    for alarm in _due(now).select_related("deadline__case").order_by("rings_at", "pk"):
        case = alarm.deadline.case
        try:
            with running_case(case, by=None, now=now) as transition:
                # Paused, over, or rung by another process, while we waited for the lock.
                if _due(now).filter(pk=alarm.pk).exists():
                    _ring(transition, alarm)
                    rung += 1
        except Refusal as refusal:
            logger.info("The alarms of case %s wait: %s", case.number, refusal.code)
    return rung


def _due(now: datetime) -> QuerySet[Alarm]:
    return Alarm.objects.filter(rung_at=None, rings_at__lte=now, deadline__closed_at=None)


def _ring(transition: Transition, alarm: Alarm) -> None:
    Alarm.objects.filter(pk=alarm.pk).update(rung_at=transition.now, rings_at=None)
    deadline = alarm.deadline
    items = _items(deadline.task)
    if alarm.kind == AlarmKind.ESCALATION:
        told = _escalate(transition, alarm, items)
        event = TimelineEvent.ESCALATED
    else:
        told = _all_workers(items) or [transition.case.person]
        event = TimelineEvent.REMINDED
    step = transition.compiled.definition.step(deadline.step)
    for user in told:
        title = localized(step.title, user.language) if step is not None else deadline.step
        messages.tell(
            transition,
            user,
            subject=SUBJECT,
            body=BODY,
            key=f"alarm:{alarm.pk}",
            more={"step": title},
        )
    transition.note(event, step=deadline.step, data={"to": [str(user.uuid) for user in told]})


def _items(task: Task) -> list[WorkItem]:
    """The open work of a step: its own, that of each row, or none where it waits for an event.

    It is up to the person of the case then.
    """
    rows = Q(task__previous=task, kind="items") if isinstance(task.flow_task, ItemsNode) else Q()
    own = Q(task=task) | rows if rows else Q(task=task)
    return list(WorkItem.objects.open().filter(own).select_related("task").order_by("pk"))


def _all_workers(items: Iterable[WorkItem]) -> list[User]:
    found = (user for item in items for user in _workers(item))
    return list({user.pk: user for user in found}.values())


def _escalate(transition: Transition, alarm: Alarm, items: list[WorkItem]) -> list[User]:
    rule = whom(Who.model_validate(alarm.who), transition.compiled.environment)
    found = find(rule, transition)
    # Who votes on an approval was fixed when it began: others are told, not asked.
    for item in items:
        if not isinstance(item.task.flow_task, ApprovalNode):
            _add_candidates(item, found)
    return list(people(found))


def _add_candidates(item: WorkItem, found: Assigned) -> None:
    present = {(row.user_id, row.role, row.team) for row in item.candidates.all()}
    Candidate.objects.bulk_create(
        Candidate(item=item, user=row.user, role=row.role, team=row.team, position=len(present) + n)
        for n, row in enumerate(found.candidates())
        if (row.user_id, row.role, row.team) not in present
    )


def _workers(item: WorkItem) -> list[User]:
    """Who is to do the task: its owner, or everybody who may take it or has still to vote."""
    if item.task.owner is not None:
        return [item.task.owner]
    rows = item.candidates.select_related("user")
    found = people(
        Assigned(
            users=tuple(row.user for row in rows if row.user is not None),
            roles=tuple(row.role for row in rows if row.role),
            teams=tuple(row.team for row in rows if row.team),
            barred=frozenset(item.exclusions.values_list("user", flat=True)),
        )
    )
    if isinstance(item.task.flow_task, ApprovalNode):
        return [user for user in found if approvals.may_vote(item, user)]
    return list(found)
