"""A small API that exists in the tests alone, to show the conventions at work."""

from django.contrib.auth.models import Group
from django.urls import include, path
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.response import Response

from api.conventions.access import ANYONE, SIGNED_IN, holding
from api.conventions.bodies import Body
from api.conventions.concurrency import etag_of, require_match
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import CursorQuery, OffsetQuery, cursor_page, offset_page
from api.conventions.parameters import Fields, Language
from api.conventions.shapes import select
from api.conventions.views import View


class GroupAnswer(serializers.ModelSerializer):
    class Meta:
        model = Group
        fields = ("id", "name")


class GroupBody(Body):
    name = serializers.CharField(max_length=20)


class GroupQuery(OffsetQuery):
    fields = Fields("id", "name")
    locale = Language()


class RefusedError(Exception):
    status = 409
    code = "not_available"
    detail = "Not now."
    errors = ({"loc": ["data", "years"], "type": "too_small", "msg": "At least 1."},)


class BusyError(RefusedError):
    """Somebody else is at it: the same request may go through a moment later."""

    transient = True


class UnavailableError(RefusedError):
    status = 503


REFUSED = {"refuse": RefusedError, "busy": BusyError, "unavailable": UnavailableError}


class Groups(View):
    @operation("List", access=ANYONE, query=GroupQuery, answers={200: Page(GroupAnswer)})
    def get(self, request):
        def render(groups):
            for group in groups:
                yield select(GroupAnswer(group).data, self.parameters.get("fields"))

        return Response(
            offset_page(request, self.parameters, Group.objects.order_by("name"), render)
        )

    @operation("Make", access=ANYONE, body=GroupBody, answers={201: GroupAnswer})
    def post(self, request):
        group = Group.objects.create(**self.body)
        if refused := REFUSED.get(group.name):
            raise refused
        if group.name == "throttled":
            raise Throttled
        if group.name == "crash":
            raise ZeroDivisionError
        return Response(GroupAnswer(group).data, status=201)


class Growing(View):
    @operation("Grow", access=ANYONE, query=CursorQuery, answers={200: Page(GroupAnswer)})
    def get(self, request):
        def render(groups):
            return GroupAnswer(groups, many=True).data

        rows = Group.objects.all()
        return Response(cursor_page(request, self.parameters, rows, render, ordering=("-id",)))


class Kept(View):
    @operation("Change", access=ANYONE, answers={200: GroupAnswer}, if_match=True)
    def put(self, request, name):
        require_match(request, etag_of(name))
        return Response({"id": 1, "name": name})


class Mine(View):
    @operation("Mine", access=SIGNED_IN, scope="profile", answers={204: None})
    def get(self, request):
        return Response(status=204)


class Powerful(View):
    @operation("Powerful", access=holding("auth.add_group"), answers={204: None})
    def get(self, request):
        return Response(status=204)


urlpatterns = [
    path("api/v1/groups/", Groups.as_view()),
    path("api/v1/growing/", Growing.as_view()),
    path("api/v1/growing-too/", Growing.as_view()),
    path("api/v1/kept/<slug:name>/", Kept.as_view()),
    path("api/v1/mine/", Mine.as_view()),
    path("api/v1/powerful/", Powerful.as_view()),
    path("", include("config.urls")),
]

handler404 = "api.conventions.outside.not_found"
handler500 = "api.conventions.outside.server_error"
