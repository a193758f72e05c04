"""What a crash, a full queue or a backoff left waiting is taken up here."""

import logging
from datetime import datetime

from outbox.models import MAX_ATTEMPTS, Message
from outbox.tasks import wake

logger = logging.getLogger(__name__)


def sweep(now: datetime) -> int:
    """Give up what killed its worker too often, and wake a worker when anything is due.

    Answers the number of due messages.
    """
    _bury(now)
    due = Message.objects.due(now).count()
    if due:
        wake()
    return due


def _bury(now: datetime) -> None:
    # A handler that brings down its process never gets to record a failure; the attempts
    # counted by the claims are what stops it from doing so for ever.
    buried = (
        Message.objects.unleased(now)
        .filter(attempts__gte=MAX_ATTEMPTS)
        .update(
            dead_at=now,
            leased_until=None,
            lease_owner=None,
            last_error="WorkerLost: every attempt ended without an answer.",
        )
    )
    if buried:
        logger.error("%s outbox messages were given up: their workers never answered.", buried)
