"""What an operator does about a case that went wrong."""

from datetime import datetime

from django.utils.translation import gettext as _
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from accounts.users.models import User

from .. import jump
from ..definition import JoinStep, StartStep, Step
from ..flows import flow_of_case
from ..locking import running_case, visible_case
from ..models import Case
from ..refusals import NotAllowed, NotAvailable
from ..states import TimelineEvent

# A case begins once, and what comes together waits for its branches.
NO_TARGETS = (StartStep, JoinStep)


def jump_targets(case: Case) -> list[Step]:
    """The steps at which ``jump_case`` lets ``case`` go on, in their order."""
    compiled = flow_of_case(case).compiled
    return [
        step
        for step in compiled.definition.steps
        if not isinstance(step, NO_TARGETS) and not compiled.blocks.of(step.id)
    ]


def retry_step(number: str, step: str, *, by: User, now: datetime) -> Case:
    """Try a step that failed once more, under the idempotency key of its first attempt."""
    case = _repairable(number, by)
    with running_case(case, by=by, now=now) as transition:
        failed = (
            Task.objects.filter(
                process=transition.process,
                flow_task=transition.process.flow_class.instance.node(step),
                status=STATUS.ERROR,
            )
            .order_by("-pk")
            .first()
        )
        if failed is None:
            raise NotAvailable(_("This step has not failed."), code="step_not_failed")
        failed.process = transition.process
        transition.note(TimelineEvent.RETRIED, step=step)
        failed.flow_task.activation_class(failed).revive()
    return transition.case


def jump_case(number: str, *, to: str, reason: str, by: User, now: datetime) -> Case:
    """Let a case go on at another step, and nowhere else."""
    case = _repairable(number, by)
    with running_case(case, by=by, now=now) as transition:
        compiled = transition.compiled
        target = compiled.definition.step(to)
        if target is None or isinstance(target, NO_TARGETS):
            raise NotAvailable(_("A case cannot go on at this step."), code="no_such_target")
        if compiled.blocks.of(to):
            raise NotAvailable(
                _("This step is inside a parallel block."), code="target_inside_block"
            )
        jump.jump(transition, to, reason=reason)
    return transition.case


def _repairable(number: str, by: User) -> Case:
    case = visible_case(number, by)
    if not by.has_perm("engine.manage_cases"):
        raise NotAllowed
    return case
