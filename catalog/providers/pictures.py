"""Public pictures out of private uploads."""

from datetime import datetime
from io import BytesIO
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from accounts.uploads.actions import attach_uploads
from accounts.users.models import User
from catalog.providers.models import Provider
from catalog.providers.refusals import ProviderRefusal
from cms.media.actions import add_picture
from cms.media.models import Picture

PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp"})
WIDEST = 1920


class NotAPicture(ProviderRefusal):
    status = 422
    code = "not_a_picture"
    detail = _("Use a JPEG, PNG or WebP picture.")


def picture_from_upload(upload: UUID, *, of: Provider, by: User, now: datetime) -> Picture:
    """A public picture with the pixels of the upload, which is attached to the provider.

    Raises ``UploadsUnavailable`` unless it is one that ``by`` may use, and ``NotAPicture``.
    """
    [stored] = attach_uploads([upload], to=f"provider:{of.public_id}", by=by, now=now)
    if stored.type not in PICTURE_TYPES:
        raise NotAPicture([{"loc": ["photo"], "type": NotAPicture.code, "msg": NotAPicture.detail}])
    with stored.file.open("rb") as file:
        return add_picture(pixels_of(file.read()), name=f"{upload}.jpg", title=of.public_name)


def pixels_of(content: bytes) -> bytes:
    """The picture as JPEG without metadata: a camera writes where it was taken, often the home."""
    with Image.open(BytesIO(content)) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
        upright.thumbnail((WIDEST, WIDEST))
    out = BytesIO()
    upright.save(out, "JPEG", quality=88)
    return out.getvalue()
