"""What runs again and again: due timers, alarms, and what a crash left waiting."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS
from viewflow.workflow.timers import fire_due_timers

from outbox import periodic
from outbox.models import Message

from . import alarms, deadlines, webhooks
from .actions.events import hand_over
from .actions.results import hand_over_results, untaken
from .locking import running_case
from .models import Case, CaseEvent
from .nodes import EventNode, WebhookNode
from .refusals import Refusal

logger = logging.getLogger("doorstep.engine")

EVERY = timedelta(seconds=30)


def register() -> None:
    """Have the timers process run the sweep."""
    periodic.register("engine", EVERY, sweep)


def sweep(now: datetime) -> int:
    """Do everything that is due at ``now``; answers how many cases were moved on.

    Viewflow's timers go by the computer's clock. Safe to run in several processes: everything is
    looked at again under its case's lock.
    """
    deadlines.rewrite_stale_timers(now=now)
    moved = int(fire_due_timers())
    moved += alarms.ring_due(now=now)
    moved += _each(_with_stuck_joins(), _look_again, now=now)
    moved += _each(_with_waiting_events(), _hand_over, now=now)
    for message in _lost_requests():
        webhooks.give_up(message, now=now)
    moved += _each(_with_untaken_answers(), hand_over_results, now=now)
    return moved


def _lost_requests() -> list[Message]:
    """Requests that the outbox has given up while their step still waits."""
    lost = Message.objects.dead().filter(topic=webhooks.TOPIC)
    waiting = Task.objects.filter(
        flow_task_type=WebhookNode.task_type, status=STATUS.NEW, outside_result=None
    )
    keys = [f"task:{pk}" for pk in waiting.values_list("pk", flat=True)]
    return list(lost.filter(key__in=keys))


def _with_untaken_answers() -> list[Case]:
    return list(Case.objects.running().filter(pk__in=untaken().values("case")))


def _with_stuck_joins() -> list[Case]:
    joins = Task.objects.filter(flow_task_type="JOIN", status=STATUS.STARTED)
    return list(Case.objects.running().filter(process__in=joins.values("process")))


def _with_waiting_events() -> list[Case]:
    armed = Task.objects.filter(
        process=OuterRef("process"), flow_task_type=EventNode.task_type, status=STATUS.NEW
    )
    waiting = CaseEvent.objects.filter(case=OuterRef("pk"), taken_at=None)
    return list(Case.objects.running().filter(Exists(armed), Exists(waiting)))


def _look_again(case: Case, *, now: datetime) -> None:
    with running_case(case, by=None, now=now) as transition:
        transition.looks_again = True


def _hand_over(case: Case, *, now: datetime) -> None:
    hand_over(case, by=None, now=now)


def _each(cases: list[Case], work: Callable[..., None], *, now: datetime) -> int:
    done = 0
    for case in cases:
        try:
            work(case, now=now)
        except Refusal as refusal:
            # Finished meanwhile, or busy: the next sweep looks again.
            logger.info("Case %s is left for the next sweep: %s", case.number, refusal.code)
        else:
            done += 1
    return done
