"""Who reads which file."""

from datetime import datetime
from uuid import UUID

from accounts.uploads.models import Upload
from accounts.uploads.registry import reader_of
from accounts.users.models import User


def readable_upload(upload_id: UUID, *, user: User, now: datetime) -> Upload:
    """The upload, if ``user`` may read it now; else ``Upload.DoesNotExist``, whatever the reason.

    While unattached it is its owner's alone; attached, it follows the visibility of what it is
    attached to, also for its owner.
    """
    upload = Upload.objects.get(pk=upload_id)
    if not _may_read(upload, user=user, now=now):
        raise Upload.DoesNotExist
    return upload


def _may_read(upload: Upload, *, user: User, now: datetime) -> bool:
    if upload.reference:
        return reader_of(upload.reference)(user, upload)
    return upload.owner_id == user.pk and upload.expires_at is not None and upload.expires_at > now
