"""Notices that the merchant did not answer are sent again, less and less often, as gateways do."""

from datetime import datetime
from typing import Any

from outbox.registry import handler

from .models import SandboxNotice
from .notices import TOPIC, deliver


class NotHeard(Exception):
    """The merchant's answer was not 2xx."""


@handler(TOPIC)
def tell_again(payload: dict[str, Any], *, key: str, now: datetime) -> None:
    """``payload``: ``{"notice": its id}``."""
    notice = SandboxNotice.objects.select_related("trade").get(notice_id=payload["notice"])
    if not deliver(notice, now=now):
        raise NotHeard("The merchant did not answer 2xx.")
