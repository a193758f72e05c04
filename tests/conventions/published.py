"""The OpenAPI document as a file: what the server sends without asking Django."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from api.reference import views

PATH = "/api/v1/openapi.json"


@pytest.fixture
def published(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.WHITENOISE_ROOT = tmp_path
    call_command("openapi", "--publish")
    # Whoever asks Django fails.
    monkeypatch.delattr(views.OpenApi, "get")
    return tmp_path


def test_it_is_sent_as_it_is_in_the_snapshot(published: Path) -> None:
    snapshot = Path(settings.BASE_DIR) / "tests" / "openapi.json"
    answer = Client().get(PATH)
    content = b"".join(answer)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert json.loads(content) == json.loads(snapshot.read_bytes())
    zipped = Client().get(PATH, headers={"Accept-Encoding": "gzip"})
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(b"".join(zipped)) == content


def test_who_has_it_is_sent_nothing(published: Path) -> None:
    etag = Client().get(PATH)["ETag"]
    again = Client().get(PATH, headers={"If-None-Match": etag})
    assert (again.status_code, b"".join(again)) == (304, b"")
