"""Approvals: when votes decide, and casting one.

Of ``m`` approvers, fixed when the step opened, "any" needs one vote for, "all" needs ``m`` and
"n of m" needs ``n``. The first vote that makes the needed number reached, or out of reach, decides,
and its outcome is the step's. An outcome without a vote decides at once.
"""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from viewflow.workflow.activation import Activation

from . import answers
from .definition import ApprovalRule
from .forms import Cleaned
from .models import Vote, WorkItem
from .refusals import Conflict, NotAvailable
from .states import TimelineEvent
from .transition import Transition
from .votes import AGAINST, FOR, Tally, is_decided, needed

if TYPE_CHECKING:
    from accounts.users.models import User


def vote(
    transition: Transition,
    item: WorkItem,
    activation: Activation,
    *,
    by: "User",
    outcome: str,
    cleaned: Cleaned,
) -> None:
    """Cast the vote of ``by``, and complete the task where that decides.

    ``Conflict`` for a second vote, ``NotAvailable`` when it is somebody else's turn.
    """
    step = activation.flow_task.step
    votes = list(item.votes.all())
    approvers = _approvers(item)
    if any(cast.voter_id == by.pk for cast in votes):
        raise Conflict(_("You have voted already."), code="already_voted")
    if not _is_turn_of(by, step.rule, approvers, votes):
        raise NotAvailable(_("It is somebody else's turn."), code="not_your_turn")
    kind = next(one.vote for one in step.outcomes if one.key == outcome) or ""
    cast = Vote(item=item, voter=by, outcome=outcome, vote=kind, cast_at=transition.now)
    cast.save(force_insert=True)
    answers.keep(transition, activation.flow_task.form, cleaned)
    transition.note(TimelineEvent.VOTED, step=item.step, data={"outcome": outcome})
    if not kind or is_decided(step.rule, _tally(approvers, [*votes, cast])):
        _complete(activation, cast)


def look_again(activation: Activation) -> None:
    """Complete an open approval that its votes decide: its rule or its approvers have changed."""
    item = WorkItem.objects.get(task=activation.task)
    votes = list(item.votes.select_related("voter"))
    rule = activation.flow_task.step.rule
    tally = _tally(_approvers(item), votes)
    if votes and is_decided(rule, tally):
        # The vote that would have decided: the last one on the side that has it.
        side = FOR if tally.votes_for >= needed(rule, tally.approvers) else AGAINST
        _complete(activation, [cast for cast in votes if cast.vote == side][-1])


def _tally(approvers: list[int], votes: list[Vote]) -> Tally:
    kinds = [cast.vote for cast in votes]
    return Tally(len(approvers), kinds.count(FOR), kinds.count(AGAINST))


def _complete(activation: Activation, deciding: Vote) -> None:
    activation.begin(deciding.voter)
    activation.task.data["outcome"] = deciding.outcome
    activation.execute()


def may_vote(item: WorkItem, user: "User") -> bool:
    """Whether ``user``, a candidate of ``item``, has still to vote and it is their turn."""
    votes = list(item.votes.all())
    if any(cast.voter_id == user.pk for cast in votes):
        return False
    return _is_turn_of(user, item.task.flow_task.step.rule, _approvers(item), votes)


def _approvers(item: WorkItem) -> list[int]:
    return [row.user_id for row in item.candidates.all() if row.user_id is not None]


def _is_turn_of(user: "User", rule: ApprovalRule, approvers: list[int], votes: list[Vote]) -> bool:
    if rule.order == "together":
        return True
    voted = {cast.voter_id for cast in votes}
    waiting = [approver for approver in approvers if approver not in voted]
    # Somebody who came into the role later comes after those who were asked by name.
    return not waiting or waiting[0] == user.pk
