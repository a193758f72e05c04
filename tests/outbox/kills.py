"""A worker process killed by SIGKILL at any moment loses nothing and does nothing twice."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from outbox import periodic, registry
from outbox.actions import enqueue
from outbox.delivery import LEASE, drain
from outbox.models import Message
from tests.outbox.worker import EFFECTS

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def effects():
    """The keys that handlers wrote, as often as they wrote them: nothing here is unique."""

    def keys() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT key FROM {EFFECTS} ORDER BY key")
            return [key for (key,) in cursor.fetchall()]

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {EFFECTS} (key text NOT NULL)")
    yield keys
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {EFFECTS}")


@pytest.fixture
def effect_here(monkeypatch):
    """The handler of the worker process, for a drain in this one."""

    def effect(payload, *, key, now):
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {EFFECTS} (key) VALUES (%s)", [key])

    monkeypatch.setitem(registry._handlers, "effect", registry.Handler(effect))


def start(*arguments: str) -> subprocess.Popen:
    database = connection.settings_dict
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.outbox.worker", *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def kill(process: subprocess.Popen) -> None:
    process.kill()
    process.communicate()


@contextmanager
def stopped_at(point: str, *arguments: str):
    process = start(point, *arguments)
    try:
        assert process.stdout.readline() == f"{point}\n"
        yield process
    finally:
        kill(process)
        wait_for_its_locks()


def wait_for_its_locks() -> None:
    """The server notices after a while that a killed worker is gone: till then its locks hold."""
    for _turn in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND state <> 'idle'"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("point", "done_when_killed"), [("claimed", 0), ("effect", 0), ("committed", 1)]
)
def test_a_killed_worker_loses_nothing_and_does_nothing_twice(
    point, done_when_killed, effects, effect_here
):
    enqueue("effect", {}, key="once")

    with stopped_at(point, "60"):
        assert Message.objects.get().attempts == 1

    assert len(effects()) == done_when_killed
    assert drain(now=timezone.now()) == 0, "still under the dead worker's lease"
    assert drain(now=timezone.now() + LEASE) == 1 - done_when_killed
    assert effects() == ["once"]
    assert Message.objects.get().done_at is not None


def test_what_is_done_outside_the_database_comes_again_with_the_same_key(tmp_path, monkeypatch):
    file = tmp_path / "gateway"
    enqueue("outside", {"file": str(file)}, key="order:7")
    with stopped_at("effect", "60"):
        assert file.read_text() == "order:7\n"

    again = []
    monkeypatch.setitem(
        registry._handlers,
        "outside",
        registry.Handler(lambda payload, *, key, now: again.append(key)),
    )
    drain(now=timezone.now() + LEASE)
    assert again == ["order:7"]


@pytest.mark.parametrize(("arguments", "expected"), [([], 1), (["guard-off"], 2)])
def test_a_worker_that_slept_past_its_lease(arguments, expected, effects, effect_here):
    """With the guard the late worker does nothing; without it (the control) it does it again."""
    enqueue("effect", {}, key="once")
    with stopped_at("claimed", "60", *arguments) as late:
        assert drain(now=timezone.now() + LEASE) == 1
        assert effects() == ["once"]

        late.stdin.write("go on\n")
        late.stdin.flush()
        enqueue("effect", {}, key="afterwards")
        # It stops again at its next message: the late delivery is over by then.
        assert late.stdout.readline() == "claimed\n"

    assert effects().count("once") == expected


def test_a_delivery_under_way_keeps_its_row_when_its_lease_runs_out(effects, effect_here):
    enqueue("effect", {}, key="once")
    with stopped_at("effect", "0.01") as slow:
        assert drain(now=timezone.now() + LEASE) == 0
        slow.stdin.write("go on\n")
        slow.stdin.flush()
        wait_until(lambda: Message.objects.filter(done_at__isnull=False).count() == 1)
    assert effects() == ["once"]


def test_twenty_kills_at_random_moments(effects):
    chance = random.Random(20261201)
    keys = [f"message-{number:03}" for number in range(500)]
    Message.objects.bulk_create(Message(topic="effect", payload={}, key=key) for key in keys)
    workers = [start("nowhere", "0.3") for _ in range(2)]
    try:
        for _ in range(10):
            for worker in workers:
                child = int(worker.stdout.readline())
                # Counted in messages: fast machines are killed at work as slow ones are.
                more = len(effects()) + chance.randint(1, 10)
                wait_until(lambda more=more: len(effects()) >= more)
                os.kill(child, signal.SIGKILL)
        assert Message.objects.open().exists(), "the kills must fall on busy workers"
        wait_until(lambda: not Message.objects.open().exists())
    finally:
        for worker in workers:
            kill(worker)
    assert Message.objects.filter(attempts__gt=1).exists(), "some kill must have met a message"
    assert effects() == keys


def wait_until(happened, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.001)


@pytest.mark.parametrize(("guarded", "expected"), [(True, 1), (False, 4)])
def test_competing_timers_run_a_job_once(guarded, expected, monkeypatch):
    """Four that all see the job due: the conditional update lets one; without it all run."""
    claim, ran, barrier = periodic._claim, [], threading.Barrier(4)

    def claim_together(job, *, now):
        barrier.wait(timeout=30)
        return claim(job, now=now) if guarded else True

    monkeypatch.setattr(periodic, "_jobs", {})
    monkeypatch.setattr(periodic, "_claim", claim_together)
    periodic.register("count", timedelta(minutes=1), ran.append)
    now = timezone.now()

    def timers():
        periodic.run_due(now=now)
        connection.close()

    threads = [threading.Thread(target=timers) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ran == [now] * expected
