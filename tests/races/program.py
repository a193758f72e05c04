"""A server and workers as processes of their own, for tests that kill them.

``python -m tests.races.program SOCKET DIRECTORY ROLES [guard-off]`` forks a process for each of the
comma-separated roles: "web" serves on the listening socket with this file descriptor, every other
one is a worker. It prints a line with the role and the process id of each, and forks another when
one dies. ``DIRECTORY/<role>`` is its file of points. "guard-off" is the control: effects are
committed by themselves, and messages are marked before they are handled.
"""

import ctypes
import os
import signal
import socket
import sys
import time
from datetime import timedelta
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.core.wsgi import get_wsgi_application

from tests.races.points import Point, Points

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
WEB = "web"


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 50


class SilentHandler(WSGIRequestHandler):
    def log_message(self, *_arguments: Any) -> None:
        """A request is no news."""


def serve(listening: socket.socket, application: Any, points: Points) -> None:
    def answering(environ: Any, start_response: Any) -> Any:
        response = application(environ, start_response)
        if environ["REQUEST_METHOD"] == "POST":
            points.reached(Point.ANSWER)
        return response

    server = Server(("127.0.0.1", 0), SilentHandler, bind_and_activate=False)
    server.socket.close()
    server.socket = listening
    server.server_name, server.server_port = "127.0.0.1", listening.getsockname()[1]
    server.setup_environ()
    server.set_app(answering)
    server.serve_forever(poll_interval=0.05)


def work(points: Points) -> None:
    from django.utils import timezone

    from outbox import delivery
    from workflows.engine.sweep import sweep

    deliver = delivery.deliver

    def deliver_by_points(message: Any, *, now: Any) -> bool:
        points.reached(Point.CLAIMED)
        delivered = deliver(message, now=now)
        points.reached(Point.SENT)
        return delivered

    delivery.deliver = deliver_by_points
    while True:
        moved = sweep(timezone.now())
        if not delivery.drain(now=timezone.now()) and not moved:
            time.sleep(0.2)


def install(points: Points, *, guarded: bool) -> None:
    """Put the points into the effects and the leases into the time of a test."""
    from django.conf import settings
    from django.db.models.signals import post_save
    from viewflow.workflow.models import Task

    from api.conventions import idempotency
    from outbox import delivery
    from tests.races import hiring

    # Who was killed holds its leases: for two seconds instead of minutes.
    delivery.LEASE = idempotency.LEASE = timedelta(seconds=2)
    settings.NOTICE_TRANSPORTS = hiring.TRANSPORTS
    if not guarded:
        take_guards_away()
    write = hiring.write

    def write_by_points(table: str, key: str) -> None:
        write(table, key)
        points.reached(Point.EFFECT if table == hiring.EFFECTS else Point.SENDING)

    hiring.write = write_by_points
    post_save.connect(lambda **_: points.reached(Point.TASK), sender=Task, weak=False)


def take_guards_away() -> None:
    from django.db import connection, transaction

    from outbox import delivery, registry
    from tests.races import hiring

    def write_at_once(table: str, key: str) -> None:
        alone = connection.copy()
        with alone.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} (key) VALUES (%s)", [key])
        alone.close()

    write = hiring.write
    hiring.write = lambda table, key: (
        write_at_once(table, key) if table == hiring.EFFECTS else write(table, key)
    )

    def deliver_after_marking(message: Any, *, now: Any) -> bool:
        delivery._finish(message, now=now)
        with transaction.atomic():
            registry.handler_of(message.topic).handle(message.payload, key=message.key, now=now)
        return True

    delivery.deliver = deliver_after_marking


def be_a_child(roles: list[str]) -> str:
    """Return in forked children only, with their role; the parent replaces each that dies."""
    missing, living = roles, {}
    while True:
        for role in missing:
            child = os.fork()
            if not child:
                # The parent may be killed first.
                ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
                return role
            living[child] = role
            print(f"{role}:{child}", flush=True)
        missing = [living.pop(os.wait()[0])]


def main(listening: socket.socket, directory: Path, roles: list[str], *, guarded: bool) -> None:
    application = get_wsgi_application()
    from django.conf import settings
    from django.db import connections
    from django.urls import get_resolver

    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
    # Loaded before the fork, so that a new child serves at once.
    assert get_resolver().url_patterns
    connections.close_all()
    role = be_a_child(roles)
    points = Points(directory / role)
    install(points, guarded=guarded)
    if role == WEB:
        serve(listening, application, points)
    else:
        work(points)


if __name__ == "__main__":
    fd, folder, names, *options = sys.argv[1:]
    main(
        socket.socket(fileno=int(fd)), Path(folder), names.split(","),
        guarded=options != ["guard-off"],
    )  # fmt: skip
