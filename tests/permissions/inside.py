"""Everybody of the cast, and nobody, on the pages of work in the admin: what each is answered, and
how many rows of a list each sees.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.permissions.routes import CONVERTER
from tests.world import EVERYBODY, World

PLACEHOLDER = re.compile(r"\{(\w+)\}")

# What an answer comes to, as Wagtail gives it.
SEEN, ABSENT = "seen", "absent"
DONE = "done"  # sent on, to where the effect is shown
AWAY = "turned away"  # sent back to where they may be
LOGIN = "login"

OUTSIDE = {LOGIN: "nobody customer stranger provider rival applicant"}
TASK, CASE = "/admin/tasks/{task}/", "/admin/cases/{number}/"
SEES_CASE = {SEEN: "support operator reviewer admin"}
SEES_TASK = {SEEN: "reviewer operator admin"}
MANAGES = {SEEN: "operator admin", AWAY: "support reviewer"}
MANAGED = {DONE: "operator admin", AWAY: "support reviewer"}
EVERYBODY_INSIDE = {SEEN: "support finance editor moderator operator reviewer admin"}


@dataclass(frozen=True)
class Inside:
    """``by`` maps what is answered to the members who get it; ``rest`` is everyone else's."""

    method: str
    path: str
    by: Mapping[str, str]
    rest: str = ABSENT
    names: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    body: Mapping[str, str] | None = None
    counts: Mapping[str, int] | None = None

    def expected(self, member: str) -> str:
        found = [said for said, who in {**self.by, **OUTSIDE}.items() if member in who.split()]
        return found[0] if found else self.rest

    def url(self, values: Mapping[str, Any]) -> str:
        path = self.path
        # A name that is no value of the world's stands for itself: a box of the inbox.
        for name in PLACEHOLDER.findall(self.path):
            given = self.names.get(name, name)
            path = path.replace(f"{{{name}}}", str(values.get(given, given)))
        return path + self.query

    def __str__(self) -> str:
        return f"{self.method} {self.path}{self.query} {self.body or ''}"


def boxes(counts: Mapping[str, int], *, box: str = "") -> Inside:
    if not box:
        return Inside("GET", "/admin/tasks/", EVERYBODY_INSIDE, counts=counts)
    return Inside("GET", "/admin/tasks/{box}/", EVERYBODY_INSIDE, names={"box": box}, counts=counts)


ROWS = [
    boxes({"reviewer": 4, "support": 1, "operator": 0, "admin": 0}),
    boxes({"reviewer": 1}, box="mine"),
    boxes({"reviewer": 3, "support": 1, "operator": 0, "admin": 0}, box="queues"),
    boxes({"reviewer": 4, "support": 1, "operator": 7, "admin": 7}, box="all"),
    Inside("GET", "/admin/tasks/{box}/", {}, names={"box": "elsewhere"}),
    Inside("GET", TASK, SEES_TASK),
    Inside("POST", TASK, {DONE: "reviewer operator admin"}, body={"verb": "claim"}),
    Inside("GET", f"{TASK}assign/", {SEEN: "operator admin", AWAY: "reviewer"}),
    Inside(
        "POST",
        f"{TASK}assign/",
        {DONE: "operator admin", AWAY: "reviewer"},
        body={"username": "reviewer"},
    ),
    Inside("GET", "/admin/tasks/files/{upload}/", {}, names={"upload": "task"}),
    Inside(
        "GET",
        "/admin/cases/",
        EVERYBODY_INSIDE,
        counts={"support": 9, "operator": 9, "admin": 9, "reviewer": 3},
    ),
    Inside("GET", CASE, SEES_CASE),
    Inside("GET", "/admin/cases/{number}.svg", SEES_CASE),
    Inside("GET", f"{CASE}actions/{{action}}/", {}),
    Inside("GET", f"{CASE}jump/", MANAGES),
    Inside("POST", f"{CASE}jump/", MANAGED, body={"to": "done", "reason": "Nobody wants it"}),
    Inside("GET", f"{CASE}cancel/", MANAGES),
    Inside("POST", f"{CASE}cancel/", MANAGED, body={"reason": "Nobody wants it"}),
    Inside(
        "POST",
        f"{CASE}retry/",
        {DONE: "operator admin", AWAY: "support"},
        names={"number": "failed_number"},
        body={"step": "stamp"},
    ),
    Inside(
        "GET",
        f"{CASE}events/",
        {SEEN: "operator admin", AWAY: "support"},
        names={"number": "waiting_number"},
    ),
    Inside(
        "POST",
        f"{CASE}events/",
        {DONE: "operator admin", AWAY: "support"},
        names={"number": "waiting_number"},
        query="?event=scanned",
        body={"grams": "20", "sent_once": "6d0e7c5c-4dd0-4d26-9a6e-0d8f6d2f8f0e"},
    ),
]


def test_every_page_of_work_is_listed() -> None:
    listed = {row.path for row in ROWS}
    assert discovered() == listed


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_what_each_member_is_answered_inside(row: Inside, world: World) -> None:
    answers = {member: ask(row, world, member) for member in EVERYBODY}
    expected = {member: row.expected(member) for member in EVERYBODY}
    assert {member: said for member, (said, _count) in answers.items()} == expected
    if row.counts is not None:
        seen = {member: count for member, (said, count) in answers.items() if said == SEEN}
        assert seen == {member: row.counts.get(member, 0) for member in seen}


def ask(row: Inside, world: World, member: str) -> tuple[str, int | None]:
    """What is answered and how many rows are shown, with every effect undone."""
    client = Client()
    with transaction.atomic():
        if member in world.cast:
            client.force_login(world.cast[member], "django.contrib.auth.backends.ModelBackend")
        send = getattr(client, row.method.lower())
        answer = send(row.url(world.values), row.body or {})
        count = None
        if row.counts is not None and answer.status_code == 200:
            count = answer.context["page_obj"].paginator.count
        transaction.set_rollback(True)
    return said(answer), count


def said(answer: Any) -> str:
    if answer.status_code != 302:
        return {200: SEEN, 404: ABSENT}[answer.status_code]
    place = answer["Location"]
    if place.startswith("/admin/login/"):
        return LOGIN
    return AWAY if place == "/admin/" else DONE


def discovered() -> set[str]:
    """The paths of the engine's pages in the admin."""
    return {
        path
        for path, name in _walk(get_resolver().url_patterns, "/")
        if path.startswith("/admin/") and name.startswith("engine_")
    }


def _walk(patterns: list, prefix: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            path = CONVERTER.sub(r"{\1}", route).replace("{uuid}", "{task}")
            yield path, pattern.name or ""
