"""The buffer beside its readers: a thread of its own, the end of a process, and Redis."""

import subprocess
import sys
import time
from collections.abc import Iterator
from shutil import which
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from catalog.behaviour import queue
from catalog.behaviour.buffer import LONGEST, Buffer
from catalog.behaviour.models import DailyViews
from catalog.behaviour.recording import Sighting

# A process that ends right after it saw something, as a web server's does when it is told to stop.
ENDING = """
import django
django.setup()
from django.conf import settings
from django.utils import timezone
settings.BEHAVIOUR_FLUSH_SECONDS = 60
from catalog.behaviour.buffer import Buffer
from catalog.behaviour.recording import Sighting
buffer = Buffer(lambda batch: print(*[each.key for each in batch]))
for key in ("steam", "iron"):
    buffer.put(Sighting(None, "services", key, timezone.now()))
"""


def sighting(key: str) -> Sighting:
    return Sighting(None, "services", key, timezone.now())


def test_what_was_seen_is_written_when_the_process_ends():
    done = subprocess.run(
        [sys.executable, "-c", ENDING],
        cwd=settings.BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "config.settings.test", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout == "steam iron\n"


def test_a_full_buffer_forgets_the_oldest():
    written: list[str] = []
    buffer = Buffer(lambda batch: written.extend(each.key for each in batch))
    for number in range(LONGEST + 2):
        buffer.put(sighting(str(number)))
    assert buffer.flush() == LONGEST
    assert (written[0], written[-1]) == ("2", str(LONGEST + 1))


@pytest.fixture
def redis(tmp_path: Any, settings: Any, monkeypatch: Any) -> Iterator[None]:
    """A Redis of the test's own, where the machine has one."""
    program = which("redis-server")
    if program is None:
        pytest.skip("needs redis-server")
    socket = tmp_path / "redis.sock"
    options = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
    while not socket.exists() and server.poll() is None:
        time.sleep(0.01)
    settings.REDIS_URL = f"unix://{socket}"
    queue._redis.cache_clear()
    yield
    queue._redis.cache_clear()
    server.terminate()
    server.wait()


@pytest.mark.django_db
def test_with_redis_the_timers_record_what_several_processes_saw(redis):
    queue.push([sighting("steam"), sighting("iron")])
    queue.push([sighting("steam")])
    assert DailyViews.objects.count() == 0
    assert queue.drain(timezone.now()) == 3
    assert queue.drain(timezone.now()) == 0
    counted = DailyViews.objects.order_by("key").values_list("key", "views")
    assert list(counted) == [("iron", 1), ("steam", 2)]
