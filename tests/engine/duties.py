"""Not by whoever did another step: who may not do what follows on it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.users.models import User
from workflows.designer.forms.references import renamed, without_step
from workflows.engine.actions import assign_task, claim_task, complete_task
from workflows.engine.admin import rows
from workflows.engine.admin.assigning import people_for
from workflows.engine.definition import parse
from workflows.engine.models import Case, Vote
from workflows.engine.plain import PLAIN
from workflows.engine.queries import offered_actions, offered_outcomes
from workflows.engine.refusals import NotAllowed
from workflows.engine.walker import Answer, Sample, walk
from workflows.engine.wording import Words

from .processes import NOW, begin, end, finish, item, open_steps, process, start, step, task

Cast = dict[str, User]
STAFF = {"roles": ["reviewer", "support"]}


def judged(**second: Any) -> dict[str, Any]:
    """Somebody proposes, somebody else decides."""
    return process(
        start("propose"),
        task("propose", {"ok": "decide"}, who=STAFF),
        {**task("decide", {"yes": "done", "again": "propose"}, who=who("propose")), **second},
        end(),
    )


def who(*steps: str) -> dict[str, Any]:
    return {**STAFF, "not_by": list(steps)}


def voted_on(**rule: Any) -> dict[str, Any]:
    ways = [
        {"key": key, "label": {"en": key.title()}, "to": "done", "vote": vote}
        for key, vote in (("yes", "for"), ("no", "against"))
    ]
    approval = step("decide", "approval", who=who("propose"), rule=rule, outcomes=ways)
    return process(start("propose"), task("propose", {"ok": "decide"}, who=STAFF), approval, end())


def test_whoever_did_the_step_before_may_neither_take_nor_do_nor_be_given_it(cast: Cast) -> None:
    case = finish(begin(judged(), by=cast["customer"]), "propose", cast["reviewer"])
    work = item(case, "decide")
    acts: tuple[Callable[[], object], ...] = (
        lambda: claim_task(work.uuid, by=cast["reviewer"], now=NOW),
        lambda: complete_task(work.uuid, by=cast["reviewer"], outcome="yes", data={}, now=NOW),
        lambda: assign_task(work.uuid, to=cast["reviewer"], by=cast["operator"], now=NOW),
    )
    for act in acts:
        with pytest.raises(NotAllowed) as refused:
            act()
        assert refused.value.code == "did_before"
    assert offered_outcomes(work, cast["reviewer"], language="en", now=NOW) == []
    work = item(case, "decide")
    assert (work.task.status, work.task.owner) == ("NEW", None)
    assert open_steps(finish(case, "decide", cast["support"], "yes")) == []


def test_it_is_in_no_list_of_whoever_may_not_do_it(
    cast: Cast,
    client_for: Callable[[str | None], APIClient],
    browser_for: Callable[[str], Client],
) -> None:
    case = finish(begin(judged(), by=cast["customer"]), "propose", cast["reviewer"])
    work = str(item(case, "decide").uuid)
    waiting = {"open": 1, "mine": 0, "queues": 1, "all": 1, "overdue": 0}
    for username, found, counted in (
        ("reviewer", [], dict.fromkeys(waiting, 0)),
        ("support", [work], waiting),
    ):
        client = client_for(username)
        for query in ("", "?mine=false"):
            listed = client.get(f"/api/v1/tasks/{query}").json()["items"]
            assert [one["id"] for one in listed] == found
        offers = offered_actions(case, cast[username], now=NOW)
        assert [str(offer.item) for offer in offers] == found * 2
        assert rows.counted(cast[username], now=NOW) == counted
        menu = "My tasks (1)" in browser_for(username).get("/admin/tasks/").content.decode()
        assert menu is bool(found)
    # By its address they see that it is for others.
    told: Any = client_for("reviewer").get(f"/api/v1/tasks/{work}/")
    assert (told.status_code, told.json()["actions"]) == (200, [])
    assert list(people_for(item(case, "decide"))) == [cast["support"]]


def side_by_side(**decide: Any) -> dict[str, Any]:
    """What is not by the proposers of the rounds before is open beside the next proposal."""
    ways = {"more": "split", "ok": "done"}
    return process(
        start("split"),
        step("split", "parallel", branches=[{"to": "propose"}, {"to": "decide"}], join="both"),
        task("propose", {"ok": "both"}, who=STAFF),
        {**task("decide", {"yes": "both"}, who=who("propose")), **decide},
        step("both", "join", next="again"),
        task("again", ways, who=STAFF),
        end(),
    )


def test_whoever_does_it_while_the_other_is_open_is_kept_out_from_then_on(cast: Cast) -> None:
    case = begin(side_by_side(), by=cast["customer"])
    work = item(case, "decide")
    assert offered_outcomes(work, cast["reviewer"], now=NOW) != []
    finish(case, "propose", cast["reviewer"])
    assert list(work.exclusions.values_list("user__username", flat=True)) == ["reviewer"]
    with pytest.raises(NotAllowed):
        claim_task(work.uuid, by=cast["reviewer"], now=NOW)
    assert item(case, "decide").owner is None


def test_whoever_has_taken_it_and_then_does_the_other_gives_it_back(cast: Cast) -> None:
    case = begin(side_by_side(), by=cast["customer"])
    work = item(case, "decide")
    claim_task(work.uuid, by=cast["reviewer"], now=NOW)
    finish(case, "propose", cast["reviewer"])
    work = item(case, "decide")
    assert (work.owner, work.task.status) == (None, "NEW")
    assert case.timeline.filter(event="released", step="decide").count() == 1
    claim_task(work.uuid, by=cast["support"], now=NOW)
    finish(case, "decide", cast["support"], "yes")
    assert open_steps(case) == ["again"]


def test_everybody_who_ever_did_it_is_kept_out(cast: Cast) -> None:
    third = User.objects.get(username="moderator")
    third.groups.add(cast["support"].groups.get())
    case = finish(begin(judged(), by=cast["customer"]), "propose", cast["reviewer"])
    case = finish(case, "decide", cast["support"], "again")
    case = finish(case, "propose", cast["support"])
    for username in ("reviewer", "support"):
        with pytest.raises(NotAllowed):
            finish(case, "decide", cast[username], "yes")
    assert Case.objects.get(pk=case.pk).finished_at is None
    assert finish(case, "decide", third, "yes").finished_at is not None


def test_whoever_began_the_case_is_kept_out(cast: Cast) -> None:
    begun = judged(who={"roles": ["customer"], "not_by": ["begin"]})
    case = finish(begin(begun, by=cast["customer"]), "propose", cast["reviewer"])
    with pytest.raises(NotAllowed):
        finish(case, "decide", cast["customer"], "yes")
    assert finish(case, "decide", cast["stranger"], "yes").finished_at is not None


def test_all_who_vote_are_all_the_others(cast: Cast) -> None:
    case = finish(begin(voted_on(mode="all"), by=cast["customer"]), "propose", cast["reviewer"])
    candidates = item(case, "decide").candidates.all()
    assert [row.user for row in candidates] == [cast["support"]]
    assert finish(case, "decide", cast["support"], "yes").finished_at is not None


def test_a_vote_is_refused_though_the_role_is_asked(cast: Cast) -> None:
    two = voted_on(mode="n_of_m", n=2)
    case = finish(begin(two, by=cast["customer"]), "propose", cast["reviewer"])
    work = item(case, "decide")
    assert {row.role for row in work.candidates.all()} == {"", "reviewer", "support"}
    with pytest.raises(NotAllowed) as refused:
        complete_task(work.uuid, by=cast["reviewer"], outcome="yes", data={}, now=NOW)
    assert (refused.value.code, Vote.objects.count()) == ("did_before", 0)
    assert open_steps(case) == ["decide"]


def test_the_walk_refuses_whom_the_engine_refuses() -> None:
    sample = Sample(NOW, approvers={"decide": ("reviewer", "support")})
    proposed = [Answer("begin"), Answer("propose", "ok", by="reviewer")]
    definition = parse(voted_on(mode="all"))
    walked = walk(definition, PLAIN, sample, [*proposed, Answer("decide", "yes", by="reviewer")])
    assert (walked.state, walked.error and walked.error.code) == ("failed", "did_before")
    walked = walk(definition, PLAIN, sample, [*proposed, Answer("decide", "yes", by="support")])
    assert walked.state == "ended"


def test_it_is_said_and_follows_the_names_of_its_steps() -> None:
    definition = judged()
    words = Words(parse(definition), PLAIN).who(parse(definition).step("decide").who)  # type: ignore[union-attr]
    assert words.endswith(", not whoever did “Propose”")
    assert renamed(definition, "steps", "propose", "offer")["steps"][2]["who"] == who("offer")
    rest = {**definition, "steps": [one for one in definition["steps"] if one["id"] != "propose"]}
    assert without_step(rest, definition["steps"][1])["steps"][1]["who"] == {**STAFF, "not_by": []}
