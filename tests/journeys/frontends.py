"""Every example of docs/frontends.md, in its order, as a reader would paste it into a shell."""

import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from itertools import pairwise, takewhile
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from config.runner.canvas import find_node
from outbox.delivery import drain

WRITTEN = "http://127.0.0.1:8000"
DOCUMENT = Path("docs/frontends.md")
END = "--- end of the example ---"
# Seconds for one example: what waits for something that never comes fails, and holds nobody up.
PATIENCE = 60
Block = tuple[str, str]

# Beside the browser: it takes the demonstration, a server and Node.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def blocks() -> Iterator[tuple[Block, Block]]:
    """Each fenced block (language, text) with the one that follows it."""
    found = re.findall(r"^```(\w+)\n(.*?)^```$", DOCUMENT.read_text(), re.MULTILINE | re.DOTALL)
    return pairwise([*found, ("", "")])


def delivering(get_response: Callable[[HttpRequest], HttpResponse]) -> Any:
    """A middleware that does what the worker does, before the answer leaves."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        while drain(now=timezone.now(), limit=100):
            pass
        return response

    return middleware


@pytest.fixture
def demonstration(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CORS_ALLOWED_ORIGINS = ["http://localhost:5173"]
    settings.MIDDLEWARE = [f"{__name__}.delivering", *settings.MIDDLEWARE]
    call_command("processes", "-v0", "import", "--defaults")
    call_command("load_demo", verbosity=0)
    mail.outbox.clear()


@pytest.fixture
def server(demonstration: None, settings: Any) -> Iterator[str]:
    """The address of a server of this test's own: the session's has the middleware of its first."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    server = LiveServer("127.0.0.1")
    settings.BASE_URL = server.url
    yield server.url
    server.stop()


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """``shell(text)`` runs lines in one bash, and answers all that they print in ``PATIENCE``."""
    environment = {**os.environ, "PATH": find_node(print).path, "no_proxy": "*"}
    with subprocess.Popen(
        ["bash"],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        told, heard = process.stdin, process.stdout
        assert told is not None and heard is not None

        def run(text: str) -> str:
            # What came before may end without a new line.
            told.write(f"{text}\necho; echo '{END}'\n")
            told.flush()
            killer = Timer(PATIENCE, os.killpg, (process.pid, signal.SIGKILL))
            killer.start()
            try:
                return "".join(takewhile(lambda line: line != f"{END}\n", heard))
            finally:
                killer.cancel()

        yield run
        told.close()


def says(expected: str, printed: str) -> bool:
    """Whether they are the same but for white space and what ``…`` leaves out."""
    parts = ["".join(part.split()) for part in expected.split("…")]
    pattern = ".*".join(map(re.escape, parts))
    return re.fullmatch(pattern, "".join(printed.split())) is not None


def test_every_example_does_what_the_guide_says(server: str, shell: Any, tmp_path: Path) -> None:
    ran = 0
    for (language, text), (kind, expected) in blocks():
        here = text.replace(WRITTEN, server)
        if language == "js":
            (name,) = re.findall(r"\A// (\w+\.mjs)\n", text)
            (tmp_path / name).write_text(here)
        if language != "sh":
            continue
        if "$CODE" in text:
            (code,) = re.findall(r"\b\d{6}\b", str(mail.outbox[-1].body))
            shell(f"CODE={code}")
        printed = shell(here).replace(server, WRITTEN)
        wanted = expected if kind in {"json", "text"} else ""
        assert says(wanted, printed), f"{text}\nprints\n{printed}\nand not\n{wanted}"
        ran += 1
    assert ran == DOCUMENT.read_text().count("```sh\n") > 10
