"""The nodes of steps with work of their own inside."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from viewflow.workflow.base import Node

from ..compiled import Compiled
from ..deadlines import DeadlineRule, Schedule
from ..definition import Deadline, ItemsStep, SubprocessStep, WebhookStep
from ..forms.columns import compile_columns
from ..handover import compile_given
from ..whom import whom
from .base import Way
from .items import OUTCOME_WAY, ItemNode, ItemsNode
from .outside import RESULT_WAY, SubprocessNode, WebhookNode


class NestedBuilder:
    """Builds them for one definition. ``shared`` is what every node is given, ``next`` included."""

    def __init__(
        self,
        compiled: Compiled,
        way: Callable[..., Way],
        deadline: Callable[[Deadline | None], DeadlineRule | None],
    ) -> None:
        self._compiled, self._way, self._deadline = compiled, way, deadline

    def node(self, step: SubprocessStep | WebhookStep | ItemsStep, shared: dict[str, Any]) -> Node:
        environment, ways = self._compiled.environment, dict(shared.pop("ways"))
        match step:
            case SubprocessStep():
                for end in step.results:
                    ways[RESULT_WAY + end.result] = self._way(step.id, end.to)
                given = compile_given(step.data, environment)
                return SubprocessNode(given=given, ways=ways, **shared)
            case WebhookStep():
                given = compile_given(step.payload, environment)
                return WebhookNode(given=given, ways=ways, **shared)
            case ItemsStep():
                for outcome in step.outcomes:
                    if outcome.to is not None:
                        label = outcome.label["en"]
                        ways[OUTCOME_WAY + outcome.key] = self._way(step.id, outcome.to, label)
                return ItemsNode(ways=ways, **shared)

    def item(self, step: ItemsStep) -> Node:
        """The node of the rows' tasks."""
        table = self._compiled.definition.field(step.table)
        if table is None:
            raise ValueError(f"There is no field “{step.table}”.")
        rule = self._deadline(step.deadline)
        return ItemNode(
            step=step,
            whom=whom(step.who, self._compiled.environment),
            form=compile_columns(step.form, table),
            offers={outcome.key: None for outcome in step.outcomes},
            ways={outcome.key: Way(outcome.to or step.next) for outcome in step.outcomes},
            deadline=rule and silent(rule),
        )


def silent(rule: DeadlineRule) -> DeadlineRule:
    """The same times, with nothing that rings and no way on: the host has those."""
    return replace(
        rule,
        usual=Schedule(rule.usual.budget, (), ()),
        cases=tuple((when, Schedule(times.budget, (), ())) for when, times in rule.cases),
        has_way=False,
    )
