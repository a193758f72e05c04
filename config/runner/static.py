"""Collect the static files when they changed since they were last collected."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def stale() -> bool:
    stamp = _stamp()
    return not stamp.is_file() or stamp.read_text() != fingerprint()


def collect() -> None:
    call_command("collectstatic", "--no-input", "--clear", verbosity=0)
    _stamp().write_text(fingerprint())


def _stamp() -> Path:
    return Path(settings.STATIC_ROOT) / ".collected"


def fingerprint() -> str:
    """A digest of the name, size and time of every file that would be collected."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
