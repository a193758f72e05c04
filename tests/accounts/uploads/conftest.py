from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

from accounts.uploads import registry
from accounts.uploads.models import Upload


@pytest.fixture
def now():
    return datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def storage(tmp_path, monkeypatch):
    """A private storage of the test's own."""
    own = FileSystemStorage(tmp_path / "uploads")
    monkeypatch.setattr(Upload.file.field, "storage", own)
    return own


@pytest.fixture(autouse=True)
def readers(monkeypatch):
    """References "box:<username>" are read by that person."""
    monkeypatch.setattr(registry, "_readers", {})
    registry.readers("box")(lambda user, upload: upload.reference == f"box:{user.username}")


@pytest.fixture
def stored(storage):
    """Every file in the storage."""

    root = Path(storage.path(""))

    def paths():
        return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())

    return paths
