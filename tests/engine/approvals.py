"""Approvals: any, all, n of m, in turn or together."""

from typing import Any

import pytest

from accounts.users.models import Team, User
from workflows.engine.actions import assign_task, claim_task, complete_task
from workflows.engine.definition import ApprovalRule
from workflows.engine.models import Case, Vote
from workflows.engine.queries import offered_outcomes
from workflows.engine.refusals import Conflict, NotAvailable, NotFound
from workflows.engine.votes import Tally, is_decided

from .processes import NOW, begin, end, item, open_steps, process, start, step, text, told

Cast = dict[str, User]


def approval(rule: dict[str, Any], **values: Any) -> dict[str, Any]:
    """A process with one approval of the team ``board``."""
    values.setdefault("who", {"teams": ["board"]})
    outcomes = [
        {"key": "agree", "label": text("Agree"), "to": "done", "vote": "for"},
        {"key": "object", "label": text("Object"), "to": "refused", "vote": "against"},
        {"key": "stop", "label": text("Stop"), "to": "refused"},
    ]
    vote = step("vote", "approval", rule=rule, outcomes=outcomes, **values)
    return process(start("vote"), vote, end(result="agreed"), end("refused", result="refused"))


@pytest.fixture
def board(cast: Cast) -> list[User]:
    members = [cast["reviewer"], cast["finance"], cast["support"]]
    Team.objects.create(slug="board", name="Board").members.set(members)
    return sorted(members, key=lambda user: user.pk)


def vote(case: Case, by: User, outcome: str = "agree") -> str:
    """Vote, and answer the result of the case."""
    ballot = item(case, "vote")
    complete_task(ballot.uuid, by=by, outcome=outcome, data={}, now=NOW)
    return Case.objects.get(pk=case.pk).result


@pytest.mark.parametrize(
    ("rule", "votes_for", "votes_against", "decided"),
    [
        ({"mode": "any"}, 1, 0, True),
        ({"mode": "any"}, 0, 2, False),
        ({"mode": "any"}, 0, 3, True),
        ({"mode": "all"}, 2, 0, False),
        ({"mode": "all"}, 3, 0, True),
        ({"mode": "all"}, 0, 1, True),
        ({"mode": "n_of_m", "n": 2}, 1, 1, False),
        ({"mode": "n_of_m", "n": 2}, 2, 0, True),
        ({"mode": "n_of_m", "n": 2}, 0, 2, True),
        # More votes needed than there are approvers: one against is already too many.
        ({"mode": "n_of_m", "n": 4}, 3, 0, False),
        ({"mode": "n_of_m", "n": 4}, 0, 1, True),
    ],
)
def test_three_approvers_decide_by_the_rule(
    rule: dict[str, Any], votes_for: int, votes_against: int, decided: bool
) -> None:
    tally = Tally(approvers=3, votes_for=votes_for, votes_against=votes_against)
    assert is_decided(ApprovalRule.model_validate(rule), tally) is decided


def test_two_of_three_decide_and_the_third_has_nothing_to_do(cast: Cast, board: list[User]) -> None:
    case = begin(approval({"mode": "n_of_m", "n": 2}), by=cast["applicant"])
    ballot = item(case, "vote")
    assert vote(case, board[0]) == ""
    assert vote(case, board[1]) == "agreed"
    with pytest.raises(NotAvailable):
        complete_task(ballot.uuid, by=board[2], outcome="agree", data={}, now=NOW)
    assert list(Vote.objects.values_list("voter", "outcome")) == [
        (board[0].pk, "agree"), (board[1].pk, "agree"),
    ]  # fmt: skip
    ballot.refresh_from_db()
    assert (ballot.owner, ballot.outcome) == (board[1], "agree")


def test_all_means_those_who_were_asked_when_the_step_opened(cast: Cast, board: list[User]) -> None:
    case = begin(approval({"mode": "all"}), by=cast["applicant"])
    Team.objects.get(slug="board").members.add(cast["moderator"])
    with pytest.raises(NotFound):
        vote(case, cast["moderator"])
    assert [vote(case, member) for member in board] == ["", "", "agreed"]


def test_one_against_ends_an_approval_by_all(cast: Cast, board: list[User]) -> None:
    case = begin(approval({"mode": "all"}), by=cast["applicant"])
    assert vote(case, board[2], "object") == "refused"


def test_an_outcome_without_a_vote_decides_at_once(cast: Cast, board: list[User]) -> None:
    case = begin(approval({"mode": "all"}), by=cast["applicant"])
    assert vote(case, board[1], "stop") == "refused"


def test_nobody_votes_twice(cast: Cast, board: list[User]) -> None:
    case = begin(approval({"mode": "n_of_m", "n": 2}), by=cast["applicant"])
    vote(case, board[0])
    with pytest.raises(Conflict) as refused:
        vote(case, board[0])
    assert refused.value.code == "already_voted"
    assert Vote.objects.count() == 1
    assert open_steps(case) == ["vote"]


def test_in_turn_everybody_waits_for_those_before(cast: Cast, board: list[User]) -> None:
    names = [user.username for user in reversed(board)]
    rule = {"mode": "all", "order": "in_turn"}
    case = begin(approval(rule, who={"users": names}), by=cast["applicant"])
    first, second, third = reversed(board)
    with pytest.raises(NotAvailable) as refused:
        vote(case, second)
    assert refused.value.code == "not_your_turn"
    assert Vote.objects.count() == 0
    ballot = item(case, "vote")
    offered = [bool(offered_outcomes(ballot, user, now=NOW)) for user in (first, second, third)]
    assert offered == [True, False, False]
    assert [vote(case, user) for user in (first, second, third)] == ["", "", "agreed"]


def test_an_approval_is_not_claimed(cast: Cast, board: list[User]) -> None:
    case = begin(approval({"mode": "any"}), by=cast["applicant"])
    with pytest.raises(NotAvailable) as refused:
        claim_task(item(case, "vote").uuid, by=board[0], now=NOW)
    assert refused.value.code == "not_claimable"
    assert item(case, "vote").owner is None


def test_an_approval_of_too_few_waits_for_another_approver(cast: Cast) -> None:
    Team.objects.create(slug="board", name="Board").members.set([cast["reviewer"]])
    case = begin(approval({"mode": "n_of_m", "n": 2}), by=cast["applicant"])
    assert vote(case, cast["reviewer"]) == ""
    assign_task(item(case, "vote").uuid, to=cast["finance"], by=cast["operator"], now=NOW)
    assert vote(case, cast["finance"]) == "agreed"
    assert told(case)[-4:] == [
        ("assigned", "vote"), ("voted", "vote"), ("completed", "vote"), ("finished", "done"),
    ]  # fmt: skip
