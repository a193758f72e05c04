"""Events from outside: stored first, then handed to whoever waits."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from accounts.users.models import User

from .. import events
from ..eventdata import check_event_data
from ..lifecycle import settle
from ..locking import running_case, visible_case
from ..models import Case, CaseEvent
from ..nodes import EventNode
from ..refusals import Conflict, InvalidForm, NotAllowed, NotAvailable
from ..transition import Transition


def receive_event(
    number: str,
    event: str,
    *,
    data: Mapping[str, object],
    key: str,
    by: User | None,
    now: datetime,
) -> CaseEvent:
    """Store that ``event`` happened, and let a waiting step take it.

    ``key`` makes it count once: the same again answers the first, another event under it is a
    ``Conflict``. ``by`` is ``None`` for the application's own code. ``InvalidForm`` for an event
    that the vocabulary does not know or data that does not fit it.
    """
    case = visible_case(number, by)
    if by is not None and not by.has_perm("engine.send_events"):
        raise NotAllowed
    stored = _store(case, event, data=data, key=key, by=by, now=now)
    # Stored is stored: if the rest fails, the sweep hands it over.
    if stored.taken_at is None and case.finished_at is None:
        hand_over(case, by=by, now=now)
        stored.refresh_from_db()
    return stored


def hand_over(case: Case, *, by: User | None, now: datetime) -> None:
    """Let the steps of ``case`` that wait for events take those that are there."""
    with running_case(case, by=by, now=now) as transition:
        while _hand_over_one(transition):
            settle(transition)


@transaction.atomic
def _store(
    case: Case,
    event: str,
    *,
    data: Mapping[str, object],
    key: str,
    by: User | None,
    now: datetime,
) -> CaseEvent:
    known = case.process.flow_class.compiled.vocabulary.event(event)
    if known is None:
        message = _("There is no such event.")
        raise InvalidForm(errors=[{"loc": ["event"], "type": "unknown_event", "msg": message}])
    if by is not None and known.captures:
        raise NotAllowed(
            _("Of money that comes in its gateway alone tells."), code="told_by_gateway"
        )
    check_event_data(known, data)
    stored, created = CaseEvent.objects.get_or_create(
        case=case,
        key=key,
        defaults={"event": event, "data": dict(data), "sender": by, "received_at": now},
    )
    if not created and (stored.event != event or stored.data != dict(data)):
        raise Conflict(_("Another event came under this key."), code="event_key_used")
    if created and case.finished_at is not None:
        raise NotAvailable
    return stored


def _hand_over_one(transition: Transition) -> bool:
    """Let the first waiting step that finds its event take it; answers whether one did."""
    armed = Task.objects.filter(
        process=transition.process, flow_task_type=EventNode.task_type, status=STATUS.NEW
    ).order_by("pk")
    for task in armed:
        # Boundaries are of the same type.
        if not isinstance(task.flow_task, EventNode):
            continue
        event = events.oldest(transition, task.flow_task.step.event)
        if event is not None:
            task.process = transition.process
            activation = task.flow_task.activation_class(task)
            activation.receive(event)
            activation.execute()
            return True
    return False
