"""A limit is kept by all processes together: Redis counts in one step."""

import os
import subprocess
import sys
import time
import uuid

import pytest
from limits.storage import storage_from_string

REDIS_URL = os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/0"
PROCESSES, EACH, ALLOWED = 4, 250, 100

# A process of its own: waits for the others at the door, asks, and tells how often it was let in.
PROGRAM = """
import sys, time
from datetime import UTC, datetime
import django
django.setup()
from django.conf import settings
from django.test import RequestFactory
from api.conventions import throttles
settings.REDIS_URL, settings.API_RATES = sys.argv[1], {"address": (int(sys.argv[3]), 3600)}
counter = throttles.storage()
if sys.argv[4] == "apart":
    def incr(key, expiry, amount=1):
        used = int(counter.storage.get(key) or 0) + amount
        time.sleep(0.0001)
        counter.storage.set(key, used)
        return used
    counter.incr = incr
request = RequestFactory().get("/", REMOTE_ADDR=sys.argv[2])
now = datetime.fromtimestamp(int(sys.argv[6]), UTC)
print("ready", flush=True)
sys.stdin.readline()
asked = [throttles.count(request, None, now).each[0] for _ in range(int(sys.argv[5]))]
print(sum(not standing.exceeded for standing in asked))
"""


def let_in(how: str) -> int:
    # A network that nobody else asks from: its addresses would be counted as one.
    network = uuid.uuid4().hex
    address = f"2001:db8:{network[:4]}:{network[4:8]}::1"
    # One time for all, so that no window ends between them.
    arguments = [REDIS_URL, address, str(ALLOWED), how, str(EACH), str(int(time.time()))]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
        )
        for _ in range(PROCESSES)
    ]  # fmt: skip
    for process in started:
        assert process.stdout and process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    return sum(int(process.communicate(timeout=60)[0]) for process in started)


@pytest.mark.postgres
def test_processes_let_in_as_many_as_are_allowed() -> None:
    assert storage_from_string(REDIS_URL).check()
    assert let_in("at once") == ALLOWED


@pytest.mark.postgres
def test_counted_in_two_steps_more_get_in() -> None:
    assert let_in("apart") > ALLOWED
