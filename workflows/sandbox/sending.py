"""A request to ourselves: through the WSGI entry of this process, without a socket.

It works wherever the code runs: in a server with one process that could not answer itself, in a
worker, in a test.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import connections
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation

# What Django calls on each of the thread's connections around a request.
CLOSING = "close_if_unusable_or_obsolete"


def post(url: str, body: bytes, *, headers: dict[str, str]) -> int:
    """Send a JSON body to an address of ours; answers the status."""
    environ = _environ(url, body, headers)
    statuses: list[str] = []

    def start_response(
        status: str, _headers: list[tuple[str, str]], _error: Any = None, /
    ) -> Callable[[bytes], object]:
        statuses.append(status)
        return bytes

    with _inside_another():
        answer: Any = get_internal_wsgi_application()(environ, start_response)
        try:
            b"".join(answer)
        finally:
            # It tells Django that the request is over.
            answer.close()
    return int(statuses[0].split()[0])


@contextmanager
def _inside_another() -> Iterator[None]:
    """Let the request that is made inside leave to the one outside what is the thread's.

    That is its language, its prefix, and its connections: Django would close one that it finds in
    a transaction when a request begins or ends, and the outbox sends from within one.
    """
    prefix = get_script_prefix()
    kept = connections.all(initialized_only=True)
    for connection in kept:
        vars(connection)[CLOSING] = _leave_open
    try:
        with translation.override(translation.get_language()):
            yield
    finally:
        for connection in kept:
            del vars(connection)[CLOSING]
        set_script_prefix(prefix)


def _leave_open() -> None:
    """In place of the connection's own method, which Django calls around every request."""


def _environ(url: str, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
    parts = urlsplit(url)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "SERVER_NAME": parts.hostname or "",
        "SERVER_PORT": str(parts.port or {"http": 80, "https": 443}[parts.scheme]),
        "HTTP_HOST": parts.netloc,
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.multithread": True,
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }
    setup_testing_defaults(environ)
    return environ
