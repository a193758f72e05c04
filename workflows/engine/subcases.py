"""Cases that a step of another case began.

Locks are taken from the parent down, never up: an end is reported by a stored row, and calling
off goes from above under both locks.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from viewflow.workflow.models import Task

from .definition import SubprocessStep
from .ending import call_off
from .handover import read_end
from .lifecycle import running
from .models import Case
from .states import TimelineEvent
from .transition import Transition

if TYPE_CHECKING:
    Begin = Callable[[Transition, Task, str, Mapping[str, object]], Case]

_begin: "list[Begin]" = []


def begins_by(begin: "Begin") -> None:
    """Say once how a case is begun: that needs versions and flows, of which nodes know nothing."""
    _begin[:] = [begin]


def begin(transition: Transition, task: Task, process: str, values: Mapping[str, object]) -> Case:
    """Begin a case of ``process`` for ``task``, and tell so in the timeline."""
    case = _begin[0](transition, task, process, values)
    transition.note(
        TimelineEvent.CASE_BEGUN, step=task.flow_task.step.id, data={"case": case.number}
    )
    return case


def take(transition: Transition, task: Task, step: SubprocessStep) -> str:
    """Save what ``step`` wants of the finished case of ``task``; answers its result."""
    child = Case.objects.get(parent_task=task)
    saved = read_end(step, transition.compiled.definition, child.data)
    if saved:
        transition.change(data={**transition.case.data, **saved})
    return child.result


def call_off_subcase(
    above: Transition, task: Task, *, lock: Callable[[int], AbstractContextManager[None]]
) -> None:
    """Call the running case of ``task`` off, and with it those that it began."""
    child = Case.objects.running().filter(parent_task=task).first()
    if child is None:
        return
    with lock(child.process_id):
        fresh = Case.objects.select_related("process").get(pk=child.pk)
        # It may have ended while we waited.
        if fresh.finished_at is None:
            with running(Transition(fresh, fresh.process, above.by, above.now)) as transition:
                call_off(transition, data={"with": above.case.number})
