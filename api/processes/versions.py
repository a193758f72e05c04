"""Published versions: immutable, as JSON, as a picture, or as BPMN for other tools."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, gettext_lazy
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request
from rest_framework.response import Response

from api.conventions.concurrency import etag_of, matches
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import OffsetQuery, offset_page
from api.conventions.parameters import Choice, Language, Query
from api.conventions.views import View
from api.processes.answers import VersionAnswer, VersionDetail
from api.processes.definitions import READING
from workflows.engine.models import Definition, Version
from workflows.engine.queries import chart_bpmn, chart_svg

SVG = "image/svg+xml"
BPMN = "application/bpmn+xml"


class FormatQuery(Query):
    format = Choice(
        choices=["json", "svg", "bpmn"],
        default="json",
        help_text=gettext_lazy("The definition, or its chart as a picture or as BPMN."),
    )
    locale = Language()


class Versions(View):
    @operation(
        "List versions, newest first",
        access=READING,
        scope="processes",
        query=OffsetQuery,
        answers={200: Page(VersionAnswer)},
    )
    def get(self, request: Request, key: str) -> Response:
        definition = get_object_or_404(Definition, key=key)
        rows = definition.versions.select_related("author").order_by("-number")
        page = offset_page(
            request, self.parameters, rows, lambda found: VersionAnswer(list(found), many=True).data
        )
        return Response(page)


class OneVersion(View):
    """A version never changes: its ETag is its content hash, its format and its language."""

    @operation(
        "Read a version",
        access=READING,
        scope="processes",
        query=FormatQuery,
        answers={
            200: VersionDetail,
            (200, SVG): OpenApiTypes.STR,
            (200, BPMN): OpenApiTypes.STR,
        },
        conditional=True,
    )
    def get(self, request: Request, key: str, version: int) -> HttpResponseBase:
        rows = Version.objects.select_related("author", "definition")
        found = get_object_or_404(rows, definition__key=key, number=version)
        chosen = self.parameters["format"]
        language = self.parameters.get("locale") or get_language() or "en"
        etag = etag_of(found.content_hash, chosen, language)
        headers = {"ETag": etag, "Vary": "Accept-Language"}
        if matches(request, etag):
            return HttpResponse(status=304, headers=headers)
        if chosen == "json":
            return Response(VersionDetail(found).data, headers=headers)
        draw, media_type = (chart_svg, SVG) if chosen == "svg" else (chart_bpmn, BPMN)
        return HttpResponse(draw(found, language), content_type=media_type, headers=headers)
