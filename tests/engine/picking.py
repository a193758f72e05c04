"""Tasks that go to whoever has the least to do."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from accounts.users.models import Team, User
from workflows.engine.actions import assign_task, claim_task, release_task, start_case
from workflows.engine.models import Case

from .processes import NOW, begin, end, finish, item, process, publish, start, task

Cast = dict[str, User]


@pytest.fixture(autouse=True)
def board(cast: Cast) -> Team:
    team = Team.objects.create(slug="board", name="Board", lead=cast["moderator"])
    team.members.set([cast["finance"], cast["support"]])
    return team


def picked(who: Mapping[str, Any], key: str = "sample") -> dict[str, Any]:
    return process(
        start("decide"),
        task("decide", {"ok": "done"}, who={**who, "pick": "least_loaded"}),
        end(),
        key=key,
    )


BOARD = picked({"teams": ["board"]})


def again(cast: Cast, hours: int, key: str = "sample") -> Case:
    return start_case(key, by=cast["customer"], data={}, now=NOW + timedelta(hours=hours))


def owner(case: Case) -> str:
    found = item(case, "decide").owner
    return found.username if found else ""


def test_tasks_go_round_by_who_has_the_fewest_and_waited_longest(cast: Cast) -> None:
    names = sorted(["finance", "support", "moderator"], key=lambda name: cast[name].pk)
    first = begin(BOARD, by=cast["customer"])
    cases = [first, *(again(cast, hours) for hours in range(1, 4))]
    assert [owner(case) for case in cases] == [*names, names[0]]
    # Everybody but the first has one: the second was given one longest ago.
    finish(cases[3], "decide", cast[names[0]])
    assert owner(again(cast, 4)) == names[1]
    # The others have fewer, however long ago.
    finish(cases[0], "decide", cast[names[0]])
    assert owner(again(cast, 5)) == names[0]


def test_claimed_and_given_tasks_of_any_process_count(cast: Cast) -> None:
    other = begin(process(start("decide"), task("decide", {"ok": "done"},
                  who={"teams": ["board"]}), end(), key="other"), by=cast["customer"])  # fmt: skip
    names = sorted(["finance", "support", "moderator"], key=lambda name: cast[name].pk)
    claim_task(item(other, "decide").uuid, by=cast[names[0]], now=NOW)
    third = begin(picked({"teams": ["board"]}), by=cast["customer"])
    assert owner(third) == names[1]
    assign_task(item(third, "decide").uuid, to=cast[names[2]], by=cast["operator"], now=NOW)
    assert owner(again(cast, 1)) == names[1]


def test_what_is_given_back_waits_in_the_queue(cast: Cast) -> None:
    case = begin(BOARD, by=cast["customer"])
    name = owner(case)
    release_task(item(case, "decide").uuid, by=cast[name], now=NOW)
    assert owner(case) == ""
    other = next(one for one in ("finance", "support") if one != name)
    claim_task(item(case, "decide").uuid, by=cast[other], now=NOW)
    assert owner(case) == other


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ({"roles": ["editor"]}, "editor"),
        ({"users": ["rival", "stranger"], "roles": ["editor"]}, "stranger"),
        # Nobody is there: the operators' queue, as everywhere.
        ({"expression": {"cel": "'user:nobody'"}}, ""),
    ],
)
def test_roles_teams_and_persons_are_people(cast: Cast, who: dict[str, Any], expected: str) -> None:
    case = begin(picked(who), by=cast["customer"])
    if len(who) == 2:
        expected = min(("rival", "stranger", "editor"), key=lambda name: cast[name].pk)
    assert owner(case) == expected


def test_whoever_has_no_active_account_is_given_nothing(cast: Cast, board: Team) -> None:
    board.members.set([cast["finance"]])
    User.objects.filter(pk=cast["finance"].pk).update(is_active=False)
    publish(BOARD)
    assert [owner(again(cast, hours)) for hours in range(3)] == ["moderator"] * 3


def test_two_tasks_of_one_moment_go_to_two_people(cast: Cast) -> None:
    """Both are opened by one transition."""
    definition = process(
        start("fork"),
        {"id": "fork", "kind": "parallel", "title": {"en": "Fork"}, "join": "meet",
         "branches": [{"to": "one"}, {"to": "two"}]},
        task("one", {"one_ok": "meet"}, who={"users": ["finance", "support"],
                                             "pick": "least_loaded"}),
        task("two", {"two_ok": "meet"}, who={"users": ["support", "finance"],
                                             "pick": "least_loaded"}),
        {"id": "meet", "kind": "join", "title": {"en": "Meet"}, "next": "done"},
        end(),
    )  # fmt: skip
    case = begin(definition, by=cast["customer"])
    owners = {item(case, step).owner for step in ("one", "two")}
    assert owners == {cast["finance"], cast["support"]}
