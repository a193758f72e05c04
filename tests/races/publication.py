"""Two operators publish one draft."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models.signals import pre_save
from django.utils import timezone

from accounts.users.models import User
from tests.engine.processes import end, process, start, task
from tests.races.barrier import CERTAIN, at_once, meeting, without_constraints
from workflows.engine.drafts import save_draft
from workflows.engine.models import Definition, Rollout, Version
from workflows.engine.publication import publish_draft

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Cast = dict[str, User]
Post = Callable[..., Any]

DRAFT = process(start("work"), task("work", {"ok": "done"}), end())


@pytest.fixture
def draft(cast: Cast) -> Definition:
    return save_draft(
        "sample", definition=DRAFT, note="", etag="", by=cast["operator"], now=timezone.now()
    )


def numbers() -> list[int]:
    return list(Version.objects.order_by("pk").values_list("number", flat=True))


def test_two_operators_publishing_one_draft_make_one_version(post: Post, draft: Definition) -> None:
    path = "processes/sample/draft/publish/"
    with meeting(pre_save, sender=Version):
        answers = at_once(post("operator", path), post("admin", path))
    assert answers == [(201, ""), (201, "")]
    assert (numbers(), Rollout.objects.count()) == ([1], 1)


def publish_twice(cast: Cast) -> list[Any]:
    def publish(username: str) -> int:
        now = timezone.now()
        return publish_draft("sample", by=cast[username], note="", now=now).number

    with meeting(pre_save, sender=Version, patience=CERTAIN):
        return at_once(lambda: publish("operator"), lambda: publish("admin"))


def test_control_without_the_lock_the_constraint_turns_one_away(
    unlocked: None, cast: Cast, draft: Definition
) -> None:
    results = publish_twice(cast)
    assert sorted(type(result).__name__ for result in results) == ["IntegrityError", "int"]
    assert numbers() == [1]


def test_control_without_lock_and_constraints_there_are_two_first_versions(
    unlocked: None, cast: Cast, draft: Definition
) -> None:
    names = [one.name for one in Version._meta.constraints if hasattr(one, "fields")]
    with without_constraints(Version, *names):
        assert publish_twice(cast) == [1, 1]
        assert numbers() == [1, 1]
