"""Delivery of what is due: at least once, with one effect.

A message passes three transactions. The caller's writes it. The claim, committed at once, counts
the attempt and takes a lease, so that a worker that dies leaves a trace and an end. The delivery
marks the message done, if the lease is still its own, and runs the handler; both commit together.
What a handler asks of somebody outside is asked between the claim and the delivery.
"""

import logging
import uuid
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any

from django.db import connection, transaction

from outbox import registry
from outbox.failures import backoff, describe
from outbox.models import MAX_ATTEMPTS, Message

logger = logging.getLogger(__name__)

# Longer than any handler should take; a delivery under way is protected by its row lock too.
LEASE = timedelta(minutes=5)


def drain(*, now: datetime, limit: int = 10) -> int:
    """Deliver up to ``limit`` due messages, one by one; answers how many were taken.

    Not to be called inside a transaction. A failing handler is kept on its row and does not
    stop the others.
    """
    for taken in range(limit):
        message = claim(now=now)
        if message is None:
            return taken
        with _Attempt(message, now=now):
            deliver(message, now=now)
    return limit


@transaction.atomic(durable=True)
def claim(*, now: datetime) -> Message | None:
    """Take the oldest due message under a lease, counting the attempt; None when nothing is due."""
    # PostgreSQL: pass over rows that others are claiming or delivering at this moment.
    # SQLite: the IMMEDIATE transaction already is the only writer.
    due = Message.objects.due(now).order_by("available_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    message = due.first()
    if message is None:
        return None
    message.attempts += 1
    message.lease_owner = uuid.uuid4()
    message.leased_until = now + LEASE
    message.save(update_fields=["attempts", "lease_owner", "leased_until"])
    return message


def deliver(message: Message, *, now: datetime) -> bool:
    """Run the handler in one transaction with "done"; False when the lease was lost."""
    handler = registry.handler_of(message.topic)
    given: dict[str, Any] = {"key": message.key, "now": now}
    if handler.ask is not None:
        # Before the transaction: on SQLite nobody else could write while somebody outside thinks.
        given["answer"] = handler.ask(message.payload, **given)
    with transaction.atomic(durable=True):
        if not _finish(message, now=now):
            logger.warning("The lease of outbox message %s ran out before delivery.", message.pk)
            return False
        handler.handle(message.payload, **given)
    return True


def _finish(message: Message, *, now: datetime) -> bool:
    # Before the handler, and only under our own lease: the row stays locked until commit, so
    # nobody else can deliver it meanwhile, and a worker that slept past its lease does nothing.
    return bool(
        Message.objects.filter(
            pk=message.pk, lease_owner=message.lease_owner, done_at=None, dead_at=None
        ).update(done_at=now, leased_until=None, lease_owner=None, last_error="")
    )


class _Attempt:
    """The worker's border: whatever a handler raises belongs on its row, and the next one goes on.

    An interrupt passes through; the lease then runs out and the sweep takes the message up.
    """

    def __init__(self, message: Message, *, now: datetime) -> None:
        self.message = message
        self.now = now

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        record_failure(self.message, error, now=self.now)
        return True


def record_failure(message: Message, error: Exception, *, now: datetime) -> None:
    """Keep the error on the row and wait longer, or give up after the last attempt."""
    last = message.attempts >= MAX_ATTEMPTS
    described = describe(error, message.payload)
    Message.objects.filter(pk=message.pk, lease_owner=message.lease_owner).update(
        last_error=described,
        available_at=now + backoff(message.attempts),
        leased_until=None,
        lease_owner=None,
        dead_at=now if last else None,
    )
    logger.log(
        logging.ERROR if last else logging.WARNING,
        "Outbox message %s (%s) failed, attempt %s of %s: %s",
        message.pk,
        message.topic,
        message.attempts,
        MAX_ATTEMPTS,
        described,
    )
