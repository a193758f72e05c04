"""Running wrk and reading what it prints."""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
THREADS, CONNECTIONS = 2, 16


class Refused(Exception):
    """Some answers were errors: what is measured is not what was asked for."""


@dataclass(frozen=True)
class Load:
    """Answers in all and per second; milliseconds until half and 99 of 100 were there."""

    answers: int
    per_second: float
    p50: float
    p99: float


def load(url: str, headers: Mapping[str, str], *, seconds: int) -> Load:
    """Ask for ``url`` all the time. Raises ``Refused``."""
    given = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = (
        *(
            "wrk",
            "--latency",
            f"-t{THREADS}",
            f"-c{CONNECTIONS}",
            f"-d{seconds}s",
            "--timeout",
            "30s",
        ),
        *given,
        url,
    )
    done = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE)
    return parse(done.stdout)


def parse(printed: str) -> Load:
    """What wrk printed. Raises ``Refused`` for answers that are no 2xx and no 3xx."""
    for trouble in ("Non-2xx or 3xx responses", "Socket errors"):
        if trouble in printed:
            raise Refused(next(line.strip() for line in printed.splitlines() if trouble in line))
    answers = int(_found(r"(\d+) requests in", printed))
    if answers == 0:
        raise Refused("Nothing was answered in this time: give it more with --seconds.")
    return Load(
        answers=answers,
        per_second=float(_found(r"Requests/sec:\s+([\d.]+)", printed)),
        p50=_milliseconds(_found(r"\n +50% +(\S+)", printed)),
        p99=_milliseconds(_found(r"\n +99% +(\S+)", printed)),
    )


def _found(pattern: str, printed: str) -> str:
    match = re.search(pattern, printed)
    if match is None:
        raise Refused(f"wrk says nothing of {pattern}:\n{printed}")
    return match[1]


def _milliseconds(text: str) -> float:
    match = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text)
    if match is None:
        raise Refused(f"wrk tells no time: {text}")
    return float(match[1]) * MILLISECONDS[match[2]]
