"""Private files: sending one, and reading it where one may."""

from collections.abc import Mapping
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.parsers import DataAndFiles, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.uploads.actions import store_upload
from accounts.uploads.models import Upload
from accounts.uploads.queries import readable_upload
from accounts.uploads.refusals import UploadTooLarge
from accounts.uploads.sniffing import ALLOWED_TYPES
from api.conventions.access import SIGNED_IN, caller
from api.conventions.bodies import Body
from api.conventions.operations import operation
from api.conventions.views import View

# What a multipart body needs around its one file: boundaries and the part's headers.
ENVELOPE_BYTES = 64 * 1024
BINARY = {"type": "string", "format": "binary"}


class BoundedMultiPartParser(MultiPartParser):
    """Refuses a body by its declared length, before any of it is written to disk."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> "DataAndFiles[Any, Any]":
        length = int((parser_context or {})["request"].META.get("CONTENT_LENGTH") or 0)
        if length > settings.UPLOADS_MAX_BYTES + ENVELOPE_BYTES:
            raise UploadTooLarge(settings.UPLOADS_MAX_BYTES)
        return super().parse(stream, media_type, parser_context)


class UploadBody(Body):
    # Emptiness is the action's to refuse, with its own code.
    file = serializers.FileField(allow_empty_file=True)

    def to_internal_value(self, data: Any) -> Any:
        if len(data.getlist("file")) > 1:
            text = _("Send one file at a time.")
            raise serializers.ValidationError({"file": [text]}, code="several_files")
        return super().to_internal_value(data)


class UploadAnswer(serializers.ModelSerializer[Upload]):
    class Meta:
        model = Upload
        fields = ("id", "name", "type", "size")
        read_only_fields = fields


class Uploads(View):
    @operation(
        "Send a private file",
        access=SIGNED_IN,
        scope="profile",
        body=UploadBody,
        parsers=[BoundedMultiPartParser],
        answers={201: UploadAnswer},
    )
    def post(self, request: Request) -> Response:
        upload = store_upload(self.body["file"], by=caller(request), now=timezone.now())
        return Response(UploadAnswer(upload).data, status=201)


class UploadedFile(View):
    @operation(
        "Read a private file",
        access=SIGNED_IN,
        scope="profile",
        answers={(200, content_type): BINARY for content_type in ALLOWED_TYPES},
    )
    def get(self, request: Request, upload_id: UUID) -> HttpResponseBase:
        try:
            upload = readable_upload(upload_id, user=caller(request), now=timezone.now())
        except Upload.DoesNotExist as error:
            raise Http404 from error
        return FileResponse(
            upload.file.open(),
            as_attachment=True,
            filename=upload.name,
            content_type=upload.type,
            headers={
                "Cache-Control": "private, no-store",
                # A browser that opens it all the same runs nothing in it and guesses no type.
                "Content-Security-Policy": "default-src 'none'; sandbox",
                "X-Content-Type-Options": "nosniff",
            },
        )
