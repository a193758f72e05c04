"""Cases of a process: its start form, its cases, and starting one."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.conventions.access import SIGNED_IN, caller
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import CursorQuery, cursor_page
from api.conventions.parameters import Flag, Language, Query
from api.conventions.views import View
from api.work.answers import CaseDetail, CaseItem, FormAnswer
from api.work.bodies import DataBody
from api.work.languages import asked, language_of
from workflows.engine.actions import start_case
from workflows.engine.models import Case, Definition
from workflows.engine.models.cases import CaseQuerySet
from workflows.engine.queries import start_form

LARGEST_NUMBER = 999_999_999


class CaseQuery(CursorQuery):
    stage = serializers.SlugField(
        required=False, max_length=50, help_text=gettext_lazy("Only cases in this stage.")
    )
    running = Flag(
        required=False, help_text=gettext_lazy("true: those under way; false: those that ended.")
    )
    version = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=LARGEST_NUMBER,
        help_text=gettext_lazy("Only cases of the version of this number."),
    )


class LanguageQuery(Query):
    locale = Language()


class StartForm(View):
    @operation(
        "Read the start form",
        access=SIGNED_IN,
        scope="work",
        query=LanguageQuery,
        answers={200: FormAnswer},
        refusals=(409,),
    )
    def get(self, request: Request, key: str) -> Response:
        form = start_form(key, caller(request), language_of(self.parameters), now=timezone.now())
        return Response(FormAnswer(form).data)


class Cases(View):
    @operation(
        "List the cases that I may see, newest first",
        access=SIGNED_IN,
        scope="work",
        query=CaseQuery,
        answers={200: Page(CaseItem)},
    )
    def get(self, request: Request, key: str) -> Response:
        definition = get_object_or_404(Definition, key=key)
        rows = Case.objects.visible_to(caller(request)).filter(definition=definition)
        rows = _filtered(rows.select_related("version", "definition", "starter"), self.parameters)
        page = cursor_page(
            request,
            self.parameters,
            rows,
            lambda found: CaseItem(list(found), many=True).data,
            ordering=("-started_at", "-pk"),
        )
        return Response(page)

    @operation(
        "Start a case",
        access=SIGNED_IN,
        scope="work",
        query=LanguageQuery,
        body=DataBody,
        answers={201: CaseDetail},
    )
    def post(self, request: Request, key: str) -> Response:
        case = start_case(key, by=caller(request), data=self.body["data"], now=timezone.now())
        return Response(CaseDetail(case, context=asked(request, self.parameters)).data, status=201)


def _filtered(rows: CaseQuerySet, parameters: dict[str, Any]) -> CaseQuerySet:
    if stage := parameters.get("stage"):
        rows = rows.filter(stage=stage)
    if version := parameters.get("version"):
        rows = rows.filter(version__number=version)
    running = parameters.get("running")
    return rows if running is None else rows.filter(finished_at__isnull=running)
