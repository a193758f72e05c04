"""Everybody of the cast, and nobody, on every route of ours: exact statuses, exact counts."""

import pytest
from django.db import transaction
from django.test import Client

from tests.permissions.budgets import BUDGETS, within_budget
from tests.permissions.routes import discovered
from tests.permissions.rows import Row, check_members
from tests.permissions.table import ROWS
from tests.world import EVERYBODY, World


def test_the_table_lists_every_route_and_no_other() -> None:
    listed = {(row.method, row.path) for row in ROWS}
    assert discovered() - listed == set(), "routes without a row in the permission table"
    assert listed - discovered() == set(), "rows without a route"


def test_the_table_names_the_cast_alone() -> None:
    assert [row for row in ROWS if check_members(row)] == []


def test_every_read_has_a_budget_of_queries() -> None:
    assert {row.path for row in ROWS if row.method == "GET"} == set(BUDGETS)


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_what_each_member_is_answered(row: Row, world: World) -> None:
    answers = {member: ask(row, world, member) for member in EVERYBODY}
    expected = {member: row.status(member) for member in EVERYBODY}
    assert {member: status for member, (status, _) in answers.items()} == expected
    if row.counts is not None:
        seen = {member: count for member, (status, count) in answers.items() if status == 200}
        assert seen == {member: row.count(member) for member in seen}


def ask(row: Row, world: World, member: str) -> tuple[int, int | None]:
    """Status and number of items, with every effect undone."""
    headers = {**row.sent_headers(world.values), **world.headers(member)}
    options = {"headers": headers}
    if row.signed is not None:
        body, signature = row.signed(world.values)
        options = {"data": body, "content_type": "application/json", "headers": headers | signature}
    elif row.body is not None:
        options["data"] = row.sent(world.values)
        options |= {} if row.multipart else {"content_type": "application/json"}
    with transaction.atomic():
        answer = getattr(Client(), row.method.lower())(row.url(world.values), **options)
        if row.method == "GET":
            assert within_budget(row.path, member, answer), (
                f"{row} for {member}: {answer['Server-Timing']}"
            )
        counted = row.counts is not None and answer.status_code == 200
        count = len(answer.json()["items"]) if counted else None
        transaction.set_rollback(True)
    return answer.status_code, count
