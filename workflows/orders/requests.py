"""What is asked of a quote: plain values, no rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True)
class Place:
    """Where the visit is: degrees (WGS 84), a region's key, and the line of the address."""

    lat: Decimal
    lng: Decimal
    region: str
    line: str
    contact_name: str = ""
    contact_phone: str = ""


@dataclass(frozen=True)
class QuoteRequest:
    """Either a ``service`` or a ``package``, by key; ``options`` maps an option's key to its count.

    ``provider`` is a public id, or nobody in particular. ``address`` is the id of one of the
    caller's own, or a place. ``version`` is the number of the service's version that an offer
    named.
    """

    starts_at: datetime
    address: UUID | Place
    service: str = ""
    package: str = ""
    options: Mapping[str, int] = field(default_factory=dict)
    quantity: int = 1
    provider: UUID | None = None
    coupons: tuple[str, ...] = ()
    version: int | None = None


@dataclass(frozen=True)
class OfferRequest:
    """A ``service`` by key, before a time is chosen; ``options`` maps an option's key to its count.

    ``address`` is the id of one of the caller's own, ``near`` a point in degrees (WGS 84),
    ``region`` a key: the address alone, or the others. ``starts_at`` is the time that is thought
    of.
    """

    service: str
    options: Mapping[str, int] = field(default_factory=dict)
    quantity: int = 1
    provider: UUID | None = None
    starts_at: datetime | None = None
    address: UUID | None = None
    near: tuple[float, float] | None = None
    region: str | None = None
