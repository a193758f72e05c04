"""Receivers of Viewflow's signals: what is kept of a failed step, and that a step is over."""

import logging
import sys
import traceback
from typing import Any

from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from .lifecycle import leave
from .nodes import StepNode
from .nodes.boundaries import Boundary
from .refusals import worded
from .states import TimelineEvent
from .transition import current

logger = logging.getLogger("doorstep.engine")


def record_failure(task: Task, **_signal: Any) -> None:
    """Keep the code and the place of a failure. Viewflow stores the failing frame's variables
    and the exception's text, and both can hold personal data.

    Runs before the error ways, which were connected later.
    """
    error = sys.exception()
    code = str(getattr(error, "code", "")) or "failed"
    place = traceback.extract_tb(error.__traceback__)[-1] if error is not None else None
    where = f"{place.filename}:{place.lineno} in {place.name}" if place else ""
    task.data["_exception"] = {"code": code, "type": type(error).__name__, "where": where}
    task.save(update_fields=["data"])
    transition = current()
    transition.change(error_code=code)
    # A refusal is worded for people and names no values.
    refusal = worded(error)
    said = str(refusal.detail) if refusal else ""
    if refusal and getattr(task.flow_task.step, "undo_on_refusal", False):
        transition.undo(refusal)
    transition.note(
        TimelineEvent.FAILED, step=task.flow_task.name, data={"code": code, "message": said}
    )
    logger.error(
        "Step %s of case %s failed: %s at %s",
        task.flow_task.name, transition.case.number, type(error).__name__, where,
    )  # fmt: skip


def record_end(task: Task, **_signal: Any) -> None:
    """Tell the running transition that the case is through with a step."""
    # An end sends the signal twice, first while it is activated.
    if task.status != STATUS.DONE or isinstance(task.flow_task, Boundary):
        return
    if isinstance(task.flow_task, StepNode):
        leave(current(), task)
