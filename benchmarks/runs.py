"""One case run step by step: as Viewflow alone does it, and by the engine's verbs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import transaction
from django.utils.timezone import now
from viewflow.workflow.models import Process, Task

from accounts.users.models import User
from benchmarks.process import KEY
from workflows.engine.actions import claim_task, complete_task, start_case
from workflows.engine.models import Case, WorkItem
from workflows.engine.nodes import BaseFlow
from workflows.engine.transition import Transition, running

# What is measured, in the order of a case: the step's task, and what completing it passes.
COMPLETED = {
    "queue": "complete, from the queue",
    "plain": "complete, next a task",
    "choosing": "complete, a decision",
    "acting": "complete, an action",
    "splitting": "complete, into a block",
    "left": "complete, first branch",
    "right": "complete, last branch",
    "last": "complete, to the end",
}
START, CLAIM = "start", "claim"


class Silent(Transition):
    """A transition that keeps none of our records: Viewflow's process and tasks alone."""

    def entered(self, activation: Any) -> None: ...
    def left(self, task: Task) -> None:
        # A decision asks for it; a hand-written flow would keep it with the process.
        if outcome := task.data.get("outcome"):
            self.case.outcomes[task.flow_task.step.id] = outcome

    def cancelled(self, task: Task) -> None: ...
    def open_item(self, task: Task, assigned: Any) -> None: ...
    def note(self, event: Any, **_entry: Any) -> None: ...
    def set_stage(self, stage: str | None) -> None: ...
    def save_case(self) -> None: ...
    def flush(self) -> None: ...


@contextmanager
def silent(process: Process, user: User) -> Iterator[None]:
    at = now()
    with running(Silent(Case(process=process, started_at=at), process, user, at)):
        yield


class Run(Protocol):
    """A case under way. ``find`` says what to work on and is not measured."""

    def start(self) -> None: ...
    def find(self, step: str) -> Any: ...
    def claim(self, found: Any) -> None: ...
    def complete(self, found: Any, step: str) -> None: ...


@dataclass
class Bare:
    """By Viewflow's own ways: a task's activation, its transitions and permissions."""

    flow: type[BaseFlow]
    user: User
    process: Process | None = None

    def start(self) -> None:
        node = self.flow.instance.node("begin")
        with transaction.atomic():
            assert self.user.groups.filter(name="customer").exists()
            activation = node.activation_class.create(node, None, None)
            activation.task.owner = self.user
            with silent(activation.process, self.user):
                activation.execute()
        self.process = activation.process

    def find(self, step: str) -> int:
        node = self.flow.instance.node(step)
        task = Task.objects.get(process=self.process, flow_task=node, finished=None)
        return int(task.pk)

    def claim(self, found: int) -> None:
        task = Task.objects.get(pk=found)
        with task.activation() as activation:
            assert activation.assign.can_proceed()
            # Asked, as it costs a query; candidates are records of ours, so nobody is one.
            activation.assign.has_perm(self.user)
            activation.assign(self.user)

    def complete(self, found: int, step: str) -> None:
        task = Task.objects.get(pk=found)
        with task.activation() as activation, silent(activation.process, self.user):
            assert activation.begin.can_proceed()
            assert activation.begin.has_perm(self.user)
            activation.begin(self.user)
            activation.task.data["outcome"] = f"{step}_ok"
            activation.execute()


@dataclass
class Recorded:
    """By the engine's verbs, as the API calls them."""

    user: User
    case: Case | None = None

    def start(self) -> None:
        self.case = start_case(KEY, by=self.user, data={}, now=now())

    def find(self, step: str) -> Any:
        return WorkItem.objects.open().get(case=self.case, step=step).uuid

    def claim(self, found: Any) -> None:
        claim_task(found, by=self.user, now=now())

    def complete(self, found: Any, step: str) -> None:
        complete_task(found, by=self.user, outcome=f"{step}_ok", data={}, now=now())
