"""Named moments of a child process, at which it can be made to stand still and be killed.

Two processes share a small file: in its first byte stands the point at which the child is to stop,
in its second one whether it has.
"""

import mmap
import time
from enum import IntEnum
from pathlib import Path

SIZE = 2
WANTED, STOPPED = range(SIZE)


class Point(IntEnum):
    """Where a kill hurts."""

    NOWHERE = 0
    # Inside a transition's transaction: the action has written its effect.
    EFFECT = 1
    # Inside it: Viewflow has written a task, and neither its successors nor our records are there.
    TASK = 2
    # The transition is committed and its answer not sent.
    ANSWER = 3
    # A message is claimed and not handled: its cause is committed, its effect not begun.
    CLAIMED = 4
    # Its effect is written and not committed.
    SENDING = 5
    # It is committed, and the worker has not noticed.
    SENT = 6


class Points:
    """Both ends of the shared file."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(bytes(SIZE))
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), SIZE)

    def reached(self, point: Point) -> None:
        """Called by the child; does not return where it is to be killed."""
        if self._map[WANTED] == point:
            self._map[STOPPED] = 1
            while True:
                time.sleep(60)

    def want(self, point: Point) -> None:
        self._map[STOPPED] = 0
        self._map[WANTED] = point

    @property
    def is_stopped(self) -> bool:
        return bool(self._map[STOPPED])
