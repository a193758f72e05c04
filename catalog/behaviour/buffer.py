"""What was seen waits here for a moment, so that no read waits for a write.

A reader appends to a list in memory. A thread, started by the first one, takes everything there is
every ``BEHAVIOUR_FLUSH_SECONDS``: to Redis where there is one, for the timers to record, else to
the database at once. Each process has a buffer of its own; rows add up. It empties itself when the
process ends; what a killed process held, at most a second's worth, is lost.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from catalog.behaviour import queue
from catalog.behaviour.recording import Sighting, record

logger = logging.getLogger(__name__)

# While the database is away, newer sightings push out older ones.
LONGEST = 20_000
BATCH = 500


class Buffer:
    """Sightings of this process, on their way to ``write``."""

    def __init__(self, write: Callable[[Sequence[Sighting]], None]) -> None:
        self.write = write
        self.waiting: deque[Sighting] = deque(maxlen=LONGEST)
        self.thread: threading.Thread | None = None
        self.starting = threading.Lock()

    def put(self, sighting: Sighting) -> None:
        """Never waits: an append, and once in a process the start of the thread."""
        self.waiting.append(sighting)
        if settings.BEHAVIOUR_FLUSH_SECONDS and (self.thread is None or not self.thread.is_alive()):
            self._start()

    def flush(self) -> int:
        """Write everything that waits now; answers how many sightings."""
        written = 0
        while self.waiting:
            # One end is taken from while the other grows: both are atomic.
            batch = [self.waiting.popleft() for _turn in range(min(BATCH, len(self.waiting)))]
            self.write(batch)
            written += len(batch)
        return written

    def _start(self) -> None:
        with self.starting:
            if self.thread is None or not self.thread.is_alive():
                # Not a daemon: the interpreter waits for the last flush when it ends.
                self.thread = threading.Thread(target=self._run, name="behaviour", daemon=False)
                self.thread.start()

    def _run(self) -> None:
        main = threading.main_thread()
        while main.is_alive():
            main.join(settings.BEHAVIOUR_FLUSH_SECONDS)
            self._flush_safely()
        connection.close()

    def _flush_safely(self) -> None:
        close_old_connections()
        try:
            self.flush()
        except (DatabaseError, OSError, queue.RedisError):
            # A batch is lost, the thread goes on: people's orders do not depend on it.
            logger.warning("What people looked at could not be recorded.", exc_info=True)


def _write(sightings: Sequence[Sighting]) -> None:
    if settings.REDIS_URL:
        queue.push(sightings)
    else:
        record(sightings)


buffer = Buffer(_write)
