"""Decision tables."""

from typing import Any

from django.db import transaction
from viewflow.workflow.activation import Activation
from viewflow.workflow.nodes.switch import Switch, SwitchActivation

from ..tables import Table, decide
from ..transition import current
from .base import StepNode, WayActivation


class TableActivation(WayActivation, SwitchActivation):
    """Writes what the rows that fit give, and goes on by their way. No fit makes it fail."""

    @Activation.status.super()
    def activate(self) -> None:
        with self.exception_guard(), transaction.atomic():
            running = current()
            decided = decide(self.flow_task.table, running.facts())
            self.chosen = decided.way
            # For the timeline: which rows counted, and no value of the case.
            self.task.data["rows"] = list(decided.rows)
            if decided.values:
                running.change(data={**running.case.data, **decided.values})

    def way(self) -> str:
        return self.chosen


class TableNode(StepNode, Switch):
    """Decides by a table."""

    activation_class = TableActivation

    def __init__(self, *, table: Table, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.table = table
