"""What payments do after commit: hear notices, send money back, close what is not wanted."""

from datetime import datetime
from typing import Any
from uuid import UUID

from outbox.registry import handler

from .actions import close_at_gateway, handle_notice, send_refund
from .actions.notices import NOTICE_TOPIC
from .actions.refunds import REFUND_TOPIC
from .actions.requests import CLOSE_TOPIC


@handler(NOTICE_TOPIC)
def hear(payload: dict[str, Any], *, key: str, now: datetime) -> None:
    """``payload``: ``{"notice": uuid}``."""
    handle_notice(UUID(payload["notice"]), now=now)


@handler(REFUND_TOPIC)
def send_back(payload: dict[str, Any], *, key: str, now: datetime) -> None:
    """``payload``: ``{"refund": uuid}``."""
    send_refund(UUID(payload["refund"]), now=now)


@handler(CLOSE_TOPIC)
def close(payload: dict[str, Any], *, key: str, now: datetime) -> None:
    """``payload``: ``{"payment": uuid}``."""
    close_at_gateway(UUID(payload["payment"]))
