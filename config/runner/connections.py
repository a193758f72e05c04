"""Whether a kept connection to PostgreSQL is still good, without asking the database.

``CONN_HEALTH_CHECKS`` asks ``SELECT 1`` in every request, which is half the price of a public read.
A server that ends a connection says so: then there is something to read, and Django asks.
"""

from select import POLLIN, poll
from typing import Any

from django.core.signals import request_started
from django.db import connections


def spare_the_question(**kwargs: Any) -> None:
    """Take the connections that nothing has come from as checked, for this request."""
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "postgresql" and connection.connection is not None:
            quiet = is_quiet(connection.connection)
            connection.health_check_done = quiet  # type: ignore[attr-defined]


def is_quiet(connection: Any) -> bool:
    """Whether an idle connection is open and has nothing to say."""
    if connection.closed:
        return False
    waiting = poll()
    waiting.register(connection.fileno(), POLLIN)
    return not waiting.poll(0)


def connect() -> None:
    # After Django's own receiver, which takes every connection as not checked.
    request_started.connect(spare_the_question, dispatch_uid="runner.connections")
