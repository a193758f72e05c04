"""Processes: the list, making one, and one of them."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.conventions.access import caller, holding
from api.conventions.bodies import Body
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import OffsetQuery, offset_page
from api.conventions.views import View
from api.processes.answers import DefinitionAnswer
from api.processes.listing import listed
from workflows.engine.drafts import save_draft

READING = holding("engine.view_definition")
# Addresses beside the processes themselves.
RESERVED = ("schema", "vocabulary")
EDITING = holding("engine.edit_processes")


class DefinitionQuery(OffsetQuery):
    kind = serializers.SlugField(
        required=False, max_length=50, help_text=gettext_lazy("Only processes of this kind.")
    )


class NewDefinition(Body):
    """A process to begin with; its draft may have problems, publication refuses them."""

    definition = serializers.DictField()
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=500)

    def validate_definition(self, definition: dict[str, Any]) -> dict[str, Any]:
        if definition.get("key") in RESERVED:
            raise serializers.ValidationError(_("This key is taken."), code="reserved")
        return definition


class Definitions(View):
    @operation(
        "List processes",
        access=READING,
        scope="processes",
        query=DefinitionQuery,
        answers={200: Page(DefinitionAnswer)},
    )
    def get(self, request: Request) -> Response:
        rows = listed(timezone.now())
        if kind := self.parameters.get("kind"):
            rows = rows.filter(kind=kind)
        return Response(offset_page(request, self.parameters, rows, _render))

    @operation(
        "Make a process",
        access=EDITING,
        scope="processes",
        body=NewDefinition,
        answers={201: DefinitionAnswer},
    )
    def post(self, request: Request) -> Response:
        now = timezone.now()
        # An empty etag: the process must be new.
        key = str(self.body["definition"].get("key", ""))
        made = save_draft(key, **self.body, etag="", by=caller(request), now=now)
        return Response(DefinitionAnswer(listed(now).get(pk=made.pk)).data, status=201)


class OneDefinition(View):
    @operation("Read a process", access=READING, scope="processes", answers={200: DefinitionAnswer})
    def get(self, request: Request, key: str) -> Response:
        definition = get_object_or_404(listed(timezone.now()), key=key)
        return Response(DefinitionAnswer(definition).data)


def _render(definitions: Any) -> Any:
    return DefinitionAnswer(definitions, many=True).data
