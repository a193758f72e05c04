"""The processes that are killed, and the people who go on meanwhile."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from http.client import HTTPConnection, HTTPException
from json import JSONDecodeError
from pathlib import Path
from queue import Queue
from typing import Any

from django.conf import settings
from django.db import connection

from tests.races.points import Point, Points

PATIENCE = 40.0


class House:
    """The program of ``program.py``, as a context manager."""

    def __init__(self, directory: Path, roles: Sequence[str], *options: str) -> None:
        self._arguments = [str(directory), ",".join(roles), *options]
        self._points = {role: Points(directory / role) for role in roles}
        self._children: dict[str, Queue[int]] = {role: Queue() for role in roles}

    def __enter__(self) -> "House":
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.port = self._socket.getsockname()[1]
        database = connection.settings_dict
        url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
        fd = self._socket.fileno()
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.races.program", str(fd), *self._arguments],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": url},
            stdout=subprocess.PIPE,
            text=True,
            pass_fds=[fd],
        )
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        # Its children die with it.
        self._parent.kill()
        self._parent.communicate()
        self._socket.close()

    def kill(self, role: str) -> None:
        """Kill the present process of ``role``; another follows by itself."""
        os.kill(self._children[role].get(timeout=PATIENCE), signal.SIGKILL)

    def kill_at(self, role: str, point: Point) -> None:
        """Let ``role`` come to ``point``, and kill it there."""
        points = self._points[role]
        points.want(point)
        wait_until(lambda: points.is_stopped, f"{role} comes to {point.name}")
        points.want(Point.NOWHERE)
        self.kill(role)

    def _listen(self) -> None:
        assert self._parent.stdout is not None
        for line in self._parent.stdout:
            role, _, child = line.strip().partition(":")
            self._children[role].put(int(child))


class Person:
    """Somebody with a token who tries until there is an answer, under one key for one deed."""

    def __init__(self, port: int, token: str, *, until: threading.Event) -> None:
        self._port, self._until = port, until
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def post(self, path: str, body: Any, *, key: str) -> tuple[int, Any]:
        headers = {**self._headers, "Idempotency-Key": key}
        return self._insist(lambda: self._send("POST", path, headers, json.dumps(body)))

    def get(self, path: str) -> tuple[int, Any]:
        return self._insist(lambda: self._send("GET", path, self._headers))

    def _insist(self, send: Callable[[], tuple[int, Any]]) -> tuple[int, Any]:
        while not self._until.is_set():
            try:
                return send()
            except (HTTPException, OSError, JSONDecodeError):
                # The server died over it: the client cannot know whether it was done.
                time.sleep(0.02)
        return 0, {}

    def _send(self, method: str, path: str, headers: Any, body: Any = None) -> tuple[int, Any]:
        http = HTTPConnection("127.0.0.1", self._port, timeout=15)
        try:
            http.request(method, f"/api/v1/{path}", body, headers)
            answer = http.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            http.close()


def wait_until(happened: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, f"It did not happen in time: {what}"
        time.sleep(0.005)
