"""What one was told: ``me/notifications/``."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.notices.actions import mark_all_read, mark_read
from accounts.notices.models import Notice
from accounts.notices.queries import inbox_state
from api.conventions.access import SIGNED_IN, caller
from api.conventions.concurrency import etag_of, matches
from api.conventions.operations import operation
from api.conventions.paging import CursorQuery, cursor_page
from api.conventions.views import View


class NoticeAnswer(serializers.ModelSerializer[Notice]):
    id = serializers.UUIDField(source="uuid", read_only=True)
    hints = serializers.DictField(read_only=True)

    class Meta:
        model = Notice
        fields = ("id", "subject", "body", "link", "hints", "created_at", "read_at")
        read_only_fields = fields


class NoticePage(serializers.Serializer[Any]):
    items = NoticeAnswer(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    unread = serializers.IntegerField()


class ReadAnswer(serializers.Serializer[Any]):
    read = serializers.IntegerField()


class Notifications(View):
    @operation(
        "List my notices, newest first",
        access=SIGNED_IN,
        scope="profile",
        query=CursorQuery,
        answers={200: NoticePage},
        conditional=True,
    )
    def get(self, request: Request) -> HttpResponseBase:
        state = inbox_state(caller(request))
        etag = etag_of(request.get_full_path(), state)
        headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
        if matches(request, etag):
            return Response(status=304, headers=headers)
        page = cursor_page(
            request,
            self.parameters,
            Notice.objects.visible_to(caller(request)),
            lambda notices: NoticeAnswer(list(notices), many=True).data,
            ordering=("-created_at", "-id"),
        )
        return Response(page | {"unread": state.unread}, headers=headers)


class NotificationRead(View):
    @operation(
        "Mark a notice as read", access=SIGNED_IN, scope="profile", answers={200: NoticeAnswer}
    )
    def post(self, request: Request, notice_id: UUID) -> Response:
        try:
            notice = mark_read(notice_id, by=caller(request), now=timezone.now())
        except Notice.DoesNotExist as error:
            raise Http404 from error
        return Response(NoticeAnswer(notice).data)


class NotificationsRead(View):
    @operation(
        "Mark all notices as read", access=SIGNED_IN, scope="profile", answers={200: ReadAnswer}
    )
    def post(self, request: Request) -> Response:
        return Response({"read": mark_all_read(by=caller(request), now=timezone.now())})
