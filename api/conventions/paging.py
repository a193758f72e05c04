"""Lists are ``{items, next, previous, count?}``.

Offset for what people leaf through; a cursor for what grows while it is read. The catalogue takes
either. ``next`` and ``previous`` are addresses or null, in the style that was asked in.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from django.core import signing
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.pagination import Cursor as Place
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.utils.urls import remove_query_param, replace_query_param

from api.conventions.keysets import START
from api.conventions.parameters import REMEMBERED, Flag, Query, WholeNumber
from api.conventions.refusals import ParameterRefused

LIMIT = 20
LARGEST_LIMIT = 100
# Beyond this an offset reads the whole table for one page: such a reader wants a filter.
LARGEST_OFFSET = 10_000
SALT = "api.cursor"
BY_CURSORS = gettext_lazy("Page by cursors: * to begin, then what next and previous say.")
# What may change on the way: how much is told at once, and how.
FREE = frozenset({"cursor", "limit", "locale", "fields", "expand", "crs"})

Row = TypeVar("Row", bound=Model)
Row_co = TypeVar("Row_co", bound=Model, covariant=True)
Render = Callable[[Iterable[Row]], Iterable[Any]]


class Rows(Protocol[Row_co]):
    """What a page is cut from: a queryset, or whatever is sliced and counted like one."""

    def __getitem__(self, part: slice, /) -> Iterable[Row_co]: ...

    def count(self) -> int: ...


class LimitQuery(Query):
    limit = WholeNumber(
        default=LIMIT,
        min_value=1,
        max_value=LARGEST_LIMIT,
        help_text=gettext_lazy("How many items at most."),
    )


class OffsetQuery(LimitQuery):
    """Parameters of a list with offset paging: subclass it and add filters."""

    offset = WholeNumber(
        default=0,
        min_value=0,
        max_value=LARGEST_OFFSET,
        help_text=gettext_lazy("How many items to skip."),
    )
    count = Flag(default=False, help_text=gettext_lazy("Whether to count all items."))


class Cursor(serializers.CharField):
    """``*`` begins; ``offset`` counts from elsewhere and cannot stand beside it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("help_text", BY_CURSORS)
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> str:
        if "offset" in self.parent.initial_data:
            text = _("This cannot stand beside %(names)s.") % {"names": "offset"}
            raise serializers.ValidationError(text, code="one_of")
        return super().to_internal_value(data)


class CatalogueQuery(OffsetQuery):
    """Parameters of a list that is paged by offset or by cursors: subclass it and add filters."""

    cursor = Cursor()


class CursorQuery(LimitQuery):
    """Parameters of a list with cursor paging: subclass it and add filters."""

    cursor = serializers.CharField(required=False, help_text=BY_CURSORS)


def offset_page(
    request: Request, parameters: dict[str, Any], rows: Rows[Row], render: Render[Row]
) -> dict[str, Any]:
    """One page of ``rows`` (ordered), with the parameters of ``OffsetQuery``.

    One query, and one more with ``count=true``.
    """
    limit, offset = parameters["limit"], parameters["offset"]
    found = list(rows[offset : offset + limit + 1])
    page = {
        "items": list(render(found[:limit])),
        **neighbours(request.build_absolute_uri(), parameters, more=len(found) > limit),
    }
    return page | ({"count": rows.count()} if parameters["count"] else {})


def named_page(keys: list[str], rows: QuerySet[Row], render: Render[Row]) -> dict[str, Any]:
    """Those of ``rows`` whose ``uuid`` is one of ``keys`` (of ``Keys``), in their order.

    One page: what is not there stands in ``missing``.
    """
    found = {str(uuid): row for uuid, row in rows.in_bulk(keys, field_name="uuid").items()}
    return {
        "items": list(render([found[key] for key in keys if key in found])),
        "next": None,
        "previous": None,
        "missing": [key for key in keys if key not in found],
    }


def neighbours(url: str, parameters: Mapping[str, Any], *, more: bool) -> dict[str, str | None]:
    """``next`` and ``previous`` of the page at ``url``."""
    limit, offset = parameters["limit"], parameters["offset"]
    return {
        "next": _at(url, offset + limit) if more else None,
        "previous": _at(url, max(0, offset - limit)) if offset else None,
    }


@lru_cache(maxsize=REMEMBERED)
def _at(url: str, offset: int) -> str:
    if not offset:
        return str(remove_query_param(url, "offset"))
    return str(replace_query_param(url, "offset", offset))


def cursor_page(
    request: Request,
    parameters: dict[str, Any],
    rows: QuerySet[Row],
    render: Render[Row],
    *,
    ordering: tuple[str, ...],
) -> dict[str, Any]:
    """One page of ``rows``; the first field of ``ordering`` is nearly unique and never changes.

    A cursor is good for the list and the filters that it was given for.
    """
    # As it was sent: what is left out may mean something else by tomorrow.
    asked = sorted(pair for pair in request.query_params.items() if pair[0] not in FREE)
    question = hashlib.sha256(repr((request.path, asked)).encode()).hexdigest()[:16]
    pages = _SignedCursors(ordering, parameters["limit"], question)
    found = pages.paginate_queryset(rows, request) or []
    return {
        "items": list(render(found)),
        "next": pages.get_next_link(),
        "previous": pages.get_previous_link(),
    }


class _SignedCursors(CursorPagination):
    """REST framework's cursors, signed, so that only places that we gave out are taken.

    Each names the ``question`` that it is a place in: another list's may be no value of this one.
    """

    def __init__(self, ordering: tuple[str, ...], limit: int, question: str) -> None:
        self.ordering = ordering
        self.page_size = limit
        self.question = question

    def encode_cursor(self, cursor: Place) -> str:
        token = signing.dumps([self.question, *cursor], salt=SALT, compress=True)
        return str(replace_query_param(self.base_url or "", self.cursor_query_param, token))

    def decode_cursor(self, request: Request) -> Place | None:
        token = request.query_params.get(self.cursor_query_param)
        if token in (None, START):
            return None
        try:
            question, *place = signing.loads(token, salt=SALT)
        except (signing.BadSignature, UnicodeError) as error:
            text = _("This cursor is not one of ours. Start again without it.")
            raise _refusal("invalid_cursor", text) from error
        if question != self.question:
            text = _(
                "This cursor is of another list or filter: keep both, or start again without it."
            )
            raise _refusal("other_question", text)
        return Place(*place)


def _refusal(code: str, text: str) -> ParameterRefused:
    return ParameterRefused([{"loc": ["query", "cursor"], "type": code, "msg": text}], code=code)
