"""Parallel blocks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from viewflow.workflow.activation import Activation
from viewflow.workflow.nodes.join import Join, JoinActivation
from viewflow.workflow.nodes.split import Split, SplitActivation
from viewflow.workflow.status import STATUS

from ..expressions import Expression
from ..lifecycle import enter
from ..refusals import Refusal
from ..transition import current
from .base import StepActivation, StepNode, WayActivation


class NoBranch(Refusal):
    """No branch of a parallel step had a condition that held."""

    default_code = "no_branch"
    default_detail = "No branch of this step applies."


@dataclass(frozen=True)
class ParallelBranch:
    """One branch: the key of its way, and its condition if it has one."""

    way: str
    when: Expression | None


class ParallelActivation(StepActivation, SplitActivation):
    """Viewflow's split, with its conditions under guard, and a token for each branch.

    Unguarded, a condition that fails would roll back the person's step that led here.
    """

    @Activation.status.super()
    def activate(self) -> None:
        with self.exception_guard(), transaction.atomic():
            facts = current().facts()
            self.next_tasks = [
                (self.flow_task.ways[branch.way].node(self.flow_class), None)
                for branch in self.flow_task.branches
                if branch.when is None or branch.when.holds(facts)
            ]
            if not self.next_tasks:
                raise NoBranch


class ParallelNode(StepNode, Split):
    """Begins a parallel block."""

    activation_class = ParallelActivation

    def __init__(self, *, branches: Iterable[ParallelBranch], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.branches = tuple(branches)


class BranchesJoinActivation(WayActivation, JoinActivation):
    """Waits until every branch has arrived, failed ones included."""

    # Not status.super(): that would find the base's transition, which has no target.
    @Activation.status.transition(source=STATUS.NEW, target=STATUS.STARTED)
    @Activation.status.transition(source=STATUS.STARTED)
    def activate(self) -> None:
        if self.task.started is None:
            enter(current(), self)
        super().activate.original()


class JoinNode(StepNode, Join):
    """Ends a parallel block."""

    activation_class = BranchesJoinActivation

    def _create(self, *args: Any, **kwargs: Any) -> Activation:
        # Called for each arriving branch: the case enters the step with the first one.
        return super(StepNode, self)._create(*args, **kwargs)
