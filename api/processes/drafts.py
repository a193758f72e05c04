"""The draft of a process: reading, saving with optimistic locking, checking, publishing."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.conventions.access import caller, holding
from api.conventions.bodies import Body
from api.conventions.concurrency import sent_etag
from api.conventions.operations import operation
from api.conventions.views import View
from api.processes.answers import CheckAnswer, DraftAnswer, VersionAnswer
from api.processes.definitions import EDITING, READING
from api.processes.reach import ReachBody, reach
from workflows.engine.drafts import check_draft, save_draft
from workflows.engine.models import Definition
from workflows.engine.problems import has_errors
from workflows.engine.publication import publish_draft

PUBLISHING = holding("engine.publish_processes")


class DraftBody(Body):
    """What reading answers may be sent back as it is; ``If-Match`` says what it is based on."""

    definition = serializers.DictField()
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=500)
    base_version = serializers.IntegerField(required=False, allow_null=True)
    etag = serializers.CharField(required=False)


class PublicationBody(ReachBody):
    """Scheduled for later, for a share or within a scope, the version waits for its cases."""

    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=500)


class Draft(View):
    @operation("Read the draft", access=READING, scope="processes", answers={200: DraftAnswer})
    def get(self, request: Request, key: str) -> Response:
        return _answer(get_object_or_404(Definition.objects.select_related("draft_base"), key=key))

    @operation(
        "Save the draft",
        access=EDITING,
        scope="processes",
        body=DraftBody,
        answers={200: DraftAnswer},
        if_match=True,
    )
    def put(self, request: Request, key: str) -> Response:
        saved = save_draft(
            key,
            definition=self.body["definition"],
            note=self.body["note"],
            etag=sent_etag(request),
            by=caller(request),
            now=timezone.now(),
        )
        return _answer(saved)


class DraftCheck(View):
    @operation(
        "Check the draft",
        access=READING,
        scope="processes",
        answers={200: CheckAnswer},
        keyed=False,
    )
    def post(self, request: Request, key: str) -> Response:
        problems = check_draft(key)
        answer = {"ok": not has_errors(problems), "problems": [p.as_json() for p in problems]}
        return Response(answer)


class DraftPublication(View):
    @operation(
        "Publish the draft",
        access=PUBLISHING,
        scope="processes",
        body=PublicationBody,
        answers={201: VersionAnswer},
    )
    def post(self, request: Request, key: str) -> Response:
        version = publish_draft(
            key,
            by=caller(request),
            note=self.body["note"],
            now=timezone.now(),
            to=reach(self.body),
        )
        return Response(VersionAnswer(version).data, status=201)


def _answer(definition: Definition) -> Response:
    headers = {"ETag": f'"{definition.etag}"'}
    return Response(DraftAnswer(definition).data, headers=headers)
