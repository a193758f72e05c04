"""One declaration per operation: who may, what it takes, what it answers.

The view runs by it and the OpenAPI document is written from it, so the two cannot part.

    class Draft(View):
        @operation("Read the draft", access=holding("engine.change_definition"),
                   scope="processes", answers={200: DraftAnswer})
        def get(self, request, key): ...
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol

from django.http.response import HttpResponseBase
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from api.conventions.access import Access
from api.conventions.parameters import NoParameters, Query
from api.conventions.parsers import StrictJSONParser

Handler = Callable[..., HttpResponseBase]
# Status (with a media type, where it is not JSON) to what is answered.
Answers = Mapping[int | tuple[int, str], Any]


@dataclass(frozen=True)
class Operation:
    """What ``operation`` was told, for the view and for the document."""

    summary: str
    access: Access
    answers: Answers
    scope: str
    query: type[Query]
    body: Any
    refusals: frozenset[int]
    if_match: bool
    conditional: bool
    keyed: bool
    parsers: tuple[type[BaseParser], ...]
    tag: str
    raw: Any

    @property
    def plain(self) -> bool:
        """Whether anyone may read it, as JSON alone, and who asks makes no difference."""
        return self.conditional and not self.access.signed_in and set(self.answers) == {200}


class Runner(Protocol):
    """A view, which runs the handlers of its operations."""

    def run(
        self, operation: Operation, handler: Handler, request: Request, path: Mapping[str, Any]
    ) -> HttpResponseBase: ...


def operation(
    summary: str,
    *,
    access: Access,
    answers: Answers,
    scope: str = "",
    query: type[Query] = NoParameters,
    body: Any = None,
    refusals: Sequence[int] = (),
    if_match: bool = False,
    conditional: bool = False,
    keyed: bool = True,
    parsers: Sequence[type[BaseParser]] = (StrictJSONParser,),
    tag: str = "",
    raw: Any = None,
) -> Callable[[Handler], Handler]:
    """Declare the handler of a method of a ``View``.

    ``answers``: status to serializer class, pydantic model, ``Page(…)``, plain schema or ``None``.
    ``scope``: what a scoped token must have; ignored where anyone may.
    ``body``: a ``Body``; the handler finds its values in ``self.body``, parameters in
    ``self.parameters``. ``refusals``: statuses beside those that follow from the rest (400, 401,
    403, 406, 413, 415, 422, 503, and 409 of a POST). ``if_match``: it answers 412 and 428.
    ``conditional``: it answers 304. ``keyed=False``: a POST that changes nothing, or that cannot
    happen twice by itself, takes no Idempotency-Key. ``raw``: the schema of a JSON body that the
    handler reads byte by byte, since its bytes are signed; it answers 413.
    """

    def declare(handler: Handler) -> Handler:
        declared = Operation(
            summary=summary,
            access=access,
            answers=answers,
            scope=scope,
            query=query,
            body=body,
            refusals=frozenset(refusals),
            if_match=if_match,
            conditional=conditional,
            keyed=keyed and handler.__name__ == "post",
            parsers=tuple(parsers),
            tag=tag,
            raw=raw,
        )

        @wraps(handler)
        def run(view: Runner, request: Request, **path: Any) -> HttpResponseBase:
            return view.run(declared, handler, request, path)

        run.operation = declared  # type: ignore[attr-defined]
        return run

    return declare
