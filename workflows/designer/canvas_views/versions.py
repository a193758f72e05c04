"""Comparing and publishing."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from workflows.engine.admin.person import person
from workflows.engine.models import Definition
from workflows.engine.publication import publish_draft
from workflows.engine.refusals import NotFound, StaleDraft
from workflows.engine.versions import find_version
from workflows.engine.vocabulary import vocabulary

from ..comparison import compare
from ..home.access import EDIT, PUBLISH
from ..lenient import readable
from .answering import (
    BadRequest,
    CanvasView,
    language,
    read_body,
    sent_definition,
    sent_etag,
    sent_number,
    sent_text,
)


class Compare(CanvasView):
    """What differs from a version to another, or to a definition that is still being written."""

    def post(self, request: HttpRequest, key: str) -> JsonResponse:
        body = read_body(request)
        source, target = sent_number(body, "from"), sent_number(body, "to")
        if source is None:
            raise BadRequest
        older = find_version(key, source)
        newer = find_version(key, target).content if target else sent_definition(body)
        words = vocabulary(older.definition.kind)
        found = compare(readable(older.content), readable(newer), words, language=language())
        return JsonResponse({**found.as_json(), "before": older.content, "after": newer})


class Publish(CanvasView):
    permissions = (EDIT, PUBLISH)

    def post(self, request: HttpRequest, key: str) -> JsonResponse:
        etag, note = sent_etag(request), sent_text(read_body(request), "note", "")
        # Locked as publishing does: what was looked at is what is published.
        row = Definition.objects.select_for_update().filter(key=key).first()
        if row is None:
            raise NotFound
        if row.etag != etag:
            raise StaleDraft
        version = publish_draft(key, by=person(request), note=note, now=timezone.now())
        return JsonResponse(
            {
                "number": version.number,
                "note": version.note,
                "published_at": version.published_at.isoformat(),
            },
            status=201,
        )
