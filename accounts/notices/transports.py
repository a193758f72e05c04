"""The ways out of the house for notices and texts, behind two small interfaces.

``settings.NOTICE_TRANSPORTS`` names the transports of notices ("console": dotted class);
``settings.TEXT_TRANSPORT`` is the one class that reaches phones of people who need not be users.
"""

import logging
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

logger = logging.getLogger("doorstep.notices")


@dataclass(frozen=True)
class Message:
    """A notice as transports see it: rendered, with the ways to reach its reader."""

    username: str
    phone: str
    email: str
    language: str
    subject: str
    body: str
    link: str = ""
    hints: dict[str, Any] = field(default_factory=dict)


class Transport(Protocol):
    """Carries notices. Raising means "try again later"."""

    def send(self, message: Message, *, key: str) -> None:
        """Deliver ``message``. The same ``key`` again is the same message again, after a crash."""


class TextTransport(Protocol):
    """Carries short texts to phones."""

    def send_text(self, phone: str, text: str) -> None:
        """Deliver ``text`` to ``phone`` (E.164). Raises ``DeliveryFailed`` when it cannot."""


class ConsoleTransport:
    """Writes to the log stream ``doorstep.notices``: for a developer's machine alone."""

    def send(self, message: Message, *, key: str) -> None:
        logger.info(
            "Notice to %s: %s | %s %s",
            message.username,
            message.subject,
            message.body,
            message.link,
        )

    def send_text(self, phone: str, text: str) -> None:
        logger.info("Text to %s: %s", phone, text)


def transport(name: str) -> Transport:
    """The transport of that name; ``LookupError`` when the settings have none."""
    try:
        path = settings.NOTICE_TRANSPORTS[name]
    except KeyError:
        raise LookupError(f"NOTICE_TRANSPORTS has no transport {name!r}.") from None
    made: Transport = _instance(path)
    return made


def text_transport() -> TextTransport:
    """What reaches phones; ``ImproperlyConfigured`` when the installation has chosen nothing."""
    if not settings.TEXT_TRANSPORT:
        raise ImproperlyConfigured("Set TEXT_TRANSPORT to a class that sends texts to phones.")
    made: TextTransport = _instance(settings.TEXT_TRANSPORT)
    return made


@lru_cache(maxsize=16)
def _instance(path: str) -> Any:
    return import_string(path)()
