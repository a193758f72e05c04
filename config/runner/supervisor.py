"""Starts the programs, says when they really answer, and ends them all together."""

import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from types import FrameType

from config.runner.children import Child, Program

ANSWER_WITHIN = 60.0
END_WITHIN = 10.0
GLANCE = 0.1


class GivenUp(Exception):
    """A program does not start or does not stay; the text says which."""


class Supervisor:
    """Runs ``web`` until it answers at ``ready_url``, then ``others`` beside it, until a signal."""

    def __init__(
        self,
        web: Program,
        others: tuple[Program, ...],
        *,
        ready_url: str,
        tell: Callable[[str], object],
    ) -> None:
        self.web = Child(web)
        self.others = [Child(program) for program in others]
        self.ready_url = ready_url
        self.tell = tell
        self.stopping = False

    def run(self, *, when_ready: Callable[[], object]) -> None:
        """Returns after SIGINT, SIGTERM or SIGHUP; raises ``GivenUp``. No child outlives it."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            self.web.start()
            if self._wait_for_answer():
                for child in self.others:
                    child.start()
                when_ready()
            self._watch()
        finally:
            self._end()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _wait_for_answer(self) -> bool:
        end = time.monotonic() + ANSWER_WITHIN
        while not self.stopping:
            if self.web.exit_code() is not None:
                raise GivenUp("The web server ended before it answered; see its lines above.")
            if answers(self.ready_url):
                return True
            if time.monotonic() > end:
                raise GivenUp(f"The web server did not answer at {self.ready_url} in time.")
            time.sleep(GLANCE)
        return False

    def _watch(self) -> None:
        while not self.stopping:
            for child in (self.web, *self.others):
                code = child.exit_code()
                if code is not None and not self.stopping:
                    self._revive(child, code)
            time.sleep(GLANCE)

    def _revive(self, child: Child, code: int) -> None:
        name = child.program.name
        if not child.restart():
            raise GivenUp(f"The {name} ended with code {code} again and again; see above.")
        self.tell(f"The {name} ended with code {code} and was started again.")

    def _end(self) -> None:
        # From here on an impatient second Ctrl-C must not leave anything behind.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        children = (self.web, *self.others)
        for child in children:
            child.ask_to_end()
        deadline = time.monotonic() + END_WITHIN
        for child in children:
            child.end(deadline=deadline)


def answers(url: str) -> bool:
    """Whether ``url`` (of this machine) answers 200 within two seconds."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
