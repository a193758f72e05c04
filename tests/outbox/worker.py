"""A worker as a process of its own, for tests that kill it.

``python -m tests.outbox.worker POINT [LEASE_SECONDS] [guard-off]`` drains until it is killed. At
POINT ("claimed", "effect" or "committed") it prints a line and goes on when it is sent one.
"guard-off" is the control: it marks messages done whoever holds them. With POINT "nowhere" it
does not stop: it prints the process id of a child that drains, and forks another when that dies.
"""

import ctypes
import os
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

import django
from django.db import connection
from django.utils import timezone

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
EFFECTS = "outbox_test_effect"


def stop_at(point: str, wanted: str) -> None:
    if point == wanted:
        print(point, flush=True)
        sys.stdin.readline()


def stay_in_a_child() -> None:
    """Return in a forked child only; the parent replaces each child that dies."""
    while child := os.fork():
        print(child, flush=True)
        os.waitpid(child, 0)
    # The parent may be killed first.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def main(wanted: str, lease_seconds: float, guarded: bool) -> None:
    django.setup()
    from outbox import delivery, registry
    from outbox.models import Message

    delivery.LEASE = timedelta(seconds=lease_seconds)

    @registry.handler("effect")
    def effect(payload, *, key, now):
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {EFFECTS} (key) VALUES (%s)", [key])
        stop_at("effect", wanted)

    @registry.handler("outside")
    def outside(payload, *, key, now):
        with Path(payload["file"]).open("a") as file:
            file.write(f"{key}\n")
        stop_at("effect", wanted)

    deliver = delivery.deliver

    def deliver_stopping(message, *, now):
        stop_at("claimed", wanted)
        deliver(message, now=now)
        stop_at("committed", wanted)

    delivery.deliver = deliver_stopping
    if not guarded:
        delivery._finish = lambda message, *, now: Message.objects.filter(pk=message.pk).update(
            done_at=now, leased_until=None, lease_owner=None
        )

    if wanted == "nowhere":
        stay_in_a_child()
    while True:
        if not delivery.drain(now=timezone.now()):
            time.sleep(0.02)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), sys.argv[3:] != ["guard-off"])
