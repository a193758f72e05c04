"""The timers process: runs each periodic job when it is due."""

import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from outbox.periodic import run_due

TICK_SECONDS = 1.0


class Command(BaseCommand):
    help = "Run the periodic jobs, each when it is due, until it is told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        stopping = threading.Event()

        def stop(number: int, frame: FrameType | None) -> None:
            stopping.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        while not stopping.is_set():
            close_old_connections()
            run_due(now=timezone.now())
            stopping.wait(TICK_SECONDS)
