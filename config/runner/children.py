"""The processes that the supervisor starts, watches and ends."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>

# A child that dies sooner than this after its start did not really start.
HEALTHY_AFTER = 10.0
MAX_FALSE_STARTS = 3


@dataclass(frozen=True)
class Program:
    name: str
    command: tuple[str, ...]


@dataclass
class Child:
    """One program, kept running in a process group of its own."""

    program: Program
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    false_starts: int = 0

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603
            self.program.command,
            # A group of its own: Ctrl-C reaches the supervisor alone, and the supervisor's
            # signal reaches the child's own children too.
            process_group=0,
            preexec_fn=_die_with_the_supervisor if sys.platform == "linux" else None,  # noqa: PLW1509
        )

    def exit_code(self) -> int | None:
        """None while it runs (or was never started)."""
        return self.process.poll() if self.process else None

    def restart(self) -> bool:
        """Start it again after it died; False when it keeps dying at once."""
        self._signal(signal.SIGKILL)  # what it may have left of its group
        lasted = time.monotonic() - self.started_at
        self.false_starts = self.false_starts + 1 if lasted < HEALTHY_AFTER else 0
        if self.false_starts >= MAX_FALSE_STARTS:
            return False
        self.start()
        return True

    def end(self, *, deadline: float) -> None:
        """Ask it to end (call ``ask_to_end`` of all first), and make it, at ``deadline``."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=max(0.0, deadline - time.monotonic()))
        self._signal(signal.SIGKILL)
        self.process.wait()

    def ask_to_end(self) -> None:
        self._signal(signal.SIGTERM)

    def _signal(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        # The whole group may be gone already.
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


# Loaded here: between fork and exec is no moment to open libraries.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _die_with_the_supervisor() -> None:
    # Even a SIGKILL of the supervisor must not leave a server behind on the port.
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
