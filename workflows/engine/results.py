"""Answers from outside: stored once for each waiting task, then handed over to it.

Whoever brings one holds another lock, or none. So it is a row first, and an outbox message wakes
a worker that takes the case's lock; the sweep repairs what both lost.
"""

from collections.abc import Mapping
from datetime import datetime

from outbox.actions import enqueue

from .models import OutsideResult
from .transition import Transition

RESULT_TOPIC = "engine_result"
CANCELLED_CODE = "subprocess_cancelled"


def store(
    *,
    task: int,
    case: int,
    now: datetime,
    code: str = "",
    data: Mapping[str, object] | None = None,
) -> OutsideResult:
    """Keep the answer to a task and have it handed over; the first one counts."""
    result, _created = OutsideResult.objects.get_or_create(
        task_id=task,
        defaults={"case_id": case, "code": code, "data": dict(data or {}), "received_at": now},
    )
    enqueue(RESULT_TOPIC, {"case": case}, key=f"task:{task}")
    return result


def report_end(transition: Transition, *, code: str = "") -> None:
    """Tell the case that began this one that it is over; its row is not locked for that."""
    case = transition.case
    if case.parent_task_id is not None and case.parent_id is not None:
        store(task=case.parent_task_id, case=case.parent_id, now=transition.now, code=code)
