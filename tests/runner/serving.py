"""What the web server that people run gives out of the media folder."""

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest
from django.conf import settings

from config.runner import programs

Answer = tuple[int, bytes, str]

PATIENCE = 60


@pytest.fixture
def get(tmp_path: Path) -> Iterator[Callable[[str], Answer]]:
    """Ask a real server, whose media folder has a picture and a document."""
    for name in ("images/a.png", "documents/contract.pdf"):
        file = tmp_path / "media" / name
        file.parent.mkdir(parents=True)
        file.write_bytes(b"content of a file")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        programs.web(host="127.0.0.1", port=port).command,
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DOORSTEP_VAR": str(tmp_path),
        },
    )

    def ask(path: str) -> Answer:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
                policy = answer.headers["Content-Security-Policy"]
                return answer.status, answer.read(), policy
        except HTTPError as error:
            return error.code, b"", ""

    try:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                ask("/healthz")
                break
            except URLError:
                assert time.monotonic() < end and server.poll() is None
                time.sleep(0.2)
        yield ask
    finally:
        server.terminate()
        server.wait()


def test_pictures_are_served_inert_and_documents_not_at_all(get: Callable[[str], Answer]) -> None:
    inert = "default-src 'none'; sandbox"
    assert get("/media/images/a.png") == (200, b"content of a file", inert)
    for path in (
        "/media/documents/contract.pdf",
        "/media/documents%2fcontract.pdf",
        "/media/images/../documents/contract.pdf",
        "/media/images/%2e%2e/documents/contract.pdf",
    ):
        assert get(path) == (404, b"", ""), path
