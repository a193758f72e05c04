"""What a screen needs to book a service: its price for somebody, free times, and coupons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts.users.models import User
from catalog.providers.locations import metres_to
from catalog.providers.models import Provider
from catalog.scheduling.queries import Needs, Offered, Slot, eligible_providers, free_among, offered
from catalog.scheduling.slots import LEAD_TIME
from catalog.services.models import ServiceVersion
from promotions.coupons.models import Coupon
from promotions.coupons.queries import coupons_at_hand
from promotions.coupons.terms import CouponTerms, best, worth_of

from .choices import Chosen, choose_service
from .pricing import Priced, Words, full_basket
from .quoting import own_address, price_request, priced, suitable_provider
from .requests import OfferRequest

# How far ahead free times are looked for, and on how many dates of these they are shown.
LOOK_AHEAD, DATES = 7, 3
# Nobody chooses among more of them on one screen.
MOST_PROVIDERS, MOST_COUPONS = 20, 50
# As many as a quote takes.
MOST_APPLIED = 5


@dataclass(frozen=True)
class OfferedCoupon:
    """``amount`` in minor units, above zero, is what it alone would take off.

    ``held``: claimed and not used, else it may be claimed. ``applied``: the price has it.
    """

    code: str
    name: Words
    amount: int
    combines: bool
    held: bool
    applied: bool


@dataclass(frozen=True)
class ServiceOffer:
    """``is_free`` answers for the time that was thought of, ``None`` for no time."""

    version: ServiceVersion
    priced: Priced
    currency: str
    coupons: tuple[OfferedCoupon, ...]
    slots: Offered
    is_free: bool | None


@dataclass(frozen=True)
class _Whereabouts:
    region: str | None = None
    point: tuple[float, float] | None = None


def offer_service(request: OfferRequest, *, by: User | None, now: datetime) -> ServiceOffer:
    """What ``make_quote`` would promise now; nothing is kept. Raises ``InvalidRequest``."""
    chosen = choose_service(request.service, request.quantity, request.options)
    where = _where(request, by)
    provider = suitable_provider(request.provider, chosen, where.region, by)
    coupons = coupons_at_hand(by, now=now, most=MOST_COUPONS) if by is not None else []
    costs, offered_coupons = _price(chosen, coupons)
    duration = timedelta(minutes=costs.minutes)
    needs = Needs(chosen.categories, where.region)
    first = _first_date(request.starts_at, provider)
    found = offered(
        needs, duration=duration, first=first, days=LOOK_AHEAD, now=now, provider=provider
    )
    return ServiceOffer(
        version=chosen.choices[0].version,
        priced=costs,
        currency=chosen.currency,
        coupons=offered_coupons,
        slots=Offered(found.timezone, _shown(found.slots, where.point)),
        is_free=_is_free(request.starts_at, duration, needs, provider, now=now),
    )


def _where(request: OfferRequest, by: User | None) -> _Whereabouts:
    if request.address is None:
        return _Whereabouts(request.region, request.near)
    address = own_address(request.address, by)
    return _Whereabouts(address.region, (float(address.lat), float(address.lng)))


def _price(chosen: Chosen, coupons: Sequence[Coupon]) -> tuple[Priced, tuple[OfferedCoupon, ...]]:
    terms: Mapping[str, CouponTerms] = {coupon.code: coupon.terms for coupon in coupons}
    known = {coupon.code: coupon for coupon in coupons}
    asked = price_request(chosen)
    basket = full_basket(asked)
    held = [terms[coupon.code] for coupon in coupons if coupon.held]
    applied = tuple(best(held, basket, most=MOST_APPLIED))
    costs = priced(
        replace(asked, coupons=applied), {code: coupon.name for code, coupon in known.items()}
    )
    codes = {one.code for one in applied}
    return costs, tuple(
        OfferedCoupon(
            code=code,
            name=known[code].name,
            amount=amount,
            combines=terms[code].combines,
            held=terms[code] in held,
            applied=code in codes,
        )
        for code, amount in worth_of(list(terms.values()), basket).items()
    )


def _first_date(starts_at: datetime | None, provider: Provider | None) -> date | None:
    if starts_at is None:
        return None
    zone = provider.zone if provider is not None else ZoneInfo(settings.TIME_ZONE)
    return starts_at.astimezone(zone).date()


def _is_free(
    starts_at: datetime | None,
    duration: timedelta,
    needs: Needs,
    provider: Provider | None,
    *,
    now: datetime,
) -> bool | None:
    if starts_at is None:
        return None
    if starts_at < now + LEAD_TIME:
        return False
    able = [provider] if provider is not None else list(eligible_providers(needs))
    return bool(free_among(able, starts_at=starts_at, ends_at=starts_at + duration))


def _shown(slots: Sequence[Slot], point: tuple[float, float] | None) -> list[Slot]:
    """The slots of the first dates that have any, with the nearest providers first."""
    dates = sorted({slot.starts_at.date() for slot in slots})[:DATES]
    shown = [slot for slot in slots if slot.starts_at.date() in dates]
    order = _by_distance({each for slot in shown for each in slot.providers}, point)
    return [
        replace(
            slot,
            providers=tuple(sorted(slot.providers, key=order.__getitem__)[:MOST_PROVIDERS])
            if order
            else slot.providers[:MOST_PROVIDERS],
        )
        for slot in shown
    ]


def _by_distance(
    ids: set[UUID], point: tuple[float, float] | None
) -> dict[UUID, tuple[float, UUID]]:
    """What to sort providers by; those of whom no place is known stand last."""
    if point is None:
        return {}
    cells = Provider.objects.filter(public_id__in=ids).values_list("public_id", "cell")
    return {
        public_id: (metres_to(cell, point) if cell else float("inf"), public_id)
        for public_id, cell in cells
    }
