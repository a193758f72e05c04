"""Booking a provider's time. The order of locks is in ``docs/algorithms/slots.md``."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from catalog.providers.models import Provider
from catalog.providers.states import ProviderStatus
from catalog.scheduling.models import Booking
from catalog.scheduling.queries import free_among
from catalog.scheduling.refusals import AlreadyBooked, SlotTaken

# The exclusion constraint that PostgreSQL has.
ONCE_AT_A_TIME = "a_provider_is_booked_once_at_a_time"


def book(
    order_number: str,
    *,
    provider: Provider,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
) -> Booking:
    """Take the provider's time for the order. Raises ``SlotTaken`` and ``AlreadyBooked``."""
    return book_first(
        order_number, providers=[provider], starts_at=starts_at, ends_at=ends_at, now=now
    )


@transaction.atomic
def book_first(
    order_number: str,
    *,
    providers: Sequence[Provider],
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
) -> Booking:
    """Take the time of the first of ``providers`` who is free; the same again is answered again.

    Raises ``SlotTaken`` if nobody is, and ``AlreadyBooked`` for an order that holds another time.
    """
    held = _held(order_number)
    if held is None or held.released_at is not None:
        return _take(order_number, held, providers, starts_at, ends_at, now)
    if (held.starts_at, held.ends_at) == (starts_at, ends_at) and held.provider in providers:
        return held
    raise AlreadyBooked


@transaction.atomic
def move_booking(
    order_number: str,
    *,
    providers: Sequence[Provider],
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
) -> Booking:
    """Give the order the time of the first of ``providers`` who is free, instead of what it holds.

    Its own present time counts as free. Raises ``SlotTaken``, and then it keeps what it holds.
    """
    return _take(order_number, _held(order_number), providers, starts_at, ends_at, now)


def release_booking(order_number: str, *, now: datetime) -> None:
    """Give the order's time back; an order that holds none is no error."""
    Booking.objects.standing().filter(order_number=order_number).update(released_at=now)


def _held(order_number: str) -> Booking | None:
    # The order's own row before any provider's: two moves of one order take their turns here.
    rows = Booking.objects.select_for_update(of=("self",)).select_related("provider")
    return rows.filter(order_number=order_number).first()


def _take(
    order_number: str,
    held: Booking | None,
    providers: Sequence[Provider],
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
) -> Booking:
    for provider in providers:
        booking = Booking(
            pk=held.pk if held else None,
            order_number=order_number,
            provider=provider,
            starts_at=starts_at,
            ends_at=ends_at,
            booked_at=now,
        )
        try:
            # A savepoint of its own: a refusal gives the provider's lock back, so that nobody
            # waits for one provider while holding another.
            with transaction.atomic():
                _write(booking)
        except SlotTaken:
            continue
        return booking
    raise SlotTaken


def _write(booking: Booking) -> None:
    # Not for the key: an order that points at the provider may be written at the same time.
    provider = Provider.objects.select_for_update(no_key=True).get(pk=booking.provider_id)
    # Looked at under the lock: of two who wait for it, the second sees what the first took.
    free = free_among(
        [provider],
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        apart_from=booking.order_number,
    )
    if provider.status != ProviderStatus.ACTIVE or not free:
        raise SlotTaken
    try:
        booking.save()
    except IntegrityError as error:
        if ONCE_AT_A_TIME not in str(error):
            raise
        raise SlotTaken from error
