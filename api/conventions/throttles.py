"""How often somebody may ask, counted where all processes see it.

Whoever has a token is counted by the token and by its user, everybody else, and whoever comes with
a token that is not good, by address. Windows are fixed and begin for all at the same time, so a
count is one atomic step (in Redis, if there is one) and nothing is read. Headers after
draft-ietf-httpapi-ratelimit-headers.
"""

import logging
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from ipaddress import ip_address, ip_network
from threading import Lock
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from limits.errors import StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string
from rest_framework.exceptions import Throttled

from accounts.users.models import TokenGrant, User
from api.conventions.authentication import address_of

logger = logging.getLogger(__name__)
Caller = tuple[User, TokenGrant] | None
# Seconds between two looks for windows that are over.
CLEARING = 60


class TooMany(Throttled):
    default_detail = _("Too many requests.")
    # It passes by itself, so that an Idempotency-Key does not keep it.
    transient = True


@dataclass(frozen=True)
class Standing:
    """What is left of one limit: ``used`` of ``amount`` in a window with ``left`` seconds to go."""

    kind: str
    amount: int
    seconds: int
    used: int
    left: int

    @property
    def remaining(self) -> int:
        return max(0, self.amount - self.used)

    @property
    def exceeded(self) -> bool:
        return self.used > self.amount


@dataclass(frozen=True)
class Standings:
    """Those of one request."""

    each: tuple[Standing, ...] = ()

    def check(self) -> None:
        """Raises ``TooMany`` (429) with the seconds until the last of what is exceeded ends."""
        if waits := [standing.left for standing in self.each if standing.exceeded]:
            raise TooMany(wait=max(waits))

    def headers(self) -> Mapping[str, str]:
        """``RateLimit-Policy`` names every limit, ``RateLimit`` the one with the least left."""
        if not self.each:
            return {}
        least = min(self.each, key=lambda standing: standing.remaining)
        policies = (f'"{one.kind}";q={one.amount};w={one.seconds}' for one in self.each)
        return {
            "RateLimit-Policy": ", ".join(policies),
            "RateLimit": f'"{least.kind}";r={least.remaining};t={least.left}',
        }


def count(request: HttpRequest, caller: Caller, now: datetime) -> Standings:
    """Count this request; ``Standings.check`` refuses it if it is one too many."""
    if not settings.API_RATES:
        return Standings()
    return Standings(tuple(_spent(_names(request, caller), now)))


def _names(request: HttpRequest, caller: Caller) -> Mapping[str, object]:
    if caller is None:
        return {"address": household(address_of(request))}
    user, grant = caller
    return {"token": grant.token_id, "user": user.pk}


@lru_cache(maxsize=1024)
def household(address: str) -> str:
    """What one connection has of addresses: of IPv6 a whole network of 64 bits (RFC 7421)."""
    parsed = ip_address(address)
    if parsed.version == 4:
        return address
    return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))


def _spent(names: Mapping[str, object], now: datetime) -> Iterator[Standing]:
    second = int(now.timestamp())
    for kind, name in names.items():
        if kind not in settings.API_RATES:
            continue
        amount, seconds = settings.API_RATES[kind]
        window, gone = divmod(second, seconds)
        try:
            used = storage().incr(f"{kind}:{name}:{window}", seconds)
        except StorageError:
            # Who serves nobody because it cannot count serves nobody.
            logger.warning("The limit by %s could not be counted.", kind, exc_info=True)
            continue
        yield Standing(kind, amount, seconds, used, seconds - gone)


class Memory(MemoryStorage):
    """limits' own begins a thread to clear away at nearly every count; this clears at times."""

    def __init__(self) -> None:
        super().__init__()
        self.counting = Lock()
        self.cleared_at = 0.0

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        now = time.time()
        with self.counting:
            if now >= self.cleared_at + CLEARING:
                self.cleared_at = now
                for old in [name for name, ends in self.expirations.items() if ends <= now]:
                    self.clear(old)
            if self.expirations.get(key, 0) <= now:
                self.storage[key] = 0
                self.expirations[key] = now + expiry
            self.storage[key] += amount
            return self.storage[key]


@cache
def storage() -> Storage:
    """Redis where there is one; else this process's memory, which is all there is then."""
    if not settings.REDIS_URL:
        return Memory()
    return cast(Storage, storage_from_string(settings.REDIS_URL, wrap_exceptions=True))
