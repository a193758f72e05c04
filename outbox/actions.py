"""Verbs on outside work: write it together with its cause, and try again what was given up."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from outbox.models import Message
from outbox.tasks import wake


def enqueue(
    topic: str,
    payload: dict[str, Any],
    *,
    key: str | None = None,
    available_at: datetime | None = None,
) -> Message:
    """Have ``topic``'s handler called with ``payload`` once the caller's transaction commits.

    The same topic and ``key`` again give the message already there: the first payload stands.
    """
    values: dict[str, Any] = {"payload": payload}
    if available_at is not None:
        values["available_at"] = available_at
    if key is None:
        message = Message.objects.create(topic=topic, **values)
    else:
        message, _created = Message.objects.get_or_create(topic=topic, key=key, defaults=values)
    _wake_after_commit()
    return message


def _wake_after_commit() -> None:
    # Once a transaction: a thousand notices need one drain. A wake registered in a savepoint that
    # is rolled back goes with the messages written there, so looking for it loses nothing.
    if all(entry[1] is not wake for entry in connection.run_on_commit):
        # Robust: when the queue is down, the caller's work stands and the sweep delivers.
        transaction.on_commit(wake, robust=True)


def retry_dead(*, now: datetime, topic: str | None = None) -> int:
    """Give messages that were given up all their attempts again; answers how many."""
    dead = Message.objects.dead()
    if topic is not None:
        dead = dead.filter(topic=topic)
    with transaction.atomic():
        count = dead.update(dead_at=None, attempts=0, available_at=now)
        if count:
            _wake_after_commit()
    return count
