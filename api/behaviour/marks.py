"""What one likes, and what one does not want recommended: ``me/favourites/``, ``me/hidden/``."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.http import Http404
from django.utils import timezone
from pydantic import BaseModel
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from api.content.documents import locale_of
from api.conventions.access import SIGNED_IN, caller
from api.conventions.coordinates import PlacedQuery, located
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import CursorQuery, cursor_page
from api.conventions.parameters import Language
from api.conventions.views import View
from catalog.behaviour.actions import mark, unmark
from catalog.behaviour.items import Item
from catalog.behaviour.models import Mark
from catalog.providers.documents import ProviderSummary
from catalog.services.documents.packages import PackageSummary
from catalog.services.documents.services import ServiceSummary
from cms.delivery.models import PublishedDocument
from cms.pages.documents import ArticleSummary

Summary = ServiceSummary | PackageSummary | ProviderSummary | ArticleSummary


class MarkBody(BaseModel):
    """``item`` is what the collection's own list shows of the object."""

    collection: str
    key: str
    added_at: datetime
    item: Summary


class MarkedBody(BaseModel):
    collection: str
    key: str
    added_at: datetime


class OwnListQuery(PlacedQuery, CursorQuery):
    locale = Language()


def marks_page(view: View, request: Request, kind: Mark.Kind) -> dict[str, Any]:
    """The marks of the caller whose objects are published, newest first: one query."""
    system = view.parameters["crs"]
    rows = Mark.objects.visible_to(caller(request)).filter(kind=kind)
    return cursor_page(
        request,
        view.parameters,
        rows.published(locale_of(view.parameters)),
        lambda found: _marked(found, system),
        ordering=("-at", "-id"),
    )


def _marked(rows: Iterable[Any], system: str) -> list[dict[str, Any]]:
    return [_told(row) | {"item": json.loads(located(row.summary, system))} for row in rows]


def _told(row: Mark) -> dict[str, Any]:
    return {"collection": row.collection, "key": row.key, "added_at": row.at}


class Favourites(View):
    @operation(
        "List my favourites, newest first",
        access=SIGNED_IN,
        scope="profile",
        query=OwnListQuery,
        answers={200: Page(MarkBody)},
    )
    def get(self, request: Request) -> Response:
        return Response(marks_page(self, request, Mark.Kind.FAVOURITE))


class Hidden(View):
    @operation(
        "List what I hid from recommendations, newest first",
        access=SIGNED_IN,
        scope="profile",
        query=OwnListQuery,
        answers={200: Page(MarkBody)},
    )
    def get(self, request: Request) -> Response:
        return Response(marks_page(self, request, Mark.Kind.HIDDEN))


class Marking(View):
    kind: ClassVar[Mark.Kind]

    def add(self, request: Request, item: Item) -> Response:
        try:
            made = mark(caller(request), self.kind, item, now=timezone.now())
        except (PublishedDocument.DoesNotExist, Mark.DoesNotExist) as error:
            raise Http404 from error
        return Response(_told(made))

    def remove(self, request: Request, item: Item) -> Response:
        unmark(caller(request), self.kind, item)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Favourite(Marking):
    """``collection`` is services, packages, providers or articles."""

    kind = Mark.Kind.FAVOURITE

    @operation(
        "Put something among my favourites",
        access=SIGNED_IN,
        scope="profile",
        answers={200: MarkedBody},
        refusals=(409,),
    )
    def put(self, request: Request, collection: str, key: str) -> Response:
        return self.add(request, Item(collection, key))

    @operation(
        "Take something off my favourites",
        access=SIGNED_IN,
        scope="profile",
        answers={204: None},
    )
    def delete(self, request: Request, collection: str, key: str) -> Response:
        return self.remove(request, Item(collection, key))


class OneHidden(Marking):
    """``collection`` is services, packages, providers or articles."""

    kind = Mark.Kind.HIDDEN

    @operation(
        "Hide something from my recommendations",
        access=SIGNED_IN,
        scope="profile",
        answers={200: MarkedBody},
        refusals=(409,),
    )
    def put(self, request: Request, collection: str, key: str) -> Response:
        return self.add(request, Item(collection, key))

    @operation(
        "Let something be recommended again",
        access=SIGNED_IN,
        scope="profile",
        answers={204: None},
    )
    def delete(self, request: Request, collection: str, key: str) -> Response:
        return self.remove(request, Item(collection, key))
