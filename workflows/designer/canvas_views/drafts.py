"""The draft: read, saved by itself, and what is told to whoever comes later."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from workflows.engine.admin.person import person
from workflows.engine.drafts import save_draft
from workflows.engine.models import Definition
from workflows.engine.refusals import StaleDraft
from workflows.engine.versions import find_definition
from workflows.engine.vocabulary import vocabulary

from ..comparison import compare
from ..layouts import keep_positions, positions_of
from ..lenient import readable
from .answering import (
    CanvasView,
    language,
    read_body,
    refused,
    sent_definition,
    sent_etag,
)


class Draft(CanvasView):
    def get(self, request: HttpRequest, key: str) -> JsonResponse:
        return JsonResponse(answer(find_definition(key)))

    def put(self, request: HttpRequest, key: str) -> JsonResponse:
        etag, body = sent_etag(request), read_body(request)
        definition, positions = sent_definition(body), body.get("positions")
        row = find_definition(key)
        # Moving a box changes nothing that two people could disagree about.
        if row.draft != definition:
            try:
                row = save_draft(
                    key,
                    definition=definition,
                    note=row.draft_note,
                    etag=etag,
                    by=person(request),
                    now=timezone.now(),
                    unfinished=True,
                )
            except StaleDraft as refusal:
                return _too_late(refusal, key, definition)
        if isinstance(positions, dict):
            keep_positions(row, positions)
        return JsonResponse(answer(row))


def answer(row: Definition) -> dict[str, Any]:
    """A draft as the canvas reads it."""
    author = row.draft_author
    return {
        "definition": row.draft,
        "positions": positions_of(row),
        "note": row.draft_note,
        "etag": row.etag,
        "author": str(author) if author else "",
        "saved_at": row.draft_saved_at.isoformat(),
    }


def _too_late(refusal: StaleDraft, key: str, mine: dict[str, Any]) -> JsonResponse:
    theirs = find_definition(key)
    found = compare(
        readable(theirs.draft), readable(mine), vocabulary(theirs.kind), language=language()
    )
    return refused(refusal, theirs=answer(theirs), differences=found.as_json()["changes"])
