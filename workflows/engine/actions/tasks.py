"""Verbs on tasks: claim, release, assign, complete."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from viewflow.workflow.activation import Activation
from viewflow.workflow.status import STATUS

from accounts.users.models import Team, User

from .. import answers, approvals
from ..forms import Cleaned
from ..locking import working_on
from ..models import Candidate, WorkItem
from ..nodes import ApprovalNode
from ..refusals import InvalidForm, NotAllowed, NotAvailable
from ..states import TimelineEvent
from ..transition import Transition


def claim_task(item_uuid: UUID | str, *, by: User, now: datetime) -> WorkItem:
    """Take a task from the queue. ``NotAvailable`` once somebody has it."""
    with working_on(item_uuid, by=by, now=now) as (item, activation, transition):
        _refuse_approval(activation)
        if not activation.assign.can_proceed():
            raise NotAvailable(_("Somebody else has this task."), code="task_taken")
        _refuse_doer(activation, by)
        if not activation.assign.has_perm(by):
            raise NotAllowed
        activation.task.assigned = now
        activation.assign(by)
        transition.note(TimelineEvent.CLAIMED, step=item.step)
    return item


def release_task(item_uuid: UUID | str, *, by: User, now: datetime) -> WorkItem:
    """Give a task back to its queue; its owner or a manager of cases may."""
    with working_on(item_uuid, by=by, now=now) as (item, activation, transition):
        if not activation.unassign.can_proceed():
            raise NotAvailable(_("Nobody has this task."), code="task_not_taken")
        if not activation.unassign.has_perm(by):
            raise NotAllowed
        activation.unassign()
        transition.note(TimelineEvent.RELEASED, step=item.step)
    return item


def assign_task(item_uuid: UUID | str, *, to: User, by: User, now: datetime) -> WorkItem:
    """Give a task to ``to``; of an approval, make ``to`` an approver. Managers and leads may."""
    with working_on(item_uuid, by=by, now=now) as (item, activation, transition):
        if not may_assign(item, by):
            raise NotAllowed
        if not to.is_active:
            raise NotAvailable(_("This person has no active account."), code="person_inactive")
        if not activation.begin.can_proceed():
            raise NotAvailable(_("This task is not open any more."), code="task_closed")
        _refuse_doer(activation, to)
        if isinstance(activation.flow_task, ApprovalNode):
            last = item.candidates.count()
            Candidate.objects.get_or_create(item=item, user=to, defaults={"position": last})
        else:
            activation.task.assigned = now
            is_new = activation.task.status == STATUS.NEW
            (activation.assign if is_new else activation.reassign)(to)
        transition.note(TimelineEvent.ASSIGNED, step=item.step, data={"to": str(to.uuid)})
    return item


def complete_task(
    item_uuid: UUID | str, *, by: User, outcome: str, data: Mapping[str, object], now: datetime
) -> WorkItem:
    """End a task by ``outcome`` with the answers ``data``; of an approval, cast a vote.

    ``NotAvailable`` when it is not open or the outcome is not offered now, ``NotAllowed`` when it
    is somebody else's, ``InvalidForm`` when answers do not fit.
    """
    with working_on(item_uuid, by=by, now=now) as (item, activation, transition):
        if not activation.begin.can_proceed():
            raise NotAvailable(_("This task is not open any more."), code="task_closed")
        _refuse_doer(activation, by)
        if not activation.begin.has_perm(by):
            raise NotAllowed
        cleaned = _read(activation, transition, outcome, data)
        if isinstance(activation.flow_task, ApprovalNode):
            approvals.vote(transition, item, activation, by=by, outcome=outcome, cleaned=cleaned)
        else:
            finish(transition, activation, outcome=outcome, cleaned=cleaned)
    return item


def finish(
    transition: Transition, activation: Activation, *, outcome: str, cleaned: Cleaned
) -> None:
    """Complete a person's task and let the case go on."""
    activation.begin(transition.by)
    activation.flow_task.keep(transition, activation.task, cleaned, outcome)
    activation.task.data["outcome"] = outcome
    activation.execute()


def _read(
    activation: Activation, transition: Transition, outcome: str, data: Mapping[str, object]
) -> Cleaned:
    node, by = activation.flow_task, transition.by
    chosen = next((one for one in node.step.outcomes if one.key == outcome), None)
    if chosen is None or by is None:
        message = _("This task has no such outcome.")
        raise InvalidForm(errors=[{"loc": ["outcome"], "type": "unknown_outcome", "msg": message}])
    offered = node.offers[outcome]
    if offered is not None and not offered.holds(transition.facts()):
        raise NotAvailable
    return answers.read(
        node.form,
        data,
        by=by,
        keys=answers.actor_keys(transition, by),
        facts=node.facts(activation.task, transition.facts()),
        requires=getattr(chosen, "requires", ()),
    )


def may_assign(item: WorkItem, by: User) -> bool:
    """Whether ``by`` manages cases or leads a team that is asked to do ``item``."""
    if by.has_perm("engine.manage_cases"):
        return True
    teams = item.candidates.exclude(team="").values("team")
    return Team.objects.filter(lead=by, slug__in=teams).exists()


def _refuse_doer(activation: Activation, user: User) -> None:
    """Asked under the case's lock: nobody does another step of the case in between."""
    if activation.flow_task.bars(user, activation.task):
        text = _("Whoever did an earlier step of this case may not do this one.")
        raise NotAllowed(text, code="did_before")


def _refuse_approval(activation: Activation) -> None:
    if isinstance(activation.flow_task, ApprovalNode):
        raise NotAvailable(_("An approval is voted on, not claimed."), code="not_claimable")
