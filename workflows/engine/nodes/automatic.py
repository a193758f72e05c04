"""What the system does by itself: actions of the vocabulary, notices, decisions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from viewflow.workflow.activation import Activation
from viewflow.workflow.nodes.func import Function, FunctionActivation
from viewflow.workflow.nodes.switch import Switch, SwitchActivation

from .. import effects, messages
from ..definition import ActionStep
from ..expressions import Expression
from ..states import TimelineEvent
from ..transition import current
from .base import StepNode, WayActivation

OTHERWISE = "otherwise"


class FunctionStepActivation(WayActivation, FunctionActivation):
    """Viewflow runs the function in a savepoint and records a failure at this task."""


class ActionActivation(FunctionStepActivation):
    """Runs an action of the vocabulary."""

    @Activation.status.super()
    def activate(self) -> None:
        # The action may write rows that refer to the case. Before the savepoint: a failure
        # rolls back to there.
        current().save_case()
        super().activate.original()


class ActionNode(StepNode, Function):
    """Runs one action of the vocabulary."""

    activation_class = ActionActivation

    def __init__(self, *, step: ActionStep, effect: effects.Effect, **kwargs: Any) -> None:
        self.effect = effect
        super().__init__(self.run, step=step, **kwargs)

    @staticmethod
    def run(activation: Activation) -> None:
        effects.run(current(), activation.flow_task.effect, task=activation.task)


class NoticeNode(StepNode, Function):
    """Tells people something."""

    activation_class = FunctionStepActivation
    left_as = TimelineEvent.NOTIFIED

    def __init__(self, *, message: messages.StepMessage, **kwargs: Any) -> None:
        self.message = message
        super().__init__(self.run, **kwargs)

    @staticmethod
    def run(activation: Activation) -> None:
        message = activation.flow_task.message
        messages.send(current(), message, key=f"task:{activation.task.pk}")


@dataclass(frozen=True)
class DecisionCase:
    """One case of a decision: the key of its way, and when it is taken."""

    way: str
    when: Expression


class DecisionActivation(WayActivation, SwitchActivation):
    """Takes the first case that holds. A condition that fails makes this step fail."""

    @Activation.status.super()
    def activate(self) -> None:
        with self.exception_guard(), transaction.atomic():
            facts = current().facts()
            holding = (case.way for case in self.flow_task.cases if case.when.holds(facts))
            self.chosen = next(holding, OTHERWISE)

    def way(self) -> str:
        return self.chosen


class DecisionNode(StepNode, Switch):
    """Chooses a way by conditions."""

    activation_class = DecisionActivation

    def __init__(self, *, cases: Iterable[DecisionCase], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.cases = tuple(cases)
