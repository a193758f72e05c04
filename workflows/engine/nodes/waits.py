"""Waiting for an event, and for time."""

from typing import Any

from django.utils.timezone import now
from viewflow.workflow.activation import Activation
from viewflow.workflow.nodes.events import MessageCatch
from viewflow.workflow.nodes.handle import HandleActivation
from viewflow.workflow.nodes.timer import Timer, TimerActivation
from viewflow.workflow.status import STATUS

from .. import events
from ..expressions import Expression
from ..lifecycle import running
from ..states import TimelineEvent
from ..transition import Transition, current
from .base import StepNode, WayActivation


class EventActivation(WayActivation, HandleActivation):
    """Armed until a stored event of its kind is there."""

    @Activation.status.super()
    def activate(self) -> None:
        """Take the oldest event that came before anybody waited for it."""
        event = events.oldest(current(), self.flow_task.step.event)
        if event is not None:
            self.take(event)

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.STARTED)
    def receive(self, event: Any) -> None:
        """Take ``event``, which has just come."""
        self.take(event)

    def take(self, event: Any) -> None:
        self.task.started = now()
        self._set_status(STATUS.STARTED)
        events.take(current(), event, step=self.flow_task.step)


class EventNode(StepNode, MessageCatch):
    """Waits until something happens outside."""

    activation_class = EventActivation
    waits = True
    left_as = TimelineEvent.EVENT_RECEIVED


class DelayActivation(WayActivation, TimerActivation):
    """Waits for its instant; Viewflow's timers fire it."""

    @Activation.status.super()
    def execute(self) -> None:
        with running(Transition.of(self.process, by=None, now=now())):
            super().execute.original()


class DelayNode(StepNode, Timer):
    """Waits for a while, or until an instant that an expression gives."""

    activation_class = DelayActivation
    waits = True

    def __init__(self, *, until: Expression | None, after: Any = None, **kwargs: Any) -> None:
        self._until = until
        self._after = after
        super().__init__(self.instant, **kwargs)

    @staticmethod
    def instant(activation: Activation) -> Any:
        node, transition = activation.flow_task, current()
        if node._until is not None:
            return node._until.evaluate(transition.facts())
        return transition.now + node._after
