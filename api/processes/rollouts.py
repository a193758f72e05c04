"""Which version new cases get, and going back to an older one."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.conventions.access import caller
from api.conventions.bodies import Body
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import OffsetQuery, offset_page
from api.conventions.views import View
from api.processes.answers import RolloutAnswer
from api.processes.definitions import READING
from api.processes.drafts import PUBLISHING
from api.processes.reach import ReachBody, reach
from workflows.engine.models import Definition
from workflows.engine.publication import add_rollout, roll_back

LARGEST_NUMBER = 999_999_999


class RolloutBody(ReachBody):
    version = serializers.IntegerField(min_value=1, max_value=LARGEST_NUMBER)
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=500)


class RollbackBody(Body):
    to = serializers.IntegerField(min_value=1, max_value=LARGEST_NUMBER)
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=500)


class Rollouts(View):
    @operation(
        "List rollouts, newest first",
        access=READING,
        scope="processes",
        query=OffsetQuery,
        answers={200: Page(RolloutAnswer)},
    )
    def get(self, request: Request, key: str) -> Response:
        definition = get_object_or_404(Definition, key=key)
        rows = definition.rollouts.select_related("version", "author")
        page = offset_page(
            request, self.parameters, rows, lambda found: RolloutAnswer(list(found), many=True).data
        )
        return Response(page)

    @operation(
        "Roll a version out",
        access=PUBLISHING,
        scope="processes",
        body=RolloutBody,
        answers={201: RolloutAnswer},
    )
    def post(self, request: Request, key: str) -> Response:
        rollout = add_rollout(
            key,
            version=self.body["version"],
            to=reach(self.body),
            note=self.body["note"],
            by=caller(request),
            now=timezone.now(),
        )
        return Response(RolloutAnswer(rollout).data, status=201)


class Rollback(View):
    @operation(
        "Go back to an older version",
        access=PUBLISHING,
        scope="processes",
        body=RollbackBody,
        answers={201: RolloutAnswer},
    )
    def post(self, request: Request, key: str) -> Response:
        rollout = roll_back(key, **self.body, by=caller(request), now=timezone.now())
        return Response(RolloutAnswer(rollout).data, status=201)
