"""One POST to an address that was looked at, within a time and a size."""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping

from .addresses import Target
from .refusals import Refusal

CONNECT_SECONDS = 5.0
# All in all: whoever answers a byte at a time does not hold a worker.
TOTAL_SECONDS = 15.0
MOST_BYTES = 64 * 1024


class Unanswered(Refusal):
    """No whole answer came."""

    transient = True
    default_code = "webhook_unreachable"


class TooLarge(Refusal):
    """The answer is more than anybody reads."""

    default_code = "webhook_answer_too_large"


class _Direct(http.client.HTTPConnection):
    """Connects to the address of a target, and still names its host."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=CONNECT_SECONDS)
        self._target = target

    def connect(self) -> None:
        place = (self._target.address, self._target.port)
        self.sock = socket.create_connection(place, timeout=CONNECT_SECONDS)
        if self._target.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self._target.host)


def post(target: Target, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Status and body of the answer. ``Unanswered``, and ``TooLarge`` for one that went well."""
    connection = _Direct(target)
    if target.scheme == "https":
        # Left out of the Host header where it is the usual one.
        connection.default_port = http.client.HTTPS_PORT
    late = threading.Timer(TOTAL_SECONDS, _hang_up, [connection])
    late.daemon = True
    late.start()
    try:
        connection.request("POST", target.path, body=body, headers=dict(headers))
        answer = connection.getresponse()
        read = answer.read(MOST_BYTES + 1)
    except (OSError, http.client.HTTPException) as error:
        raise Unanswered from error
    finally:
        late.cancel()
        connection.close()
    if answer.status in range(200, 300):
        if len(read) > MOST_BYTES:
            raise TooLarge
        if answer.length:
            # It broke off: fewer bytes than were announced.
            raise Unanswered
    return answer.status, read


def _hang_up(connection: http.client.HTTPConnection) -> None:
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            # Closed at this moment, and so what was wanted.
            return
