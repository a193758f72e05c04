"""Why a file is not taken. Each carries what a problem document needs."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext_lazy as _


class UploadRefused(Exception):
    """The file itself is not acceptable."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "upload_refused"
    detail: Any = _("This file cannot be taken.")

    @property
    def errors(self) -> list[dict[str, Any]]:
        return [{"loc": ["file"], "type": self.code, "msg": str(self.detail)}]


class UploadEmpty(UploadRefused):
    code = "upload_empty"
    detail = _("This file is empty.")


class UploadTooLarge(UploadRefused):
    code = "upload_too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.detail = _("A file may be at most %(limit)d bytes long.") % {"limit": limit}


class UploadTypeRefused(UploadRefused):
    code = "upload_type_refused"
    detail = _("Only JPEG, PNG and WebP images, PDF, MP4, plain text and CSV are taken.")


class UploadDamaged(UploadRefused):
    code = "upload_damaged"
    detail = _("This image is damaged.")


class ImageTooLarge(UploadRefused):
    code = "upload_image_too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.detail = _("An image may have at most %(limit)d pixels.") % {"limit": limit}


class TooManyUploads(UploadRefused):
    """The owner has too many files waiting to be attached."""

    code = "too_many_uploads"
    detail = _("Too many of your files wait to be used. Use them, or come back tomorrow.")


class UploadsUnavailable(Exception):
    """Some ids name no upload that this person may attach here; ``ids`` are these, as given."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "upload_unavailable"

    def __init__(self, ids: Iterable[object]) -> None:
        self.ids = [str(given) for given in ids]
        super().__init__(", ".join(self.ids))
        self.detail = _("These uploads cannot be used here: %(ids)s.") % {
            "ids": ", ".join(self.ids)
        }

    @property
    def errors(self) -> list[dict[str, Any]]:
        text = _("There is no such upload of yours, or it is used elsewhere already.")
        return [{"loc": [given], "type": self.code, "msg": str(text)} for given in self.ids]
