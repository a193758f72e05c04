"""The course of a transition, from a case's arrival at a node to what is written at the end.

Viewflow's loop calls our nodes, and they tell here what happened. Three things wait until the loop
is through, because they would change tasks that the loop still holds in memory: jumps, error ways,
and another look at the joins. Everything is done under the case's lock and in its transaction, so
nothing is ever half done.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from viewflow.workflow.activation import Activation
from viewflow.workflow.context import Context
from viewflow.workflow.models import Task

from . import deadlines, exclusions, joins, messages, picking
from .models import Candidate, TimelineEntry, WorkItem
from .refusals import NotAvailable
from .states import TimelineEvent
from .transition import Transition, as_current


def enter(transition: Transition, activation: Activation) -> None:
    """The case arrived at a node."""
    node = activation.flow_task
    set_stage(transition, node.step.stage)
    if node.waits:
        transition.note(TimelineEvent.ENTERED, step=node.step.id)
    for notice in node.notices_on("enter"):
        messages.send(transition, notice, key=f"task:{activation.task.pk}:enter")
    if node.deadline is not None:
        deadlines.open_deadline(transition, activation.task, node.deadline)


def leave(transition: Transition, task: Task) -> None:
    """The case is through with a node."""
    node = task.flow_task
    outcome = task.data.get("outcome", "")
    told = {name: task.data[name] for name in ("outcome", "rows") if task.data.get(name)}
    if outcome:
        transition.change(outcomes={**transition.case.outcomes, node.step.id: outcome})
    transition.note(node.left_as, step=node.step.id, data=told)
    for notice in node.notices_on("leave"):
        messages.send(transition, notice, key=f"task:{task.pk}:leave")
    if node.deadline is not None:
        deadlines.close_deadline(task, now=transition.now)


def give_up(transition: Transition, task: Task) -> None:
    """The case went on without a node that was live."""
    transition.looks_again = True
    if task.flow_task.deadline is not None:
        deadlines.close_deadline(task, now=transition.now)


def set_stage(transition: Transition, stage: str | None) -> None:
    """Move the case to ``stage``; ``None`` and the present stage change nothing.

    A final stage is never left: a vocabulary's promise to whoever reads the status.
    """
    case = transition.case
    if not stage or stage == case.stage:
        return
    vocabulary = transition.compiled.vocabulary
    before, after = vocabulary.stage(case.stage), vocabulary.stage(stage)
    if before is not None and before.final:
        raise NotAvailable(
            _("The stage “%(stage)s” is final.") % {"stage": before.key}, code="stage_is_final"
        )
    transition.change(stage=stage)
    transition.note(TimelineEvent.STAGE_CHANGED, data={"from": before and before.key, "to": stage})
    if vocabulary.subject is not None:
        vocabulary.subject.set_status(transition.subject, stage, now=transition.now)
    if not transition.is_new and (before and before.waiting) != (after and after.waiting):
        deadlines.pause_or_resume(transition)


@contextmanager
def running(transition: Transition) -> Iterator[Transition]:
    """Run ``transition``; the caller holds the case's lock. At its end all of it is written.

    Exceptions of automatic steps are kept from propagating, so that a failure is recorded at its
    own step instead of undoing the step of the person whose action led there, unless that step
    is declared to undo.
    """
    with as_current(transition):
        with Context(propagate_exception=False):
            yield transition
            settle(transition)
        if isinstance(transition.refusal, Exception):
            raise transition.refusal
        flush(transition)


def settle(transition: Transition) -> None:
    """Do what waited for the end of Viewflow's loop, until nothing waits."""
    while transition.waiting or transition.looks_again:
        if transition.waiting:
            transition.waiting.popleft()()
            continue
        transition.looks_again = False
        joins.look_again(transition.process)


def flush(transition: Transition) -> None:
    """Write everything that was gathered: at most one statement for each table."""
    transition.save_case()
    opened = transition.opened
    WorkItem.objects.bulk_create(each.item for each in opened)
    for each in opened:
        for candidate in each.candidates:
            candidate.item = each.item
    Candidate.objects.bulk_create(candidate for each in opened for candidate in each.candidates)
    if transition.compiled.separates_duties:
        exclusions.look_again(transition)
    TimelineEntry.objects.bulk_create(transition.entries)
    # Last of all, as it locks people.
    picking.give(
        ((each.item.task, each.assigned) for each in opened if each.assigned.is_picked),
        now=transition.now,
    )
    transition.opened, transition.entries = [], []
