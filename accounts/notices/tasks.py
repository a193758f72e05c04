"""What the outbox does with notices."""

from datetime import datetime
from typing import Any

from accounts.notices import transports
from accounts.notices.models import Notice
from outbox.registry import handler


@handler("notice")
def send_notice(payload: dict[str, Any], *, key: str, now: datetime) -> None:
    """Hand one notice to one transport; a person made anonymous meanwhile is left alone."""
    notice = Notice.objects.select_related("user").get(uuid=payload["notice"])
    user = notice.user
    if not user.is_active:
        return
    message = transports.Message(
        username=user.username,
        phone=user.phone or "",
        email=user.email,
        language=user.language,
        subject=notice.subject,
        body=notice.body,
        link=notice.link,
        hints=notice.hints,
    )
    transports.transport(payload["transport"]).send(message, key=key)
