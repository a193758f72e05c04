"""What the engine does after commit: ask other systems, and hand answers over."""

from datetime import datetime
from typing import Any

from outbox.registry import handler

from . import webhooks
from .actions.results import hand_over_results
from .models import Case
from .refusals import NotAvailable
from .results import RESULT_TOPIC

handler(webhooks.TOPIC, ask=webhooks.ask)(webhooks.deliver)


@handler(RESULT_TOPIC)
def hand_over(payload: dict[str, Any], *, key: str, now: datetime) -> None:
    """``payload``: ``{"case": primary key}``."""
    try:
        hand_over_results(Case.objects.get(pk=payload["case"]), now=now)
    except NotAvailable:
        # It ended meanwhile: nobody waits for the answer.
        return
