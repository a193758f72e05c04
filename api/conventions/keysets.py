"""Pages of a list by the place that its order gives a row, not by how many stand before it.

A page goes on behind the last row of the one before, so that rows which come or go meanwhile make
no other appear twice or not at all. The order must be total, and its last key never null.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core import signing
from django.db.models import F, Model, OrderBy, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.utils.urls import replace_query_param

from api.conventions.refusals import ParameterRefused

START = "*"
SIGNER = signing.Signer(salt="api.keyset")
# What only says how to answer: another page may be asked for otherwise.
HOW = frozenset({"cursor", "limit", "offset", "count", "fields", "expand", "locale"})

T = TypeVar("T")
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Key:
    """A column of an order. One with nulls runs from the top and has them last."""

    name: str
    descending: bool = False
    nulls_last: bool = False

    def same(self, value: Any) -> Q:
        return Q(**{f"{self.name}__isnull": True} if value is None else {self.name: value})

    def beyond(self, value: Any, *, backwards: bool) -> Q | None:
        """Behind ``value``, or before it; ``None`` where nothing can be."""
        smaller = self.descending is not backwards
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if backwards else None
        found = Q(**{f"{self.name}__{'lt' if smaller else 'gt'}": value})
        if self.nulls_last and not backwards:
            found |= Q(**{f"{self.name}__isnull": True})
        return found


def key_of(term: Any) -> Key:
    """A term of ``order_by``: ``-price``, or ``F("rating").desc(nulls_last=True)``."""
    if isinstance(term, OrderBy) and isinstance(term.expression, F):
        name: str = term.expression.name  # type: ignore[attr-defined]
        return Key(name, term.descending, bool(term.nulls_last))
    return Key(str(term).removeprefix("-"), str(term).startswith("-"))


def beyond(keys: Sequence[Key], values: Sequence[Any], *, backwards: bool) -> Q:
    """The rows whose ``keys`` together stand behind ``values``, or before them."""
    found, equal = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        if (further := key.beyond(value, backwards=backwards)) is not None:
            found |= equal & further
        equal &= key.same(value)
    first, value = keys[0], values[0]
    further = first.beyond(value, backwards=backwards)
    # Said of the first key alone as well: so much an index can start from.
    return found & (first.same(value) if further is None else further | first.same(value))


class Walk:
    """One page on the way through ``rows``, which ``cursor`` says the beginning of.

    ``question`` is what was asked, with where: a cursor is good for no other.
    """

    def __init__(self, rows: QuerySet[Any], parameters: Mapping[str, Any], *question: str) -> None:
        self.rows, self.limit = rows, parameters["limit"]
        self.keys = [key_of(term) for term in rows.query.order_by]
        asked = sorted((n, str(value)) for n, value in parameters.items() if n not in HOW)
        told = repr((asked, question))
        self.question = hashlib.sha256(told.encode()).hexdigest()[:16]
        self.is_first = parameters["cursor"] == START
        self.backwards, self.values = (False, None) if self.is_first else self._read(parameters)

    def cut(self) -> QuerySet[Any]:
        """The rows of the page and one more, the nearest first."""
        rows = self.rows.reverse() if self.backwards else self.rows
        if self.values is not None:
            rows = rows.filter(beyond(self.keys, self.values, backwards=self.backwards))
        return rows

    @property
    def part(self) -> slice:
        return slice(self.limit + 1)

    def page(self, found: list[T]) -> list[T]:
        """What was cut, in the order of the list."""
        rows = found[: self.limit]
        return rows[::-1] if self.backwards else rows

    def links(self, url: str, found: Sequence[Sequence[Any]]) -> dict[str, str | None]:
        """``next`` and ``previous``; of each row that was cut, the values of the keys."""
        page, more = self.page(list(found)), len(found) > self.limit
        if not page:
            # Past an end: the way back leads to the page that is there.
            back = None if self.is_first else self._at(url, not self.backwards, None)
            ahead, behind = (back, None) if self.backwards else (None, back)
            return {"next": ahead, "previous": behind}
        after = self._at(url, False, page[-1]) if more or self.backwards else None
        is_led_back = more if self.backwards else not self.is_first
        before = self._at(url, True, page[0]) if is_led_back else None
        return {"next": after, "previous": before}

    def _at(self, url: str, backwards: bool, values: Sequence[Any] | None) -> str:
        if values is None and not backwards:
            return str(replace_query_param(url, "cursor", START))
        told = None if values is None else [_plain(value) for value in values]
        # Without the time: what has not changed is answered with the same bytes.
        token = SIGNER.sign_object([self.question, backwards, told], compress=True)
        return str(replace_query_param(url, "cursor", token))

    def _read(self, parameters: Mapping[str, Any]) -> tuple[bool, list[Any] | None]:
        try:
            question, backwards, values = SIGNER.unsign_object(parameters["cursor"])
        except (signing.BadSignature, UnicodeError) as error:
            text = _("This cursor is not one of ours. Start again without it.")
            raise _refusal("invalid_cursor", text) from error
        if question != self.question:
            raise _refusal(
                "other_question",
                _(
                    "This cursor is of another question: keep the filters, the ordering and the "
                    "language that it was given for, or start again with cursor=*."
                ),
            )
        return backwards, values


def _plain(value: Any) -> Any:
    """As JSON takes it; the field reads it back."""
    return value if value is None or isinstance(value, int | float) else str(value)


def _refusal(code: str, text: str) -> ParameterRefused:
    return ParameterRefused([{"loc": ["query", "cursor"], "type": code, "msg": text}], code=code)
