"""Steps that wait for an answer from elsewhere: another process, another system."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import transaction
from django.utils.timezone import now
from viewflow.workflow.activation import Activation
from viewflow.workflow.models import Task
from viewflow.workflow.nodes.handle import Handle, HandleActivation
from viewflow.workflow.status import STATUS

from .. import subcases, webhooks
from ..handover import Given, OutsideFailed
from ..transition import Transition, current
from .base import StepNode, WayActivation
from .flow import BaseFlow

RESULT_WAY = "result:"


class OutsideActivation(WayActivation, HandleActivation):
    """Asks when it is reached, and waits; the answer comes as a stored row."""

    @Activation.status.super()
    def activate(self) -> None:
        # Rows of ours refer to the case. Before the savepoint: a failure rolls back to there.
        current().save_case()
        with self.exception_guard(), transaction.atomic():
            self.flow_task.ask(current(), self.task)

    def receive(self, *, code: str, data: Mapping[str, object]) -> None:
        """Take the answer and go on; a bad one is a failure of this step."""
        self.task.started = now()
        with self.exception_guard(), transaction.atomic():
            if code:
                raise OutsideFailed(code=code)
            self.flow_task.take(current(), self.task, data)
        if self.task.status != STATUS.ERROR:
            self._set_status(STATUS.STARTED)
            self.execute()


class OutsideNode(StepNode, Handle):
    """What both kinds share."""

    waits = True

    def __init__(self, *, given: Given, **kwargs: Any) -> None:
        super().__init__(None, **kwargs)
        self.given = given

    def ask(self, running: Transition, task: Task) -> None:
        raise NotImplementedError

    def take(self, running: Transition, task: Task, data: Mapping[str, object]) -> None:
        raise NotImplementedError


class SubprocessActivation(OutsideActivation):
    """Waits for the case that it began."""

    def let_go(self) -> None:
        subcases.call_off_subcase(current(), self.task, lock=BaseFlow.lock)

    def way(self) -> str:
        key = RESULT_WAY + str(self.task.data.get("result", ""))
        return key if key in self.flow_task.ways else "next"


class SubprocessNode(OutsideNode):
    """Runs a case of another process."""

    activation_class = SubprocessActivation
    task_type = "SUBPROCESS"
    bpmn_element: ClassVar[str] = "callActivity"

    def ask(self, running: Transition, task: Task) -> None:
        subcases.begin(running, task, self.step.process, self.given.values(running.facts()))

    def take(self, running: Transition, task: Task, data: Mapping[str, object]) -> None:
        task.data["result"] = subcases.take(running, task, self.step)


class WebhookNode(OutsideNode):
    """Asks another system."""

    activation_class = OutsideActivation
    task_type = "WEBHOOK"
    bpmn_element: ClassVar[str] = "serviceTask"

    def ask(self, running: Transition, task: Task) -> None:
        webhooks.send(running, task, self.step, self.given.values(running.facts()))

    def take(self, running: Transition, task: Task, data: Mapping[str, object]) -> None:
        webhooks.take(running, self.step, data)
