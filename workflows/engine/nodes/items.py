"""One task for every row of a table.

The step has a task of its own, the host, which waits, has the deadline, and goes on. Beside it,
under the same token, each row has a person's task; the host is before them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar, cast

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Edge
from viewflow.workflow.models import Task
from viewflow.workflow.nodes.handle import Handle, HandleActivation
from viewflow.workflow.status import STATUS

from .. import answers, deadlines
from ..definition import ItemsStep
from ..forms import Cleaned
from ..refusals import NotAvailable
from ..states import SETTLED, TimelineEvent
from ..transition import Transition, current
from ..variables import Facts
from .base import StepNode, WayActivation
from .people import PersonActivation, PersonNode

ITEM_SUFFIX = "__item"
OUTCOME_WAY = "outcome:"


class ItemsActivation(WayActivation, HandleActivation):
    """The host: opens a task for each row, and waits for the last."""

    @Activation.status.super()
    def activate(self) -> None:
        running = current()
        rows = running.case.data.get(self.flow_task.step.table) or []
        if not rows:
            self.task.started = now()
            self._set_status(STATUS.STARTED)
            return
        running.save_case()
        with self.exception_guard(), transaction.atomic():
            for number in range(len(rows)):
                self.flow_task.item_node()._create(self, self.task.token, data=_about(number))

    def way(self) -> str:
        return str(self.task.data.get("way", "next"))

    def let_go(self) -> None:
        for task in self.open_items():
            task.process = self.process
            task.flow_task.activation_class(task).cancel()

    def open_items(self) -> list[Task]:
        """The tasks of rows that are not done."""
        node = self.flow_task.item_node()
        return list(
            Task.objects.filter(process=self.process, flow_task=node, previous=self.task)
            .exclude(status__in=SETTLED)
            .order_by("pk")
        )

    def row_done(self, outcome: str) -> None:
        """Go on where ``outcome`` leads, or after the last row. Under the case's lock, so once."""
        # What waited before this, such as a jump, may have cancelled it.
        self.task.refresh_from_db(fields=["status"])
        if self.task.status != STATUS.NEW:
            return
        way = OUTCOME_WAY + outcome
        if way in self.flow_task.ways:
            self.let_go()
            self.task.data |= {"way": way, "outcome": outcome}
        elif self.open_items():
            return
        self.task.started = now()
        self._set_status(STATUS.STARTED)
        self.execute()


class ItemsNode(StepNode, Handle):
    """The host's node. ``ways`` are ``next`` and the outcomes that end the whole step."""

    activation_class = ItemsActivation
    waits = True
    task_type = "ITEMS"
    bpmn_element: ClassVar[str] = "userTask"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(None, **kwargs)

    def item_node(self) -> "ItemNode":
        return cast(ItemNode, self.flow_class.instance.node(self.step.id + ITEM_SUFFIX))


def _about(number: int) -> dict[str, Any]:
    """Which row a task is about; people count from one."""
    return {"row": number, "rows": [number + 1]}


class ItemActivation(PersonActivation):
    """The task of one row. It leads nowhere by itself: the host goes on."""

    @classmethod
    def create(cls, *args: Any, **kwargs: Any) -> Activation:
        activation = super().create(*args, **kwargs)
        rule = activation.flow_task.deadline
        if rule is not None:
            deadlines.open_deadline(current(), activation.task, rule)
        return activation

    @Activation.status.super()
    def create_next(self) -> Iterator[Activation]:
        host = self.task.previous.get()
        host.process = self.process
        activation = host.flow_task.activation_class(host)
        current().later(partial(activation.row_done, self.task.data["outcome"]))
        return iter(())


class ItemNode(PersonNode):
    """The node of the rows' tasks. Their deadline only tells when the step's time is over."""

    activation_class = ItemActivation
    left_as = TimelineEvent.ROW_COMPLETED

    def _create(self, *args: Any, **kwargs: Any) -> Activation:
        # The case enters the step once, with the host.
        return super(StepNode, self)._create(*args, **kwargs)

    def _outgoing(self) -> Iterator[Edge]:
        return iter(())

    def row(self, task: Task, data: Mapping[str, Any]) -> dict[str, Any]:
        """The row that ``task`` is about; nothing where it was taken out of the table."""
        rows, number = data.get(self.step.table) or [], task.data["row"]
        return dict(rows[number]) if number < len(rows) else {}

    def facts(self, task: Task, facts: Facts) -> Facts:
        return replace(facts, data=self.row(task, facts.data), derived={})

    def keep(self, transition: Transition, task: Task, cleaned: Cleaned, outcome: str) -> None:
        """Put the answers, and where it is wanted the outcome, into the row."""
        step: ItemsStep = self.step
        rows, number = list(transition.case.data.get(step.table) or []), task.data["row"]
        if number >= len(rows):
            raise NotAvailable(_("This row is not in the table any more."), code="row_gone")
        row = {**rows[number], **cleaned.values}
        if step.save_outcome is not None:
            row[step.save_outcome] = outcome
        rows[number] = {key: value for key, value in row.items() if value is not None}
        transition.change(data={**transition.case.data, step.table: rows})
        answers.attach(transition, cleaned)
