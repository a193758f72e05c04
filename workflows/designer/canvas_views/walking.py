"""Simulating: a walk through a definition that is still being written."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from workflows.engine.admin.person import person
from workflows.engine.definition import duration, parse
from workflows.engine.drafts import check_unsaved
from workflows.engine.locking import visible_case
from workflows.engine.problems import has_errors
from workflows.engine.refusals import InvalidDefinition
from workflows.engine.visibility import visible_data
from workflows.engine.vocabulary import vocabulary
from workflows.engine.walker import Answer, Sample, walk, walk_json

from ..lenient import mapping
from .answering import (
    BadRequest,
    Body,
    CanvasView,
    read_body,
    sent_definition,
    sent_list,
    sent_text,
)

MOST_ANSWERS = 1000


class Simulate(CanvasView):
    """What a case would do; nothing is read of it but the data of a past case, if one is named."""

    def post(self, request: HttpRequest, key: str) -> JsonResponse:
        body = read_body(request)
        data = sent_definition(body)
        problems = check_unsaved(key, data)
        if has_errors(problems):
            raise InvalidDefinition(problems)
        definition = parse(data)
        made = walk(
            definition,
            vocabulary(definition.kind),
            _sample(body, person(request)),
            [_answer(one) for one in sent_list(body, "answers")[:MOST_ANSWERS]],
        )
        return JsonResponse(walk_json(made))


def _sample(body: Body, user: User) -> Sample:
    """Sample values, which stand before those of the past case."""
    subject, now = mapping(body.get("subject")), timezone.now()
    number = sent_text(body, "case", "", most=50).strip()
    if not number:
        return Sample(now, data=mapping(body.get("data")), subject=subject)
    case = visible_case(number, user)
    known = case.subject.variables() if case.subject is not None else {}
    return Sample(
        now,
        data={**visible_data(case, user), **mapping(body.get("data"))},
        subject={**known, **subject},
        number=case.number,
    )


def _answer(sent: object) -> Answer:
    one = mapping(sent)
    row = one.get("row")
    texts = {name: str(one.get(name) or "")[:100] for name in ("step", "outcome", "by")}
    return Answer(
        step=texts["step"],
        outcome=texts["outcome"],
        by=texts["by"],
        data=mapping(one.get("data")),
        after=_after(one),
        row=row if isinstance(row, int) and not isinstance(row, bool) else None,
    )


def _after(one: Mapping[str, Any]) -> timedelta | None:
    text = one.get("after")
    if not text:
        return None
    try:
        return duration(str(text)[:50])
    except ValueError as error:
        raise BadRequest(_("“%(text)s” is no duration") % {"text": str(text)[:50]}) from error
