"""Approvers who vote at the same moment."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models.signals import pre_save

from accounts.users.models import User
from tests.engine.processes import begin, end, item, open_steps, process, start, step, task, text
from tests.races.barrier import CERTAIN, at_once, meeting, without_constraints
from workflows.engine.models import Vote, WorkItem

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Cast = dict[str, User]
Post = Callable[..., Any]

APPROVERS = ["reviewer", "finance", "support"]
APPROVAL = process(
    start("vote"),
    step(
        "vote",
        "approval",
        who={"users": APPROVERS},
        rule={"mode": "n_of_m", "n": 2},
        outcomes=[
            {"key": "agree", "label": text("Agree"), "to": "sign", "vote": "for"},
            {"key": "object", "label": text("Object"), "to": "refused", "vote": "against"},
        ],
    ),
    task("sign", {"ok": "done"}, who={"roles": ["operator"]}),
    end(),
    end("refused"),
)


@pytest.fixture
def ballot(cast: Cast) -> WorkItem:
    return item(begin(APPROVAL, by=cast["customer"]), "vote")


def vote(post: Post, ballot: WorkItem, *usernames: str) -> list[tuple[int, str]]:
    path = f"tasks/{ballot.uuid}/complete/"
    return at_once(*[post(username, path, outcome="agree") for username in usernames])


def voters(ballot: WorkItem) -> list[str]:
    return sorted(ballot.votes.values_list("voter__username", flat=True))


def test_ten_requests_from_three_approvers_decide_once(post: Post, ballot: WorkItem) -> None:
    senders = [*APPROVERS * 3, APPROVERS[0]]
    with meeting(pre_save, sender=Vote, parties=10):
        answers = vote(post, ballot, *senders)

    assert Counter(status for status, _code in answers) == {200: 2, 409: 8}
    accepted = [
        sender for sender, (status, _) in zip(senders, answers, strict=True) if status == 200
    ]
    assert len(set(accepted)) == 2
    assert voters(ballot) == sorted(accepted)
    told = Counter(ballot.case.timeline.filter(step="vote").values_list("event", flat=True))
    assert told == {"entered": 1, "voted": 2, "completed": 1}
    assert open_steps(ballot.case) == ["sign"]
    assert WorkItem.objects.filter(case=ballot.case, step="sign").count() == 1
    assert WorkItem.objects.get(pk=ballot.pk).outcome == "agree"


def test_control_without_the_lock_three_votes_decide_nothing(
    unlocked: None, post: Post, ballot: WorkItem
) -> None:
    """Each counts only its own, and the case waits for ever for votes that it has."""
    with meeting(pre_save, sender=Vote, parties=3, patience=CERTAIN):
        answers = vote(post, ballot, *APPROVERS)
    assert answers == [(200, "")] * 3
    assert voters(ballot) == sorted(APPROVERS)
    assert open_steps(ballot.case) == ["vote"]


def test_control_without_the_lock_a_second_and_a_third_vote_decide_twice(
    unlocked: None, post: Post, ballot: WorkItem
) -> None:
    vote(post, ballot, "reviewer")
    with meeting(pre_save, sender=Vote, patience=CERTAIN):
        answers = vote(post, ballot, "finance", "support")
    assert answers == [(200, ""), (200, "")]
    assert open_steps(ballot.case) == ["sign", "sign"]


def test_control_without_lock_and_constraint_one_person_votes_twice(
    unlocked: None, post: Post, ballot: WorkItem
) -> None:
    with (
        without_constraints(Vote, "everybody_votes_once"),
        meeting(pre_save, sender=Vote, patience=CERTAIN),
    ):
        answers = vote(post, ballot, "finance", "finance")
        assert answers == [(200, ""), (200, "")]
        assert voters(ballot) == ["finance", "finance"]
