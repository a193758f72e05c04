"""Deadlines with a way on, and error ways: events on the border of a step's task."""

from functools import partial
from typing import Any

from django.utils.timezone import now
from viewflow.workflow.activation import Activation
from viewflow.workflow.models import Task
from viewflow.workflow.nodes.boundary import (
    ErrorBoundary,
    ErrorBoundaryActivation,
    TimerBoundary,
    TimerBoundaryActivation,
)
from viewflow.workflow.status import STATUS

from .. import deadlines
from ..lifecycle import running
from ..states import SETTLED, TimelineEvent
from ..transition import Transition, current
from .base import LIVE, StepNode, WayActivation


class Boundary(StepNode):
    """What our boundaries share. ``step`` is the host's."""

    def disarm(self, host: Task) -> None:
        """Cancel what is armed for ``host``. One that has fired goes on."""
        armed = Task.objects.filter(process=host.process_id, flow_task=self, previous=host)
        armed.exclude(status__in=[*SETTLED, STATUS.STARTED]).update(
            status=STATUS.CANCELED, finished=now()
        )

    def _on_host_finished(self, **signal: Any) -> None:
        if signal["task"].flow_task is self._attached_to:
            self.disarm(signal["task"])


class BoundaryActivation(WayActivation):
    """Our cancel and our ways, for boundaries."""

    @Activation.status.transition(source=LIVE, target=STATUS.CANCELED)
    def cancel(self) -> None:
        self.task.finished = now()
        self.task.save()

    def cancel_host_tasks(self) -> None:
        """Cancel the host, and with it the sibling boundaries, which Viewflow leaves armed."""
        for host in self.task.previous.exclude(status__in=SETTLED):
            host.process = self.process
            host.flow_task.activation_class(host).cancel()


class DeadlineActivation(BoundaryActivation, TimerBoundaryActivation):
    """Fires when the deadline's row says so, not when its cached instant does."""

    # Not status.super(): that would find the base's transition, which has no target.
    @Activation.status.transition(source=STATUS.NEW, target=STATUS.SCHEDULED)
    def activate(self) -> None:
        # Without an instant: it is written together with the deadline's row, which is the truth.
        self.task.save(update_fields=["status"])

    def is_due(self) -> bool:
        return deadlines.is_due(self.task, now=now())

    @Activation.status.transition(
        source=STATUS.SCHEDULED, target=STATUS.STARTED, conditions=[is_due]
    )
    def start(self) -> None:
        super().start.original()

    @Activation.status.super()
    def execute(self) -> None:
        with running(Transition.of(self.process, by=None, now=now())) as transition:
            transition.note(TimelineEvent.OVERDUE, step=self.flow_task.step.id)
            super().execute.original()


class DeadlineBoundary(Boundary, TimerBoundary):
    """The way on of a deadline. Reminders and escalations are rows of the sweep instead."""

    activation_class = DeadlineActivation


class ErrorWayActivation(BoundaryActivation, ErrorBoundaryActivation):
    """Armed with an automatic step; goes on in its place once that has failed."""

    def go_on(self) -> None:
        # A jump that waited before this may have cancelled it.
        self.task.refresh_from_db(fields=["status"])
        if self.execute.can_proceed():
            self.execute()


class ErrorWay(Boundary, ErrorBoundary):
    """The error way of an automatic step."""

    activation_class = ErrorWayActivation

    def _on_host_failed(self, **signal: Any) -> None:
        """Take the error way when Viewflow's loop is through.

        At once, as Viewflow does it, a join behind it would count before the loop has brought
        the sibling branches to it, and be passed twice.
        """
        host = signal["task"]
        if host.flow_task is not self._attached_to:
            return
        for task in Task.objects.filter(
            process=host.process_id, flow_task=self, previous=host, status=STATUS.NEW
        ):
            task.process = host.process
            activation = self.activation_class(task)
            activation.start()
            current().later(partial(ErrorWayActivation.go_on, activation))
