"""The one primitive for case-level actions, returns, withdrawals, an operator's jump, and every
deadline or error way that leaves a parallel block.

Every live task of the case is cancelled, joins included, and the target's task is created with
the token ``start`` and the cancelled tasks before it. The caller holds the case's lock.
"""

from functools import partial

from viewflow.workflow.activation import Activation
from viewflow.workflow.models import Task
from viewflow.workflow.token import Token

from .states import SETTLED, TimelineEvent
from .transition import Transition

START = "start"


def live_tasks(transition: Transition) -> list[Task]:
    """The tasks over which the case has not gone on, boundaries, joins and failures included."""
    return list(
        Task.objects.filter(process=transition.process).exclude(status__in=SETTLED).order_by("pk")
    )


def leap(transition: Transition, to: str, *, after: Task) -> None:
    """Jump to ``to`` once Viewflow's loop is through: it still holds tasks in memory."""
    transition.later(partial(jump, transition, to, after=after))


def jump(transition: Transition, to: str, *, after: Task | None = None, reason: str = "") -> None:
    """Let the case go on at the node ``to``, which lies in no parallel block, and nowhere else."""
    cancelled = cancel_live(transition)
    before = cancelled if after is None else [after, *cancelled]
    if not before:
        before = list(Task.objects.filter(process=transition.process).order_by("-pk")[:1])
    transition.note(
        TimelineEvent.JUMPED,
        step=to,
        data={"from": sorted({task.flow_task.name for task in before})}
        | ({"reason": reason} if reason else {}),
    )
    node = transition.process.flow_class.instance.node(to)
    first, *others = before
    first.process = transition.process
    activation = node._create(_origin(first), Token(START))
    activation.task.previous.add(*others)
    activation._activate_next({activation})


def cancel_live(transition: Transition) -> list[Task]:
    """Cancel every live task with our cancel, which also takes failures and waiting joins."""
    cancelled = []
    for task in live_tasks(transition):
        # A host disarms its boundaries, so one further on may be cancelled by now.
        task.refresh_from_db(fields=["status"])
        if task.status in SETTLED:
            continue
        task.process = transition.process
        _origin(task).cancel()
        cancelled.append(task)
    # Nothing waits any more that looking again could release.
    transition.looks_again = False
    return cancelled


def _origin(task: Task) -> Activation:
    return task.flow_task.activation_class(task)
