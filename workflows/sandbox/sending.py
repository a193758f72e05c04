"""A request to ourselves: through the WSGI entry of this process, without a socket.

It works wherever the code runs: in a server with one process that could not answer itself, in a
worker, in a test.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.core.servers.basehttp import get_internal_wsgi_application
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation


def post(url: str, body: bytes, *, headers: dict[str, str]) -> int:
    """Send a JSON body to an address of ours; answers the status."""
    environ = _environ(url, body, headers)
    statuses: list[str] = []

    def start_response(
        status: str, _headers: list[tuple[str, str]], _error: Any = None, /
    ) -> Callable[[bytes], object]:
        statuses.append(status)
        return bytes

    # A request leaves its language and prefix in the thread, and this one runs inside another.
    prefix = get_script_prefix()
    with translation.override(translation.get_language()):
        answer: Any = get_internal_wsgi_application()(environ, start_response)
        try:
            b"".join(answer)
        finally:
            # It tells Django that the request is over.
            answer.close()
    set_script_prefix(prefix)
    return int(statuses[0].split()[0])


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
