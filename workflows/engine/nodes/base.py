"""What all our nodes and activations have in common."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.timezone import now
from viewflow.this_object import this
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Edge, Flow, Node
from viewflow.workflow.status import STATUS

from .. import jump
from ..deadlines import DeadlineRule
from ..definition import Step
from ..lifecycle import enter, give_up
from ..messages import StepMessage
from ..models import WorkItem
from ..states import TimelineEvent
from ..transition import current
from .flow import INERT_TASK

LIVE = [STATUS.NEW, STATUS.ASSIGNED, STATUS.SCHEDULED, STATUS.STARTED, STATUS.ERROR]
# The one page of a task for every version; ``api`` has it.
TASK_ROUTE = "api:task"


@dataclass(frozen=True)
class Way:
    """One way out of a node: along an edge, or by a jump where it leaves a parallel block."""

    to: str
    leaps: bool = False
    label: str = ""

    def node(self, flow_class: type[Flow]) -> Node:
        return flow_class.instance.node(self.to)


@dataclass(frozen=True)
class EntryStep:
    """A case-level action seen as the step where it comes in."""

    id: str
    title: dict[str, str]
    stage: None = None
    kind: str = "entry"


class StepNode(Node):
    """What our nodes add to Viewflow's: the step they come from, its ways, notices, deadline.

    ``ways`` maps a key (an outcome, ``next``, a decision's case) to a ``Way``.
    """

    waits: ClassVar[bool] = False
    left_as: ClassVar[TimelineEvent] = TimelineEvent.COMPLETED

    def __init__(
        self,
        *args: Any,
        step: Step | EntryStep,
        ways: Mapping[str, Way] | None = None,
        notices: Mapping[str, tuple[StepMessage, ...]] | None = None,
        deadline: DeadlineRule | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        # The kind of node knows which kind of step it is.
        self.step: Any = step
        self.ways = dict(ways or {})
        self.deadline = deadline
        self._notices = dict(notices or {})
        self.Annotation(
            title=step.title["en"],
            description=INERT_TASK,
            summary_template=INERT_TASK,
            result_template=INERT_TASK,
        )

    def notices_on(self, occasion: str) -> tuple[StepMessage, ...]:
        return self._notices.get(occasion, ())

    def _outgoing(self) -> Iterator[Edge]:
        for way in self.ways.values():
            if not way.leaps:
                target = this.resolve(self.flow_class.instance, getattr(this, way.to))
                yield Edge(src=self, dst=target, edge_class="next", label=way.label or None)

    def _create(
        self, prev_activation: Activation, token: str, data: Any = None, seed: Any = None
    ) -> Activation:
        activation = super()._create(prev_activation, token, data=data, seed=seed)
        enter(current(), activation)
        return activation

    def reverse(
        self, viewname: str, args: Any = None, kwargs: Any = None, current_app: Any = None
    ) -> str:
        """The page of a task. Viewflow's own addresses are built once, at start-up, and would
        not know a version that was published later. ``args`` is (process, task).
        """
        _process, task_pk, *_rest = args
        item = WorkItem.objects.only("uuid").get(task_id=task_pk)
        return reverse(TASK_ROUTE, args=[item.uuid], current_app=current_app)


class StepActivation(Activation):
    """Repairs of Viewflow's activations that all of ours share: cancel and revive."""

    @Activation.status.transition(source=LIVE, target=STATUS.CANCELED)
    def cancel(self) -> None:
        """Cancel in any live state, a failed step and a waiting join among them, and disarm."""
        self.task.finished = now()
        self.task.save()
        self.disarm()
        self.let_go()
        give_up(current(), self.task)

    def let_go(self) -> None:
        """Cancel what this task has begun elsewhere."""

    def disarm(self) -> None:
        """Cancel the boundaries of this task: Viewflow does it only when a host is *finished*."""
        for boundary in self.flow_task._boundary_events:
            boundary.disarm(self.task)

    def prepare_revived_task(self, task: Any) -> None:
        """Only which attempt was the first goes over, least of all the record of the failure."""
        task.data = {"first_attempt": self.task.data.get("first_attempt", self.task.pk)}
        # Armed before the new attempt is made, which may fail at once.
        task.save()
        for boundary in self.flow_task._boundary_events:
            boundary._arm(type(self)(task))

    @Activation.status.super()
    def revive(self) -> Any:
        """Try again with a new task that has its boundaries and records again."""
        self.disarm()
        task = super().revive.original()
        task.refresh_from_db()
        if task.finished is None:
            enter(current(), type(self)(task))
        return task


class WayActivation(StepActivation):
    """Goes on by one of its node's ways."""

    def way(self) -> str:
        """The key of the way on, once this is done."""
        return "next"

    @Activation.status.super()
    def create_next(self) -> Iterator[Activation]:
        way = self.flow_task.ways[self.way()]
        if way.leaps:
            jump.leap(current(), way.to, after=self.task)
            return
        yield way.node(self.flow_class)._create(self, self.task.token)
