"""A provider's own time away: ``provider/leave/``."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.catalog.own_provider import own_provider
from api.catalog.times import Moment
from api.conventions.access import SIGNED_IN, caller
from api.conventions.bodies import Body
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import OffsetQuery, offset_page
from api.conventions.views import View
from catalog.scheduling.leave import cancel_leave, take_leave
from catalog.scheduling.models import Leave


class LeaveAnswer(serializers.ModelSerializer[Leave]):
    id = serializers.UUIDField(source="uuid", read_only=True)

    class Meta:
        model = Leave
        fields = ("id", "starts_at", "ends_at", "reason")
        read_only_fields = fields


class LeaveBody(Body):
    starts_at = Moment()
    ends_at = Moment()
    reason = serializers.CharField(max_length=200, allow_blank=True, default="")


class OwnLeave(View):
    @operation(
        "List one's own leave, the latest first",
        access=SIGNED_IN,
        scope="work",
        query=OffsetQuery,
        answers={200: Page(LeaveAnswer)},
        refusals=(404,),
    )
    def get(self, request: Request) -> Response:
        rows = Leave.objects.filter(provider=own_provider(request)).order_by("-starts_at", "-pk")
        page = offset_page(
            request, self.parameters, rows, lambda found: LeaveAnswer(list(found), many=True).data
        )
        return Response(page)

    @operation(
        "Take leave; time that is booked cannot be taken",
        access=SIGNED_IN,
        scope="work",
        body=LeaveBody,
        answers={201: LeaveAnswer},
        refusals=(404,),
    )
    def post(self, request: Request) -> Response:
        taken = take_leave(
            own_provider(request), **self.body, by=caller(request), now=timezone.now()
        )
        return Response(LeaveAnswer(taken).data, status=201)


class OneLeave(View):
    @operation(
        "Cancel leave",
        access=SIGNED_IN,
        scope="work",
        answers={204: None},
        refusals=(404,),
    )
    def delete(self, request: Request, leave_id: UUID) -> Response:
        rows = Leave.objects.visible_to(caller(request)).select_related("provider")
        cancel_leave(get_object_or_404(rows, uuid=leave_id), by=caller(request))
        return Response(status=204)
