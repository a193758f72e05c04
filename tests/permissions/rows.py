"""A row of the permission table: one request, and what each member of the cast is answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.world import EVERYBODY

STAFF = ("support", "finance", "editor", "moderator", "operator", "reviewer", "admin")


@dataclass(frozen=True)
class Row:
    """``by`` maps a status to the members who get it, in one string; ``rest`` is everyone else's.

    ``path`` is the route's template, filled from the world's values, under another name where
    ``names`` says so; a ``query`` is filled by their own names. Strings in ``body`` that begin with
    ``$`` are values of the world too. A file is read only once: a body with one is a function.
    ``counts`` says how many items of a list each member sees, with ``"rest"``.
    """

    method: str
    path: str
    by: Mapping[int, str]
    rest: int
    names: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] | None = None
    multipart: bool = False
    note: str = ""
    # The body as bytes, with headers that sign them: made anew each time, since they grow stale.
    signed: Callable[[Mapping[str, Any]], tuple[bytes, Mapping[str, str]]] | None = None

    def status(self, member: str) -> int:
        named = [status for status, members in self.by.items() if member in members.split()]
        assert len(named) <= 1, f"{member} is named twice in {self}"
        return named[0] if named else self.rest

    def count(self, member: str) -> int:
        assert self.counts is not None
        return self.counts.get(member, self.counts.get("rest", 0))

    def url(self, values: Mapping[str, Any]) -> str:
        path = self.path
        for name in _placeholders(path):
            path = path.replace(f"{{{name}}}", str(values[self.names.get(name, name)]))
        return f"{path}?{self.query.format_map(values)}" if self.query else path

    def sent(self, values: Mapping[str, Any]) -> Any:
        return _filled(self.body() if callable(self.body) else self.body, values)

    def sent_headers(self, values: Mapping[str, Any]) -> dict[str, str]:
        return _filled(dict(self.headers), values)

    def __str__(self) -> str:
        return f"{self.method} {self.path}" + (f" ({self.note})" if self.note else "")


def check_members(row: Row) -> list[str]:
    """Names in the row that are not of the cast."""
    named = {name for members in row.by.values() for name in members.split()}
    named |= set(row.counts or {}) - {"rest"}
    return sorted(named - set(EVERYBODY))


def _placeholders(path: str) -> list[str]:
    return [part.strip("{}") for part in path.split("/") if part.startswith("{")]


def _filled(body: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(body, str) and body.startswith("$"):
        return values[body[1:]]
    if isinstance(body, dict):
        return {key: _filled(value, values) for key, value in body.items()}
    if isinstance(body, list):
        return [_filled(value, values) for value in body]
    return body
