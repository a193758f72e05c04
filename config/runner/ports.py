"""Is the port free? Asked before anything is set up, so by whatever Python is at hand:

``python3 -m config.runner.ports 8000`` (nothing but the standard library in this file).
"""

import os
import socket
import sys
from contextlib import closing


class PortTaken(Exception):
    """Its text says which, and what to do."""


def port_number(text: str) -> int:
    """A port that a person may ask for; raises ``ValueError`` with a sentence."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise ValueError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def refuse_taken(port: int, *, host: str = "127.0.0.1") -> None:
    """Raise ``PortTaken`` when somebody else listens on ``port``."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        # As the server does: connections of the last run that still fade away are no reason.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"Port {port} cannot be used on {host} ({error.strerror}). Stop what runs there, "
                f"or choose another: make run PORT={port + 1 if port < 65535 else 8000}"
            ) from None


def main(arguments: list[str]) -> int:
    try:
        refuse_taken(port_number(arguments[0]), host=os.environ.get("HOST") or "127.0.0.1")
    except (PortTaken, ValueError) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
