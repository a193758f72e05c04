"""What nobody used in time, and files that a crash left without a row."""

import posixpath
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import Storage
from django.db import transaction

from accounts.uploads.actions import delete_uploads
from accounts.uploads.models import Upload

BATCH = 200
# A file younger than this may belong to a row that is not committed yet.
GRACE = timedelta(hours=1)


def sweep_expired(now: datetime) -> int:
    """Delete uploads that nothing was attached to within their time; returns how many."""
    total = 0
    while count := _sweep_batch(now):
        total += count
    return total


@transaction.atomic
def _sweep_batch(now: datetime) -> int:
    # The lock: one that is being attached at this moment is waited for, and then no longer expired.
    expired = Upload.objects.expired(now).select_for_update().order_by("pk")[:BATCH]
    return delete_uploads(expired)


def sweep_orphans(now: datetime) -> int:
    """Delete files that no row names and that are older than an hour; returns how many."""
    storage = Upload.file.field.storage
    return sum(_sweep_files(storage, paths, now) for paths in _batches(storage, ""))


def _sweep_files(storage: Storage, paths: list[str], now: datetime) -> int:
    known = set(Upload.objects.filter(file__in=paths).values_list("file", flat=True))
    orphans = [
        path
        for path in paths
        if path not in known and storage.get_modified_time(path) < now - GRACE
    ]
    for path in orphans:
        storage.delete(path)
    return len(orphans)


def _batches(storage: Storage, directory: str) -> Iterator[list[str]]:
    """The paths of all files below ``directory``, some at a time."""
    try:
        folders, names = storage.listdir(directory)
    except FileNotFoundError:
        # Nothing was ever stored here.
        return
    paths = [posixpath.join(directory, name) for name in names]
    for start in range(0, len(paths), BATCH):
        yield paths[start : start + BATCH]
    for folder in folders:
        yield from _batches(storage, posixpath.join(directory, folder))
