"""Whose task it is, by each way to say so."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.users.models import Team, User
from workflows.engine.actions import assign_task, claim_task, complete_task, release_task
from workflows.engine.models import Case, WorkItem
from workflows.engine.refusals import NotAllowed, NotFound

from . import parcels  # noqa: F401 - registers its vocabulary
from .processes import NOW, begin, end, finish, item, process, start, task, text

Cast = dict[str, User]

TEAM = {"key": "team", "type": "text", "label": text("Team")}


@pytest.fixture(autouse=True)
def board(cast: Cast) -> Team:
    team = Team.objects.create(slug="board", name="Board", lead=cast["moderator"])
    team.members.set([cast["finance"], cast["support"]])
    return team


def asked(who: dict[str, Any], cast: Cast, **data: str) -> Case:
    """A parcel of the customer's whose second step is for ``who``."""
    definition = process(
        start("review", form=[{"field": "team"}]),
        task("review", {"ok": "decide"}),
        task("decide", {"decide_ok": "done"}, who=who),
        end(),
        kind="parcel",
        fields=[TEAM],
    )
    case = begin(definition, by=cast["customer"], data=data)
    return finish(case, "review", cast["reviewer"])


def able(case: Case, cast: Cast) -> set[str]:
    """Who could complete the task now."""
    work = item(case, "decide")
    return {name for name, user in cast.items() if work.task.flow_task.can_execute(user, work.task)}


@pytest.mark.parametrize(
    ("who", "people", "owner"),
    [
        ({"roles": ["reviewer", "editor"]}, {"reviewer", "editor"}, None),
        ({"teams": ["board"]}, {"finance", "support", "moderator"}, None),
        ({"users": ["finance", "rival"]}, {"finance", "rival"}, None),
        ({"users": ["finance"]}, {"finance"}, "finance"),
        ({"actors": ["sender"]}, {"customer"}, "customer"),
        ({"same_as": "review"}, {"reviewer"}, "reviewer"),
        ({"expression": {"cel": "'team:' + data.team"}}, {"finance", "support", "moderator"}, None),
        ({"expression": {"cel": "'role:editor'"}}, {"editor"}, None),
        ({"expression": {"cel": "'user:' + 'rival'"}}, {"rival"}, "rival"),
        ({"expression": {"cel": "'actor:sender'"}}, {"customer"}, "customer"),
        ({"roles": ["editor"], "users": ["rival"], "actors": ["sender"]},
         {"editor", "rival", "customer"}, None),
        # Whoever is not there is nobody, and nobody falls back to the operators.
        ({"expression": {"cel": "'user:nobody'"}}, {"operator"}, None),
        ({"expression": {"cel": "'somebody'"}}, {"operator"}, None),
        ({"expression": {"cel": "''"}}, {"operator"}, None),
    ],
    ids=lambda value: str(sorted(value) if isinstance(value, set) else value),
)  # fmt: skip
def test_a_task_is_for_whom_it_says(
    cast: Cast, who: dict[str, Any], people: set[str], owner: str | None
) -> None:
    case = asked(who, cast, team="board")
    assert able(case, cast) == people
    assert item(case, "decide").owner == (cast[owner] if owner else None)


def test_a_queue_is_worked_by_whoever_takes_from_it(cast: Cast) -> None:
    case = asked({"teams": ["board"]}, cast)
    work = item(case, "decide")
    claim_task(work.uuid, by=cast["support"], now=NOW)
    assert able(case, cast) == {"support"}
    release_task(work.uuid, by=cast["support"], now=NOW)
    assert able(case, cast) == {"finance", "support", "moderator"}


def test_people_come_into_a_queue_and_leave_it_with_their_team(cast: Cast, board: Team) -> None:
    case = asked({"teams": ["board"]}, cast)
    board.members.remove(cast["finance"])
    board.members.add(cast["rival"])
    assert able(case, cast) == {"support", "moderator", "rival"}
    with pytest.raises(NotFound):
        complete_task(
            item(case, "decide").uuid, by=cast["finance"], outcome="decide_ok", data={}, now=NOW
        )


def test_a_team_grants_its_tasks_and_nothing_else(cast: Cast, board: Team) -> None:
    board.members.set([cast["stranger"]])
    case = asked({"teams": ["board"]}, cast)
    begin(process(start("review"), task("review", {"ok": "done"}), end(), key="other"),
          by=cast["customer"])  # fmt: skip
    assert [work.case for work in WorkItem.objects.visible_to(cast["stranger"])] == [case]
    assert list(Case.objects.visible_to(cast["stranger"])) == [case]
    before = cast["customer"].get_all_permissions()
    assert cast["stranger"].get_all_permissions() == before


def test_whoever_has_no_active_account_is_not_asked(cast: Cast) -> None:
    definition = process(
        start("review"),
        task("review", {"ok": "decide"}),
        task("decide", {"decide_ok": "done"}, who={"users": ["finance"]}),
        end(),
    )
    case = begin(definition, by=cast["customer"])
    cast["finance"].is_active = False
    cast["finance"].save()
    case = finish(case, "review", cast["reviewer"])
    assert [row.role for row in item(case, "decide").candidates.all()] == ["operator"]


@pytest.fixture
def assign(cast: Cast) -> Callable[..., WorkItem]:
    return lambda case, to, by: assign_task(
        item(case, "decide").uuid, to=cast[to], by=cast[by], now=NOW
    )


def test_a_lead_gives_the_tasks_of_the_team_to_somebody(
    cast: Cast, assign: Callable[..., WorkItem]
) -> None:
    case = asked({"teams": ["board"]}, cast)
    with pytest.raises(NotAllowed):
        assign(case, "support", "finance")
    assert item(case, "decide").owner is None
    assign(case, "finance", "moderator")
    assert able(case, cast) == {"finance"}
    # Of other teams and roles they are no lead.
    other = asked({"roles": ["editor"]}, cast)
    with pytest.raises(NotFound):
        assign(other, "finance", "moderator")
