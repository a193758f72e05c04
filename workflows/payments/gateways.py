"""What a payment gateway must do, and which ones there are.

A gateway's app implements ``Gateway`` and registers it in ``AppConfig.ready()``. ``open``,
``refund`` and ``close`` may be called again with the same payment or refund: it goes by its
``uuid`` at the gateway, which does each thing once. ``refund`` and ``close`` are called by the
outbox, so a gateway that does not answer is asked again; a "no" that is final is ``Refused``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from .refusals import UnknownGateway
from .states import Event

if TYPE_CHECKING:
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from .models import Payment, Refund


class Refused(Exception):
    """The gateway's final "no", with its own code: asking again will not help."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class NoticeFacts:
    """What a genuine notice says. ``amount`` is in minor units."""

    notice_id: str  # the gateway's own, equal for every copy of it; at most 64 characters
    event: Event
    merchant: str
    payment: UUID | None  # None for what is not about a payment
    amount: int
    currency: str
    reference: str  # the gateway's number for the payment


class Gateway(Protocol):
    @property
    def key(self) -> str:
        """Its name in addresses: payments/{key}/notify/."""

    @property
    def label(self) -> StrOrPromise: ...

    @property
    def merchant(self) -> str:
        """Who we are there: a notice for somebody else has no effect."""

    @property
    def signed_headers(self) -> tuple[str, ...]:
        """In lower case: kept with a notice, so that it can be read again."""

    def open(self, payment: Payment) -> dict[str, Any]:
        """Announce the payment; answers what the client needs to pay it (plain JSON)."""

    def read_notice(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> NoticeFacts:
        """Check and decrypt. ``headers`` by lower-case name. Raises ``NoticeRefused``."""

    def refund(self, refund: Refund) -> str:
        """Send the money back; answers the gateway's number. Raises ``Refused``."""

    def close(self, payment: Payment) -> None:
        """Let nobody pay it any more. Raises ``Refused``, such as for what is paid already."""


_gateways: dict[str, Gateway] = {}


def register(gateway: Gateway) -> None:
    """Offer a gateway. Raises ``ValueError`` when another one has its key."""
    if _gateways.setdefault(gateway.key, gateway) is not gateway:
        raise ValueError(f"There is a payment gateway {gateway.key!r} already.")


def gateway(key: str) -> Gateway:
    """Raises ``UnknownGateway``, a ``LookupError``."""
    try:
        return _gateways[key]
    except KeyError:
        raise UnknownGateway from None


def gateways() -> dict[str, Gateway]:
    return dict(_gateways)
