"""Answers that clients ask for again and again, to see what is new."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from api.catalog.times import Moment
from api.conventions.concurrency import etag_of, matches
from api.conventions.parameters import Language, Query
from api.work.answers import TimelineAnswer
from api.work.languages import language_of
from workflows.engine.models import Case
from workflows.engine.queries import timeline


class TimelineQuery(Query):
    locale = Language()
    after = Moment(
        required=False,
        help_text=gettext_lazy("Only what happened later: the “at” of the last entry one has."),
    )


def polled(request: Request, answer: Any) -> Response:
    """``answer`` with its ETag, or 304 for who has it already."""
    etag = etag_of(json.dumps(answer, cls=JSONEncoder, sort_keys=True))
    if matches(request, etag):
        return Response(status=304, headers={"ETag": etag})
    return Response(answer, headers={"ETag": etag})


def polled_timeline(request: Request, case: Case, parameters: Mapping[str, Any]) -> Response:
    """What happened to a case, or what is new of it."""
    items = timeline(case, language_of(parameters), after=parameters.get("after"))
    return polled(request, TimelineAnswer({"items": items}).data)
