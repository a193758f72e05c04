"""Verbs on cases and tasks. All are atomic, and all raise ``refusals.Refusal`` subclasses."""

from .cases import cancel_case, start_case, take_action
from .events import receive_event
from .personal import read_personal
from .repairs import jump_case, retry_step
from .tasks import assign_task, claim_task, complete_task, release_task

__all__ = [
    "assign_task",
    "cancel_case",
    "claim_task",
    "complete_task",
    "jump_case",
    "read_personal",
    "receive_event",
    "release_task",
    "retry_step",
    "start_case",
    "take_action",
]
