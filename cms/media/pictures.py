"""Public pictures out of people's private uploads."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from accounts.uploads.actions import attach_uploads
from accounts.uploads.models import Upload
from accounts.users.models import User
from cms.media.actions import add_picture
from cms.media.models import Picture

PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp"})
WIDEST = 1920


class NotAPicture(Exception):
    """The upload is no picture, or a damaged one; ``place`` is where the body names it."""

    status = 422
    code = "not_a_picture"
    detail = _("Use a JPEG, PNG or WebP picture.")

    def __init__(self, place: Sequence[str | int]) -> None:
        super().__init__(str(self.detail))
        self.errors: Sequence[Mapping[str, object]] = [
            {"loc": list(place), "type": self.code, "msg": str(self.detail)}
        ]


def picture_from_upload(
    upload: UUID, *, to: str, title: str, place: Sequence[str | int], by: User, now: datetime
) -> Picture:
    """A public picture with the pixels of the upload, which is attached to ``to``.

    ``place`` is where a refusal points at. Raises ``UploadsUnavailable`` unless it is one that
    ``by`` may use there, and ``NotAPicture``.
    """
    [stored] = attach_uploads([upload], to=to, by=by, now=now)
    return _picture(stored, title, place)


def pictures_from_uploads(
    uploads: Mapping[int, UUID], *, to: str, title: str, place: str, by: User, now: datetime
) -> dict[int, Picture]:
    """The same of several different uploads, all or none, each under its number in the body."""
    stored = attach_uploads(uploads.values(), to=to, by=by, now=now)
    return {
        number: _picture(each, title, (place, number))
        for number, each in zip(uploads, stored, strict=True)
    }


def pixels_of(content: bytes) -> bytes:
    """The picture as JPEG without metadata: a camera writes where it was taken, often the home.

    Raises ``OSError`` for one that ends too early.
    """
    with Image.open(BytesIO(content)) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
        upright.thumbnail((WIDEST, WIDEST))
    out = BytesIO()
    upright.save(out, "JPEG", quality=88)
    return out.getvalue()


def _picture(stored: Upload, title: str, place: Sequence[str | int]) -> Picture:
    if stored.type not in PICTURE_TYPES:
        raise NotAPicture(place)
    with stored.file.open("rb") as file:
        try:
            pixels = pixels_of(file.read())
        except OSError as error:
            # Its header was looked at when it was sent; only unpacking meets a missing rest.
            raise NotAPicture(place) from error
    # A name of its own: the upload's is its sender's alone.
    return add_picture(pixels, name=f"{uuid.uuid4().hex}.jpg", title=title)
