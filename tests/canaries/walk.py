"""Every read of every route, asked in every way that could bring something up."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.test import Client
from django.urls import get_resolver
from rest_framework import serializers

from api.conventions.paging import Cursor
from api.conventions.parameters import Query
from tests.canaries.words import BIRD, CANARY, FIRST, heard
from tests.permissions.routes import THEIRS, _walk
from tests.permissions.rows import Row
from tests.permissions.table import ROWS
from tests.world import World

# Who is like a customer: they may read what is public, and their own.
ASKING = ("nobody", "customer", "stranger", "provider", "rival", "applicant")
LOCALES = ("en", "zh-hans")
REFUSED = {401, 403, 404}

# Parameters that narrow, order or measure what is answered without them too.
NARROWING = {
    "crs", "offset", "category", "price_min", "price_max", "rating_min", "duration_min",
    "duration_max", "tag", "near", "radius_km", "region", "available_on", "provider_gender",
    "experience_min", "ordering", "date_from", "days", "gender", "type", "price", "status",
    "topic", "stage", "running", "version", "process", "overdue", "after", "starts_at", "address",
    "options", "quantity", "from", "to", "format", "order", "id", "locale", "provider", "kind",
}  # fmt: skip


@dataclass
class Trail:
    """What the walk names: values of placeholders by route and name, of parameters by name."""

    world: World
    fills: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    values: dict[str, list[str]] = field(default_factory=dict)
    # By route the keys that may be asked for together.
    together: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Route:
    """A GET of ours: ``query`` is what it takes, ``None`` for a page without parameters."""

    path: str
    query: type[Query] | None

    def __str__(self) -> str:
        return self.path


def routes() -> list[Route]:
    """As Django finds them, so that none can be forgotten."""
    found = []
    for path, pattern in _walk(get_resolver().url_patterns, ""):
        if not path.startswith("/api/v1/") or path.startswith(tuple(f"/{t}" for t in THEIRS)):
            continue
        view = getattr(pattern.callback, "cls", None)
        if view is None:
            found.append(Route(path, None))
        elif "get" in view.operations:
            found.append(Route(path, view.operations["get"].query))
    return found


def questions(route: Route, trail: Trail, *, thorough: bool) -> Iterator[str]:
    """The addresses to ask: every object, every language, every parameter for itself."""
    fields = route.query().fields if route.query else {}
    rows = [row for row in ROWS if row.method == "GET" and row.path == route.path]
    needed = _needed(rows[0], fields, trail)
    # Whoever reads Chinese reads all that has no translation too.
    every = LOCALES if thorough else LOCALES[1:]
    locales = every if "locale" in fields else ("",)
    ways: list[dict[str, str]] = [{}]
    if thorough:
        ways += [way for name in fields for way in _ways(route, name, fields[name], trail)]
    if route.path == "/api/v1/pages/{id}/":
        # The same documents as on the routes of their kinds, which are asked for in every way.
        ways = [{}]
    elif "q" in fields:
        ways = [{"q": BIRD}]
    for path, locale, way in product(_paths(rows, trail), locales, ways):
        alone = "slug" in way
        extent = {"limit": str(fields["limit"].max_value)} if "limit" in fields else {}
        asked = {**needed, **({} if alone else extent), **way}
        if locale:
            asked["locale"] = locale
        yield f"{path}?{urlencode(asked)}" if asked else path


def _paths(rows: list[Row], trail: Trail) -> Iterator[str]:
    """The route with the world's values, and with every planted one."""
    for row in rows:
        names = [part.strip("{}") for part in row.path.split("/") if part.startswith("{")]
        own = [str(trail.world.values[row.names.get(name, name)]) for name in names]
        filled = [
            [value, *trail.fills.get((row.path, name), ())]
            for name, value in zip(names, own, strict=True)
        ]
        for values in product(*filled):
            path = row.path
            for name, value in zip(names, values, strict=True):
                path = path.replace(f"{{{name}}}", quote(value))
            yield path


def _needed(row: Row, fields: dict[str, Any], trail: Trail) -> dict[str, str]:
    """The parameters that have to be given, as the table of permissions gives them."""
    given = dict(
        part.split("=", 1) for part in row.query.format_map(trail.world.values).split("&") if part
    )
    return {name: value for name, value in given.items() if fields[name].required}


def _ways(route: Route, name: str, kind: Any, trail: Trail) -> list[dict[str, str]]:
    """What a parameter could bring up."""
    if name in ("fields", "expand"):
        return [{name: ",".join(kind.names)}]
    if name == "slug":
        keys = trail.together[route.path]
        parts = [keys[start : start + 50] for start in range(0, len(keys), 50)]
        return [{name: ",".join(part)} for part in parts]
    if name == "limit":
        # Few at a time: whatever follows is asked for too.
        return [{name: str(min(10, kind.max_value))}]
    if name == "cursor":
        return [{name: "*", "limit": "10"}] if isinstance(kind, Cursor) else []
    if isinstance(kind, serializers.BooleanField) and not kind.required:
        return [{name: "true"}]
    if name == "rich_text":
        return [{name: str(choice)} for choice in kind.choices]
    if name in ("q", "path", "service"):
        also = {"kind": "goes_with"} if route.path.endswith("/recommendations/") else {}
        return [{name: value, **also} for value in trail.values[name]]
    assert name in NARROWING, f"{route} takes {name!r}: can it bring up what is not public?"
    return []


def ask(trail: Trail, member: str, urls: Iterable[str]) -> dict[str, str]:
    """The canaries that the member heard, each with an address where, on the pages that follow too.

    Whoever looks for a canary and finds anything has heard it.
    """
    client, headers = Client(), trail.world.headers(member)
    heard_at: dict[str, str] = {}
    for url in urls:
        for each, content in _pages(client, url, headers):
            named = CANARY.findall(each) if f"q={FIRST}" in each and _finds(content) else []
            for word in (*heard(content, each), *named):
                heard_at.setdefault(word, each)
    return heard_at


def _finds(content: bytes) -> bool:
    body = json.loads(content.partition(b"\n\n")[2])
    return bool(body["items"])


def _pages(client: Client, url: str, headers: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    following: str | None = url
    while following:
        answer = client.get(following, headers=headers)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        told = "\n".join(f"{name}: {value}" for name, value in answer.items()).encode()
        assert answer.status_code in {200, 302, *REFUSED} or _is_refusal(answer), (
            following, answer.status_code, content,
        )  # fmt: skip
        yield following, told + b"\n\n" + content
        following = None
        is_list = answer.status_code == 200 and content.startswith(b'{"items"')
        if is_list and (more := json.loads(content).get("next")) is not None:
            parts = urlsplit(more)
            following = f"{parts.path}?{parts.query}"


def _is_refusal(answer: Any) -> bool:
    """A key that is not known is a 400, and one that is known to have none of this a 409."""
    return answer.status_code == 400 and b"unknown_" in answer.content
