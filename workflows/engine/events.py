"""Events are stored per case; a waiting step takes the oldest match, so none comes too early."""

from .definition import EventStep
from .models import CaseEvent
from .transition import Transition


def oldest(transition: Transition, event: str) -> CaseEvent | None:
    """The oldest event of this kind that no step has taken yet."""
    if transition.is_new:
        return None
    return CaseEvent.objects.filter(case=transition.case, event=event, taken_at=None).first()


def take(transition: Transition, event: CaseEvent, *, step: EventStep) -> None:
    """Take ``event`` for ``step``, and save what the step wants of its data."""
    event.taken_at = transition.now
    event.save(update_fields=["taken_at"])
    saved = {field: event.data.get(key) for field, key in step.save.items()}
    if saved:
        transition.change(data={**transition.case.data, **saved})
