"""Calling a case off, under its lock."""

from collections.abc import Mapping

from viewflow.workflow.status import PROCESS

from . import jump
from .lifecycle import set_stage
from .states import CANCELLED, TimelineEvent
from .transition import Transition
from .vocabulary import ActionContext


def call_off(transition: Transition, *, data: Mapping[str, object]) -> None:
    """Cancel everything that is live, and end the case; ``data`` is kept in the timeline."""
    jump.cancel_live(transition)
    process = transition.process
    process.status, process.finished = PROCESS.CANCELED, transition.now
    process.save(update_fields=["status", "finished"])
    vocabulary = transition.compiled.vocabulary
    if vocabulary.called_off is not None:
        vocabulary.called_off(_calling_off(transition))
    stage = vocabulary.stage(transition.case.stage)
    # What has come to a final stage stays there; what is left to do is called off.
    if vocabulary.stage(CANCELLED) is not None and not (stage and stage.final):
        set_stage(transition, CANCELLED)
    transition.change(finished_at=transition.now, result=CANCELLED)
    transition.note(TimelineEvent.CANCELLED, data=data)


def _calling_off(transition: Transition) -> ActionContext:
    return ActionContext(
        case=transition.case,
        subject=transition.subject,
        data=transition.case.data,
        by=transition.by,
        now=transition.now,
        key="called_off",
    )
