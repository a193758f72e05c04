"""A limit is kept by all processes together: Redis counts in one step."""

import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator

import pytest
from limits.storage import storage_from_string

REDIS_URL = os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/0"
PROCESSES, EACH, ALLOWED = 4, 250, 100

# A process of its own: asks when it is told to, and tells how often it was let in.
PROGRAM = """
import json, sys, time
from datetime import UTC, datetime
import django
django.setup()
from django.conf import settings
from django.test import RequestFactory
from api.conventions import throttles
settings.REDIS_URL, settings.API_RATES = sys.argv[1], {"address": (int(sys.argv[2]), 3600)}
counter = throttles.storage()
in_one_step = counter.incr
def in_two_steps(key, expiry, amount=1):
    used = int(counter.storage.get(key) or 0) + amount
    time.sleep(0.0001)
    counter.storage.set(key, used)
    return used
print("ready", flush=True)
for line in sys.stdin:
    told = json.loads(line)
    counter.incr = in_one_step if told["guarded"] else in_two_steps
    request = RequestFactory().get("/", REMOTE_ADDR=told["address"])
    now = datetime.fromtimestamp(told["now"], UTC)
    asked = [throttles.count(request, None, now).each[0] for _ in range(int(sys.argv[3]))]
    print(sum(not standing.exceeded for standing in asked), flush=True)
"""

Processes = list[subprocess.Popen[str]]


@pytest.fixture(scope="module")
def processes() -> Iterator[Processes]:
    """Started once for both tests, and ready to ask."""
    started: Processes = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, REDIS_URL, str(ALLOWED), str(EACH)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        )
        for _ in range(PROCESSES)
    ]
    for process in started:
        assert read_line(process) == "ready\n"
    yield started
    for process in started:
        process.communicate(timeout=60)


def read_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline()


def let_in(processes: Processes, *, guarded: bool) -> int:
    # A network that nobody else asks from: its addresses would be counted as one.
    network = uuid.uuid4().hex
    address = f"2001:db8:{network[:4]}:{network[4:8]}::1"
    # One time for all, so that no window ends between them.
    told = json.dumps({"guarded": guarded, "address": address, "now": int(time.time())})
    for process in processes:
        assert process.stdin
        process.stdin.write(f"{told}\n")
        process.stdin.flush()
    return sum(int(read_line(process)) for process in processes)


@pytest.mark.postgres
def test_processes_let_in_as_many_as_are_allowed(processes: Processes) -> None:
    assert storage_from_string(REDIS_URL).check()
    assert let_in(processes, guarded=True) == ALLOWED


@pytest.mark.postgres
def test_counted_in_two_steps_more_get_in(processes: Processes) -> None:
    assert let_in(processes, guarded=False) > ALLOWED
