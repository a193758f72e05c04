"""Several people at one task."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models.signals import pre_save
from viewflow.workflow.models import Task
from viewflow.workflow.signals import task_started

from accounts.users.models import User
from tests.engine.processes import begin, end, item, open_steps, process, start, task
from tests.races.barrier import CERTAIN, at_once, meeting
from workflows.engine.models import Case, WorkItem

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Cast = dict[str, User]
Post = Callable[..., Any]

CUSTOMERS = {"roles": ["customer"]}
TASK = process(
    start("work"),
    task("work", {"ok": "check"}, who=CUSTOMERS),
    task("check", {"ok": "done"}),
    end(),
)


@pytest.fixture
def work(cast: Cast) -> WorkItem:
    return item(begin(TASK, by=cast["customer"]), "work")


def entries(case: Case, event: str, step: str) -> list[str]:
    """The usernames of the timeline's entries of this kind."""
    rows = case.timeline.filter(event=event, step=step)
    return list(rows.values_list("actor__username", flat=True))


def complete(post: Post, work: WorkItem, *usernames: str) -> list[tuple[int, str]]:
    path = f"tasks/{work.uuid}/complete/"
    return at_once(*[post(username, path, outcome="ok") for username in usernames])


def claim(post: Post, work: WorkItem, *usernames: str) -> list[tuple[int, str]]:
    return at_once(*[post(username, f"tasks/{work.uuid}/claim/") for username in usernames])


def test_of_two_people_completing_one_task_one_wins(post: Post, work: WorkItem) -> None:
    with meeting(task_started):
        answers = complete(post, work, "customer", "stranger")
    winner, loser = ("customer", "stranger") if answers[0][0] == 200 else ("stranger", "customer")
    assert sorted(answers) == [(200, ""), (409, "task_closed")], loser

    work = WorkItem.objects.get(pk=work.pk)
    assert (work.owner.username, work.outcome, work.is_open) == (winner, "ok", False)
    assert entries(work.case, "completed", "work") == [winner]
    assert open_steps(work.case) == ["check"]


def test_control_without_the_lock_both_complete_it(
    unlocked: None, post: Post, work: WorkItem
) -> None:
    with meeting(task_started, patience=CERTAIN):
        answers = complete(post, work, "customer", "stranger")
    assert answers == [(200, ""), (200, "")]
    assert sorted(entries(work.case, "completed", "work")) == ["customer", "stranger"]
    assert open_steps(work.case) == ["check", "check"]


def test_of_three_people_claiming_one_task_one_has_it(post: Post, work: WorkItem) -> None:
    people = ["customer", "stranger", "applicant"]
    with meeting(pre_save, sender=Task, parties=3):
        answers = claim(post, work, *people)
    assert Counter(answers) == {(200, ""): 1, (409, "task_taken"): 2}
    winner = people[answers.index((200, ""))]
    work = WorkItem.objects.get(pk=work.pk)
    assert work.owner.username == winner
    assert entries(work.case, "claimed", "work") == [winner]


def test_control_without_the_lock_all_believe_they_have_it(
    unlocked: None, post: Post, work: WorkItem
) -> None:
    with meeting(pre_save, sender=Task, parties=3, patience=CERTAIN):
        answers = claim(post, work, "customer", "stranger", "applicant")
    assert answers == [(200, "")] * 3
    assert len(entries(work.case, "claimed", "work")) == 3


def test_one_claims_what_another_completes(post: Post, work: WorkItem) -> None:
    calls = [
        post("customer", f"tasks/{work.uuid}/claim/"),
        post("stranger", f"tasks/{work.uuid}/complete/", outcome="ok"),
    ]
    with meeting(pre_save, sender=Task):
        claimed, completed = at_once(*calls)
    after = WorkItem.objects.get(pk=work.pk)
    # Either way round, but never both.
    if claimed == (200, ""):
        assert completed == (403, "not_allowed")
        assert (after.owner.username, after.is_open) == ("customer", True)
    else:
        assert (claimed, completed) == ((409, "task_taken"), (200, ""))
        assert (after.owner.username, after.is_open) == ("stranger", False)


def test_control_without_the_lock_a_task_is_claimed_and_completed(
    unlocked: None, post: Post, work: WorkItem
) -> None:
    calls = [
        post("customer", f"tasks/{work.uuid}/claim/"),
        post("stranger", f"tasks/{work.uuid}/complete/", outcome="ok"),
    ]
    with meeting(pre_save, sender=Task, patience=CERTAIN):
        assert at_once(*calls) == [(200, ""), (200, "")]
