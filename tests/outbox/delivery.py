"""Messages are written with their cause and delivered with one effect, or kept with their error."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django_tasks_db.models import DBTaskResult

from outbox import registry
from outbox.actions import enqueue, retry_dead
from outbox.delivery import LEASE, claim, deliver, drain
from outbox.failures import backoff, describe
from outbox.models import MAX_ATTEMPTS, Message
from outbox.sweep import sweep

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivered(monkeypatch):
    """The calls that the topic "hello" received, in order."""
    calls = []

    def hello(payload, *, key, now):
        calls.append((payload, key, now))

    monkeypatch.setitem(registry._handlers, "hello", registry.Handler(hello))
    return calls


@pytest.fixture
def broken(monkeypatch):
    """A topic "broken" that writes a row and then fails, quoting what it was given."""

    def fail(payload, *, key, now):
        enqueue("hello", {"from": "broken"}, key="trace", available_at=now)
        raise RuntimeError(f"The gateway refused {payload['phone']}.")

    monkeypatch.setitem(registry._handlers, "broken", registry.Handler(fail))


def test_a_message_is_delivered_once_with_its_key(delivered):
    enqueue("hello", {"name": "Anna"}, key="order:7", available_at=NOW)

    assert drain(now=NOW) == 1
    assert drain(now=NOW + LEASE * 2) == 0

    assert delivered == [({"name": "Anna"}, "order:7", NOW)]
    row = Message.objects.get()
    assert (row.done_at, row.attempts, row.leased_until, row.lease_owner) == (NOW, 1, None, None)


def test_the_same_key_gives_the_message_already_there(delivered):
    first = enqueue("hello", {"n": 1}, key="k", available_at=NOW)
    second = enqueue("hello", {"n": 2}, key="k", available_at=NOW)

    assert second.pk == first.pk
    drain(now=NOW)
    assert [payload for payload, _key, _now in delivered] == [{"n": 1}]


def test_another_topic_may_use_the_same_key():
    enqueue("hello", {}, key="k")
    enqueue("goodbye", {}, key="k")
    assert Message.objects.count() == 2


def test_messages_without_a_key_each_get_their_own(delivered):
    enqueue("hello", {}, available_at=NOW)
    enqueue("hello", {}, available_at=NOW)
    drain(now=NOW)
    assert len({key for _payload, key, _now in delivered}) == 2


def test_a_message_is_not_delivered_before_its_time(delivered):
    enqueue("hello", {}, available_at=NOW + timedelta(seconds=1))
    assert drain(now=NOW) == 0
    assert drain(now=NOW + timedelta(seconds=1)) == 1


def test_the_oldest_come_first_and_limit_holds(delivered):
    for minute in (3, 1, 2):
        enqueue("hello", {"minute": minute}, available_at=NOW - timedelta(minutes=minute))

    assert drain(now=NOW, limit=2) == 2

    assert [payload["minute"] for payload, _key, _now in delivered] == [3, 2]
    assert Message.objects.open().count() == 1


def test_a_failing_handler_is_undone_but_its_attempt_stays(delivered, broken):
    enqueue("broken", {"phone": "+8613800000000"}, available_at=NOW)

    assert drain(now=NOW) == 1

    row = Message.objects.get()  # and no "hello" beside it: what the handler wrote is gone
    assert (row.topic, row.attempts, row.done_at, row.dead_at) == ("broken", 1, None, None)
    assert row.available_at == NOW + timedelta(seconds=10)
    assert row.last_error == "RuntimeError: The gateway refused …."
    assert delivered == []


def test_a_failure_does_not_stop_the_others(delivered, broken):
    enqueue("broken", {"phone": "1234"}, available_at=NOW - timedelta(minutes=1))
    enqueue("hello", {}, available_at=NOW)
    assert drain(now=NOW) == 2
    assert len(delivered) == 1


def test_an_unknown_topic_is_kept_until_somebody_handles_it(monkeypatch):
    enqueue("later", {"a": 1}, available_at=NOW)
    drain(now=NOW)
    row = Message.objects.get()
    assert row.last_error == "UnknownTopic: No handler is registered for the topic later."
    assert row.done_at is None

    monkeypatch.setitem(
        registry._handlers, "later", registry.Handler(lambda payload, *, key, now: None)
    )
    drain(now=row.available_at)
    row.refresh_from_db()
    assert (row.done_at, row.last_error) == (NOW + timedelta(seconds=10), "")


def test_after_the_last_attempt_a_message_is_given_up_and_can_be_retried(broken):
    enqueue("broken", {"phone": "1234"}, available_at=NOW)
    now = NOW
    for _ in range(MAX_ATTEMPTS):
        assert drain(now=now) == 1
        now += timedelta(hours=1)

    row = Message.objects.get()
    assert (row.attempts, row.dead_at) == (MAX_ATTEMPTS, now - timedelta(hours=1))
    assert drain(now=now) == 0

    assert retry_dead(now=now, topic="hello") == 0
    assert retry_dead(now=now, topic="broken") == 1
    row.refresh_from_db()
    assert (row.attempts, row.dead_at, row.available_at) == (0, None, now)
    assert drain(now=now) == 1


def test_a_running_lease_keeps_others_off_and_an_expired_one_does_not(delivered):
    enqueue("hello", {}, available_at=NOW)
    assert claim(now=NOW).attempts == 1

    assert drain(now=NOW + LEASE - timedelta(seconds=1)) == 0
    assert drain(now=NOW + LEASE) == 1
    assert Message.objects.get().attempts == 2


def test_a_worker_that_lost_its_lease_does_nothing(delivered):
    enqueue("hello", {}, available_at=NOW)
    slow = claim(now=NOW)
    assert drain(now=NOW + LEASE) == 1

    assert deliver(slow, now=NOW + LEASE) is False
    assert len(delivered) == 1


def test_a_failure_under_a_lost_lease_does_not_touch_the_row(broken, delivered):
    enqueue("hello", {}, available_at=NOW)
    slow = claim(now=NOW)
    quick = claim(now=NOW + LEASE)
    slow.topic = "broken"

    assert deliver(slow, now=NOW + LEASE) is False
    row = Message.objects.get()
    assert (row.lease_owner, row.last_error) == (quick.lease_owner, "")


def test_the_sweep_wakes_a_worker_for_an_expired_lease(delivered):
    enqueue("hello", {}, available_at=NOW)
    claim(now=NOW)

    assert sweep(NOW) == 0
    assert DBTaskResult.objects.count() == 0
    assert sweep(NOW + LEASE) == 1
    assert DBTaskResult.objects.count() == 1


def test_the_sweep_gives_up_what_kills_every_worker():
    enqueue("hello", {}, available_at=NOW)
    now = NOW
    for _ in range(MAX_ATTEMPTS):
        claim(now=now)
        now += LEASE

    assert claim(now=now) is None
    assert sweep(now) == 0
    row = Message.objects.get()
    assert row.dead_at == now
    assert row.last_error == "WorkerLost: every attempt ended without an answer."


def test_one_transaction_wakes_the_queue_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        for _ in range(3):
            enqueue("hello", {})
    assert len(callbacks) == 1
    assert DBTaskResult.objects.get().task_name == "drain_outbox"


def test_a_wake_survives_an_earlier_savepoint_rolled_back(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            enqueue("hello", {})
            raise ZeroDivisionError
        enqueue("hello", {})
    assert len(callbacks) == 1
    assert Message.objects.count() == 1


def test_a_topic_has_one_handler(delivered):
    with pytest.raises(ValueError, match="'hello' already has a handler"):
        registry.handler("hello")(lambda payload, *, key, now: None)


def test_a_row_cannot_be_both_done_and_dead():
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(topic="hello", payload={}, done_at=NOW, dead_at=NOW)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 10), (2, 20), (9, 2560), (10, 3600), (10_000, 3600)]
)
def test_backoff_doubles_up_to_an_hour(attempts, seconds):
    assert backoff(attempts) == timedelta(seconds=seconds)


def test_an_error_is_described_without_the_payload():
    error = ValueError("no +8613800000000 for Anna in 310112 (en)")
    payload = {"phone": "+8613800000000", "who": [{"name": "Anna"}], "id": 310112, "lang": "en"}
    assert describe(error, payload) == "ValueError: no … for … in … (en)"
    assert len(describe(ValueError("x" * 1000))) == 300


def test_the_command_shows_what_was_given_up_and_retries_it(capsys):
    from django.core.management import call_command

    Message.objects.create(topic="hello", key="a", payload={}, done_at=NOW)
    dead = Message.objects.create(
        topic="hello", key="b", payload={}, dead_at=NOW, attempts=15, last_error="OSError: no"
    )
    call_command("outbox")
    assert capsys.readouterr().out.splitlines() == [
        "hello: 0 waiting, 1 given up, 1 done",
        "given up 2026-12-01 09:00 hello b: OSError: no",
    ]
    call_command("outbox", "--retry", "hello")
    assert capsys.readouterr().out == "1 messages of hello will be tried again.\n"
    dead.refresh_from_db()
    assert (dead.dead_at, dead.attempts) == (None, 0)


def test_what_takes_long_is_asked_outside_of_the_transaction(monkeypatch):
    seen = []

    def ask(payload, *, key, now):
        seen.append(("asked", len(connection.savepoint_ids), Message.objects.get().done_at))
        return payload["n"] + 1

    def handle(payload, *, key, now, answer):
        seen.append(("handled", answer, Message.objects.get().done_at))

    monkeypatch.setitem(registry._handlers, "slow", registry.Handler(handle, ask))
    enqueue("slow", {"n": 1}, key="k", available_at=NOW)
    depth = len(connection.savepoint_ids)
    assert drain(now=NOW) == 1
    assert seen == [("asked", depth, None), ("handled", 2, NOW)]


def test_a_question_that_fails_is_asked_again(monkeypatch):
    def ask(payload, *, key, now):
        raise RuntimeError("Nobody answers.")

    def handle(payload, *, key, now, answer):
        raise AssertionError("There is no answer.")

    monkeypatch.setitem(registry._handlers, "slow", registry.Handler(handle, ask))
    enqueue("slow", {}, key="k", available_at=NOW)
    drain(now=NOW)
    row = Message.objects.get()
    assert (row.done_at, row.attempts, row.available_at) == (None, 1, NOW + backoff(1))
    assert "Nobody answers." in row.last_error
