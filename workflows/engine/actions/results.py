"""Handing answers from outside over to the steps that wait for them."""

from datetime import datetime

from django.db.models import QuerySet
from viewflow.workflow.status import STATUS

from ..lifecycle import settle
from ..locking import running_case
from ..models import Case, OutsideResult


def untaken() -> QuerySet[OutsideResult]:
    """Answers whose task still waits."""
    return OutsideResult.objects.filter(taken_at=None, task__status=STATUS.NEW)


def hand_over_results(case: Case, *, now: datetime) -> None:
    """Let the steps of ``case`` take the answers that are there. Each is taken once."""
    with running_case(case, by=None, now=now) as transition:
        while (result := untaken().filter(case=case).select_related("task").first()) is not None:
            data = result.data
            OutsideResult.objects.filter(pk=result.pk).update(taken_at=now, data={})
            task = result.task
            task.process = transition.process
            task.flow_task.activation_class(task).receive(code=result.code, data=data)
            settle(transition)
