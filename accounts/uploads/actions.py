"""Taking files, attaching them and letting them go."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.db import transaction

from accounts.uploads.models import Upload
from accounts.uploads.names import safe_name
from accounts.uploads.refusals import (
    TooManyUploads,
    UploadEmpty,
    UploadsUnavailable,
    UploadTooLarge,
)
from accounts.uploads.registry import reader_of
from accounts.uploads.sniffing import sniff
from accounts.users.models import User

LIFETIME = timedelta(hours=24)


def store_upload(file: File[bytes], *, by: User, now: datetime) -> Upload:
    """Keep ``file`` in private storage for ``by``; gone after 24 hours unless attached.

    Raises ``UploadRefused`` in its kinds. A crash between the file and its row leaves a file
    without a row, which the sweep takes; never a row without a file.
    """
    if not file.size:
        raise UploadEmpty
    if file.size > settings.UPLOADS_MAX_BYTES:
        raise UploadTooLarge(settings.UPLOADS_MAX_BYTES)
    if by.uploads.unattached().count() >= settings.UPLOADS_MAX_UNATTACHED:
        raise TooManyUploads
    given = file.name or ""
    content_type = sniff(file, name=given)
    return Upload.objects.create(
        owner=by,
        # Any name will do: ``storage_path`` decides, and an empty one would not be stored.
        file=File(file, name="upload"),
        name=safe_name(given, content_type),
        type=content_type,
        size=file.size,
        created_at=now,
        expires_at=now + LIFETIME,
    )


@transaction.atomic
def attach_uploads(ids: Iterable[UUID | str], *, to: str, by: User, now: datetime) -> list[Upload]:
    """Attach uploads to ``to`` (``"case:AB12"``), all or none; returns them in the order given.

    Taken are the caller's own that nothing uses yet, and any that are attached to ``to`` already,
    so that a form may be sent again. Raises ``UploadsUnavailable`` with the other ids, and
    ``LookupError`` for a prefix without a reader: nobody could ever read the file.
    """
    reader_of(to)
    given = list(dict.fromkeys(str(one) for one in ids))
    wanted = {one: _uuid(one) for one in given}
    # In the order of the key, so that two callers with the same files cannot lock crosswise.
    rows = Upload.objects.select_for_update().filter(
        pk__in=[pk for pk in wanted.values() if pk is not None]
    )
    found = {row.pk: row for row in rows.order_by("pk")}
    usable = {pk for pk, row in found.items() if _attachable(row, to=to, by=by, now=now)}
    refused = [one for one, pk in wanted.items() if pk not in usable]
    if refused:
        raise UploadsUnavailable(refused)
    Upload.objects.filter(pk__in=usable).update(reference=to, expires_at=None)
    return [_attached(found[pk], to=to) for pk in wanted.values() if pk is not None]


def delete_uploads(uploads: Iterable[Upload]) -> int:
    """Delete rows, and their files once that is committed; returns how many."""
    count = 0
    for upload in uploads:
        storage, path = upload.file.storage, str(upload.file.name)
        upload.delete()
        # After commit only: a rollback must find the file again. A crash before it is swept.
        transaction.on_commit(partial(storage.delete, path), robust=True)
        count += 1
    return count


def _attachable(row: Upload, *, to: str, by: User, now: datetime) -> bool:
    if row.reference:
        return row.reference == to
    return row.owner_id == by.pk and row.expires_at is not None and row.expires_at > now


def _attached(row: Upload, *, to: str) -> Upload:
    row.reference, row.expires_at = to, None
    return row


def _uuid(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
