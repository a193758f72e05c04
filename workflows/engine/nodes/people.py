"""What people do: begin a case, do a task, vote."""

from typing import TYPE_CHECKING, Any

from django.utils.timezone import now
from viewflow.workflow.activation import Activation
from viewflow.workflow.models import Task
from viewflow.workflow.nodes.start import StartHandle, StartHandleActivation
from viewflow.workflow.nodes.view import View, ViewActivation
from viewflow.workflow.signals import task_started
from viewflow.workflow.status import STATUS

from .. import answers, assignment
from ..expressions import Expression
from ..forms import Cleaned, StepForm
from ..models import Candidate, Exclusion
from ..states import TimelineEvent
from ..transition import Transition, current
from ..variables import Facts
from ..whom import Assigned, Whom
from .base import StepNode, WayActivation

if TYPE_CHECKING:
    from accounts.users.models import User


class StartActivation(WayActivation, StartHandleActivation):
    """Begins a case; there is nothing before it to try again."""


class StartNode(StepNode, StartHandle):
    """Where a case begins."""

    activation_class = StartActivation
    left_as = TimelineEvent.STARTED

    def __init__(self, *, form: StepForm, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.form = form


class PersonActivation(WayActivation, ViewActivation):
    """A task of one person, or an approval."""

    @classmethod
    def create(
        cls,
        flow_task: Any,
        prev_activation: Activation,
        token: Any,
        data: Any = None,
        seed: Any = None,
    ) -> Activation:
        activation = super().create(flow_task, prev_activation, token, data=data, seed=seed)
        current().open_item(activation.task, activation.assigned)
        return activation

    @Activation.status.transition(
        source=[STATUS.NEW, STATUS.ASSIGNED],
        target=STATUS.STARTED,
        permission=lambda activation, user: activation.flow_task.can_execute(user, activation.task),
    )
    def begin(self, user: "User") -> None:
        """Begin to complete it, taking it over first where nobody had it."""
        task_started.send(sender=self.flow_class, process=self.process, task=self.task)
        self.task.owner = user
        self.task.started = now()

    def way(self) -> str:
        return str(self.task.data["outcome"])

    def prepare_revived_task(self, task: Task) -> None:
        """The revived task waits for people again: Viewflow would leave it to anybody."""
        super().prepare_revived_task(task)
        self.assigned = self.flow_task.assign(self)
        task.owner = self.assigned.sole_person
        task.status = STATUS.ASSIGNED if task.owner else STATUS.NEW
        current().open_item(task, self.assigned)


class PersonNode(StepNode, View):
    """Waits for one person. Its candidates' rows, not a Django permission, say who may act."""

    activation_class = PersonActivation
    waits = True

    def __init__(
        self,
        *,
        whom: Whom,
        form: StepForm,
        offers: dict[str, Expression | None],
        **kwargs: Any,
    ) -> None:
        super().__init__(None, **kwargs)
        self.whom = whom
        self.form = form
        # When each outcome is offered; ``None`` for always.
        self.offers = offers

    def assign(self, activation: Activation) -> Assigned:
        return assignment.resolve(self.whom, current())

    def facts(self, task: Task, facts: Facts) -> Facts:
        """What the form of ``task`` begins with: the case's values."""
        return facts

    def keep(self, transition: Transition, task: Task, cleaned: Cleaned, outcome: str) -> None:
        """Put the answers to ``task`` where they belong."""
        answers.keep(transition, self.form, cleaned)

    def calc_owner(self, activation: Activation) -> "User | None":
        assigned = self.assign(activation)
        activation.assigned = assigned
        return assigned.sole_person

    def can_execute(self, user: "User", task: Task) -> bool:
        """Its owner, and while it has none every candidate; nobody who did what it is not by."""
        if self.bars(user, task):
            return False
        if task.owner_id is not None:
            return bool(task.owner_id == user.pk)
        return self.can_assign(user, task)

    def can_assign(self, user: "User", task: Task) -> bool:
        return task.owner_id is None and _is_candidate(user, task) and not self.bars(user, task)

    def bars(self, user: "User", task: Task) -> bool:
        """Whether ``user`` did a step whose people may not do this one."""
        if not self.whom.who.not_by:
            return False
        return Exclusion.objects.filter(item__task=task, user=user).exists()

    def can_unassign(self, user: "User", task: Task) -> bool:
        return task.owner_id == user.pk or user.has_perm("engine.manage_cases")


class ApprovalActivation(PersonActivation):
    """One task for all approvers: completed when its rule is met, never claimed."""


class ApprovalNode(PersonNode):
    """Waits for votes."""

    activation_class = ApprovalActivation

    def assign(self, activation: Activation) -> Assigned:
        """The approvers are fixed now: "all" means those who are asked at this moment."""
        needed = self.step.rule.n or 1
        return assignment.named(super().assign(activation), at_least=needed)

    def calc_owner(self, activation: Activation) -> None:
        activation.assigned = self.assign(activation)

    def can_assign(self, user: "User", task: Task) -> bool:
        return _is_candidate(user, task) and not self.bars(user, task)


def _is_candidate(user: "User", task: Task) -> bool:
    return Candidate.objects.matching(user).filter(item__task=task).exists()
