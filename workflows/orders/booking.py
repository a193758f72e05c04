"""Whose time an order takes: who could come, in which order they are asked, and moving on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import h3
from django.utils import timezone

from catalog.providers.locations import centre_of
from catalog.providers.models import Provider
from catalog.scheduling.actions import move_booking, release_booking
from catalog.scheduling.models import Booking
from catalog.scheduling.queries import free_among
from catalog.scheduling.refusals import SlotTaken

from .dispatch import Candidate, Scored, rank
from .models import Offer, Order, Quote
from .quoting import able_for
from .states import DECLINED, OfferAnswer


@dataclass(frozen=True)
class Ranked:
    """A provider who could come, and why in this place."""

    provider: Provider
    scored: Scored

    @property
    def explanation(self) -> dict[str, int]:
        parts = self.scored
        return {
            "score": parts.score,
            "distance": parts.distance,
            "rating": parts.rating,
            "load": parts.load,
        }


def could_come(
    quote: Quote, *, starts_at: datetime, ends_at: datetime, apart_from: str = ""
) -> list[Ranked]:
    """Who is able and free then, the best first. Their own choice is for the caller."""
    able = list(able_for(quote))
    free = free_among(able, starts_at=starts_at, ends_at=ends_at, apart_from=apart_from)
    bookings = _bookings_of_the_day(free, starts_at, apart_from)
    by_id = {provider.public_id: provider for provider in free}
    ranked = rank(
        Candidate(
            id=provider.public_id,
            distance=distance_to(provider, quote.address),
            rating=provider.rating.mean,
            bookings=bookings[provider.pk],
        )
        for provider in free
    )
    return [Ranked(by_id[scored.candidate.id], scored) for scored in ranked]


def distance_to(provider: Provider, address: dict[str, Any]) -> int | None:
    """Metres from the centre of the provider's cell: the home itself is not even used here."""
    if not provider.cell:
        return None
    there = (float(address["lat"]), float(address["lng"]))
    return int(h3.great_circle_distance(centre_of(provider.cell), there, unit="m"))


def first_choice(quote: Quote, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Who may be booked for a new order: the customer's choice alone, or everybody in turn."""
    if quote.provider_id is None:
        return list(ranked)
    return [one for one in ranked if one.provider.pk == quote.provider_id]


def offer_to(order: Order, provider: Provider, *, score: dict[str, int], now: datetime) -> Offer:
    """Ask a provider; whoever was asked before is so no longer. The caller holds the case."""
    answer_offer(order, OfferAnswer.WITHDRAWN, now=now)
    order.provider, order.accepted_at = provider, None
    order.save(update_fields=["provider", "accepted_at"])
    return Offer.objects.create(order=order, provider=provider, score=score, offered_at=now)


def answer_offer(order: Order, answer: OfferAnswer, *, now: datetime, reason: str = "") -> None:
    """Close the open offer; without one there is nothing to close."""
    Offer.objects.filter(order=order, answer=OfferAnswer.OPEN).update(
        answer=answer, answered_at=now, reason=reason[:500]
    )


def move_on(order: Order, *, now: datetime) -> Provider | None:
    """Book the best of those not asked in vain yet, and ask them; nobody's if nobody is free.

    One transaction: the time of the one is free when the other's is taken.
    """
    declined = set(
        Offer.objects.filter(order=order, answer__in=DECLINED).values_list("provider", flat=True)
    )
    ranked = could_come(
        order.quote, starts_at=order.starts_at, ends_at=order.ends_at, apart_from=order.number
    )
    left = [one for one in ranked if one.provider.pk not in declined]
    try:
        taken = move_booking(
            order.number,
            providers=[one.provider for one in left],
            starts_at=order.starts_at,
            ends_at=order.ends_at,
            now=now,
        )
    except SlotTaken:
        release_booking(order.number, now=now)
        order.provider, order.accepted_at = None, None
        order.save(update_fields=["provider", "accepted_at"])
        return None
    chosen = next(one for one in left if one.provider.pk == taken.provider_id)
    offer_to(order, chosen.provider, score=chosen.explanation, now=now)
    return chosen.provider


def _bookings_of_the_day(
    providers: Sequence[Provider], starts_at: datetime, apart_from: str
) -> Counter[int]:
    day = timezone.localdate(starts_at)
    rows = Booking.objects.standing().filter(
        provider__in=[provider.pk for provider in providers], starts_at__date=day
    )
    return Counter(rows.exclude(order_number=apart_from).values_list("provider", flat=True))
