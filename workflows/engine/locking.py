"""Reaching a case or a work item: look it up, lock the case, read it again, run a transition.

The order of locks is: case (Viewflow's process row), subject, money, stock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from viewflow.workflow.activation import Activation

from .lifecycle import running
from .models import Case, WorkItem
from .nodes import BaseFlow
from .refusals import NotAvailable, NotFound
from .transition import Transition

if TYPE_CHECKING:
    from accounts.users.models import User


@contextmanager
def working_on(
    item_uuid: UUID | str, *, by: "User", now: datetime
) -> Iterator[tuple[WorkItem, Activation, Transition]]:
    """Run a transition of the case of a work item that ``by`` can see, else ``NotFound``."""
    process_pk = _process_of_item(item_uuid, by)
    with BaseFlow.lock(process_pk):
        # One query for all that the lock protects.
        item = WorkItem.objects.select_related("task__process", "case").get(uuid=item_uuid)
        task, case = item.task, item.case
        case.process = task.process
        with running(Transition(case, task.process, by, now)) as transition:
            yield item, task.flow_task.activation_class(task), transition


@contextmanager
def running_case(case: Case, *, by: "User | None", now: datetime) -> Iterator[Transition]:
    """Run a transition of ``case``; ``NotAvailable`` once it is finished."""
    with BaseFlow.lock(case.process_id):
        fresh = Case.objects.select_related("process").get(pk=case.pk)
        if fresh.finished_at is not None:
            raise NotAvailable
        with running(Transition(fresh, fresh.process, by, now)) as transition:
            yield transition


def visible_case(number: str, by: "User | None") -> Case:
    """The case of this number if ``by`` can see it or its subject, or is one of its people."""
    case = Case.objects.select_related("process").filter(number=number).first()
    if case is None:
        raise NotFound
    if by is None or Case.objects.visible_to(by).filter(pk=case.pk).exists():
        return case
    vocabulary = case.process.flow_class.compiled.vocabulary
    if any(by.pk in actor.people(case.about) for actor in vocabulary.actors):
        return case
    if vocabulary.subject is not None and vocabulary.subject.is_visible(case.subject, by):
        return case
    raise NotFound


def _process_of_item(item_uuid: UUID | str, by: "User") -> int:
    # The cheapest first: most work is one's own already, which needs no look at the queues, and
    # that of a queue needs none at permissions.
    items = WorkItem.objects
    for visible in (items.owned_by, items.of_person, items.visible_to):
        found = visible(by).filter(uuid=item_uuid).values_list("case__process", flat=True).first()
        if found is not None:
            return int(found)
    raise NotFound
