"""Granian for each contender, with what ``manage.py run`` gives it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection

from benchmarks.delivery.cases import DOORSTEP, RIVALS, Request
from benchmarks.delivery.database import Database

SETTINGS = {
    DOORSTEP: "benchmarks.delivery.settings",
    RIVALS: "benchmarks.delivery.rivals.settings",
    "bare": "benchmarks.delivery.rivals.bare_settings",
}
HOST = "127.0.0.1"
THREADS = 4
START_SECONDS = 60


class NotServed(Exception):
    """A server did not start, or answered what it should not."""


@dataclass(frozen=True)
class Answer:
    status: int
    etag: str
    content: bytes


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    def url(self, path: str) -> str:
        return f"http://{HOST}:{self.port}{path}"

    def ask(self, request: Request) -> Answer:
        connection = HTTPConnection(HOST, self.port, timeout=60)
        try:
            connection.request("GET", request.path, headers=dict(request.headers))
            response = connection.getresponse()
            return Answer(response.status, response.getheader("ETag", ""), response.read())
        finally:
            connection.close()


@contextmanager
def serving(
    database: Database, *, port: int, workers: int, names: tuple[str, ...] = tuple(SETTINGS)
) -> Iterator[Mapping[str, Server]]:
    """The servers by name, each on a port of its own from ``port`` on."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(_served(database, SETTINGS[name], port + at, workers))
            for at, name in enumerate(names)
        }


@contextmanager
def _served(database: Database, settings: str, port: int, workers: int) -> Iterator[Server]:
    command = (
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", HOST, "--port", str(port), "--log-level", "error"),
        *("--workers", str(workers), "--blocking-threads", str(THREADS)),
        "config.wsgi:application",
    )
    environment = {
        **os.environ,
        "DATABASE_URL": database.own_url,
        "DJANGO_SETTINGS_MODULE": settings,
    }
    process = subprocess.Popen(command, env=environment)
    try:
        server = Server(port, process.pid)
        _wait(server, process)
        yield server
    finally:
        process.terminate()
        process.wait()


def _wait(server: Server, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            server.ask(Request("/nothing/"))
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise NotServed(f"Nothing answers on port {server.port}: is it in use? Choose one with --port.")
