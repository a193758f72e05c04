"""What is recommended: ``recommendations/``."""

import json
from typing import Any, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel
from rest_framework import serializers
from rest_framework.request import Request

from api.content.documents import locale_of, respond
from api.conventions.access import ANYONE
from api.conventions.concurrency import etag_of, matches
from api.conventions.operations import operation
from api.conventions.parameters import Choice, Fields, Language, Query, WholeNumber
from api.conventions.refusals import ParameterRefused
from api.conventions.shapes import select
from api.conventions.suggestions import suggestion
from api.conventions.views import View
from catalog.recommendations.lists import LENGTH
from catalog.recommendations.lists import LOCK as LISTS
from catalog.recommendations.models import Kind, Suggestion
from catalog.recommendations.queries import Found, suggestions, suggestions_for
from catalog.services.documents.packages import PackageSummary
from catalog.services.documents.services import ServiceSummary
from catalog.services.models import ServiceListing
from cms.delivery.purging import document_key

PRIVATE = "private, no-cache"


class RecommendedService(ServiceSummary):
    collection: Literal["services"]
    reason: str


class RecommendedPackage(PackageSummary):
    collection: Literal["packages"]
    reason: str


class RecommendationsBody(BaseModel):
    """``kind`` is what is answered: ``hot`` to whoever has no list of their own."""

    kind: Literal["hot", "new", "for_you", "goes_with"]
    items: list[RecommendedService | RecommendedPackage]


class RecommendationsQuery(Query):
    kind = Choice(
        choices=Kind.values, default=Kind.HOT.value, help_text=gettext_lazy("Which list.")
    )
    service = serializers.SlugField(
        required=False,
        max_length=64,
        help_text=gettext_lazy("A service's key: what goes with it."),
    )
    limit = WholeNumber(
        default=10,
        min_value=1,
        max_value=LENGTH,
        help_text=gettext_lazy("How many items at most."),
    )
    locale = Language()
    fields = Fields(shapes=(RecommendedService, RecommendedPackage))  # type: ignore[assignment]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["kind"] == Kind.GOES_WITH) != ("service" in attrs):
            text = _("kind=goes_with and a service belong together.")
            raise serializers.ValidationError({"service": [text]}, code="service_and_kind")
        return attrs


class Recommendations(View):
    """Each entry is the published summary of a service or a package and a reason in words.

    The list ``for_you`` is one's own with the consent to ``personalisation``, and else the hot one.
    """

    @operation(
        "Read what is recommended",
        access=ANYONE,
        query=RecommendationsQuery,
        answers={200: RecommendationsBody},
        conditional=True,
    )
    def get(self, request: Request) -> HttpResponse:
        locale = locale_of(self.parameters)
        fields = self.parameters.get("fields")
        found = self._found(request, locale)
        items = ",".join(_item(each, fields) for each in found.suggestions)
        content = f'{{"kind": "{found.kind}", "items": [{items}]}}'.encode()
        etag = etag_of(locale, content)
        fresh = matches(request, etag)
        body, status = (b"", 304) if fresh else (content, 200)
        if self.parameters["kind"] != Kind.FOR_YOU:
            return respond(body, locale, etag, _keys(found), status=status)
        response = respond(body, locale, etag, status=status)
        response["Cache-Control"] = PRIVATE
        return response

    def _found(self, request: Request, locale: str) -> Found:
        kind, limit = self.parameters["kind"], self.parameters["limit"]
        if kind == Kind.FOR_YOU:
            if request.user.is_authenticated:
                return suggestions_for(request.user, locale, limit=limit)
            kind = Kind.HOT.value
        service = self.parameters.get("service", "")
        found = suggestions(kind, locale, service=service, limit=limit)
        if service and not found.suggestions:
            _refuse_unknown(service, locale)
        return found


def _keys(found: Found) -> list[str]:
    """What caches know a list by that everybody reads: its own name, and what it shows."""
    shown = [each.document for each in found.suggestions]
    return [LISTS, *(document_key(each.collection, each.key) for each in shown)]


def _refuse_unknown(service: str, locale: str) -> None:
    listed = ServiceListing.objects.filter(locale=locale).order_by("key")
    known = list(listed.values_list("key", flat=True))
    if service not in known:
        text = _("There is no service “%(key)s”.") % {"key": service} + suggestion(service, known)
        raise ParameterRefused(
            [{"loc": ["query", "service"], "type": "unknown_service", "msg": text}],
            code="unknown_service",
        )


def _item(entry: Suggestion, fields: list[str] | None) -> str:
    told = {"collection": entry.document.collection, "reason": entry.reason}
    if fields is not None:
        whole = json.loads(entry.document.summary) | told
        return json.dumps(select(whole, fields), ensure_ascii=False)
    # Spliced, not parsed: the summary is JSON already.
    return f"{entry.document.summary[:-1]},{json.dumps(told, ensure_ascii=False)[1:]}"
