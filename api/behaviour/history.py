"""What one looked at and for: ``me/history/``."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from pydantic import BaseModel
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from api.behaviour.marks import OwnListQuery, Summary
from api.content.documents import locale_of
from api.conventions.access import SIGNED_IN, caller
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import cursor_page
from api.conventions.views import View
from catalog.behaviour.actions import forget, forget_all
from catalog.behaviour.items import SEARCHES
from catalog.behaviour.models import Trace


class TraceBody(BaseModel):
    """A view names its object, a search its words in ``q``; ``at`` is the last time."""

    id: UUID
    kind: Literal["view", "search"]
    at: datetime
    collection: str | None
    key: str | None
    item: Summary | None
    q: str | None


class History(View):
    """Kept with the consent to ``history`` alone. What is not published any more is left out."""

    @operation(
        "List what I looked at and for, newest first",
        access=SIGNED_IN,
        scope="profile",
        query=OwnListQuery,
        answers={200: Page(TraceBody)},
    )
    def get(self, request: Request) -> Response:
        rows = Trace.objects.visible_to(caller(request))
        page = cursor_page(
            request,
            self.parameters,
            rows.published(locale_of(self.parameters)),
            _told,
            ordering=("-at", "-id"),
        )
        return Response(page)

    @operation("Delete my history", access=SIGNED_IN, scope="profile", answers={204: None})
    def delete(self, request: Request) -> Response:
        forget_all(caller(request), now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class OneTrace(View):
    @operation(
        "Delete one entry of my history", access=SIGNED_IN, scope="profile", answers={204: None}
    )
    def delete(self, request: Request, trace_id: UUID) -> Response:
        try:
            forget(caller(request), trace_id)
        except Trace.DoesNotExist as error:
            raise Http404 from error
        return Response(status=status.HTTP_204_NO_CONTENT)


def _told(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [_one(row) for row in rows]


def _one(row: Any) -> dict[str, Any]:
    searched = row.collection == SEARCHES
    return {
        "id": row.uuid,
        "kind": "search" if searched else "view",
        "at": row.at,
        "collection": None if searched else row.collection,
        "key": None if searched else row.key,
        "item": None if searched else json.loads(row.summary),
        "q": row.key if searched else None,
    }
