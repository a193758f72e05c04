"""Who could come, and when."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from catalog.providers.models import Provider
from catalog.scheduling.agendas import agendas_of
from catalog.scheduling.models import Booking
from catalog.scheduling.slots import (
    LEAD_TIME,
    LONGEST_VISIT,
    dates_shown,
    may_start,
    span_of,
    starts,
)
from catalog.services.models import Category


@dataclass(frozen=True)
class Needs:
    """What one provider must have altogether: a skill for each category, and the region.

    A skill is the category itself or one that it stands below. No region: anywhere.
    """

    categories: tuple[Category, ...]
    region: str | None = None


@dataclass(frozen=True)
class Slot:
    """A time at which one of ``providers`` (public ids, in order) may come."""

    starts_at: datetime
    ends_at: datetime
    providers: tuple[UUID, ...]


@dataclass(frozen=True)
class Offered:
    """Slots in order, in the time zone in which their dates are meant."""

    timezone: str
    slots: list[Slot]


def eligible_providers(needs: Needs) -> QuerySet[Provider]:
    """The active providers who have what is needed, whenever they work; by public id."""
    providers = Provider.objects.active().order_by("public_id")
    for category in needs.categories:
        providers = providers.filter(Exists(_skills(category)))
    if needs.region is not None:
        providers = providers.filter(areas__region=needs.region)
    return providers


def offered(
    needs: Needs,
    *,
    duration: timedelta,
    first: date | None,
    days: int,
    now: datetime,
    provider: Provider | None = None,
) -> Offered:
    """The slots that start on ``days`` dates from ``first`` (today) on, with their time zone.

    It is the zone of all who could come if they share one, or else the platform's.
    """
    eligible = eligible_providers(needs)
    if provider is not None:
        eligible = eligible.filter(pk=provider.pk)
    providers = list(eligible)
    zones = {each.timezone for each in ([provider] if provider is not None else providers)}
    zone = ZoneInfo(zones.pop() if len(zones) == 1 else settings.TIME_ZONE)
    first = first or now.astimezone(zone).date()
    slots = _slots(providers, zone, duration=duration, first=first, days=days, now=now)
    return Offered(zone.key, slots)


def slots_of(
    needs: Needs,
    *,
    duration: timedelta,
    first: date,
    days: int,
    now: datetime,
    provider: Provider | None = None,
) -> list[Slot]:
    """The slots that start on ``days`` dates from ``first`` on, in order, in five queries."""
    return offered(
        needs, duration=duration, first=first, days=days, now=now, provider=provider
    ).slots


def free_among(
    providers: Sequence[Provider], *, starts_at: datetime, ends_at: datetime, apart_from: str = ""
) -> list[Provider]:
    """Those of ``providers``, in their order, who work then, are not on leave and not booked, and
    for whom a visit may start then: on a full or half hour of their clock.

    ``apart_from`` is the number of an order whose own booking does not count.
    """
    if ends_at - starts_at > LONGEST_VISIT:
        return []
    first = starts_at.date() - timedelta(days=2)
    days = (ends_at - starts_at).days + 6
    zones = {each.pk: each.timezone for each in providers}
    agendas = agendas_of(zones, zones, first=first, days=days, apart_from=apart_from)
    since, until = span_of(starts_at, ends_at)
    return [
        provider
        for provider in providers
        if may_start(starts_at, provider.timezone)
        and any(
            start <= since and until <= end for start, end in agendas[provider.pk].free(first, days)
        )
    ]


def bookings_during(
    provider: Provider, *, starts_at: datetime, ends_at: datetime
) -> QuerySet[Booking]:
    """What takes the provider's time between the two, in order."""
    bookings = Booking.objects.standing().filter(provider=provider)
    return bookings.during(starts_at, ends_at).order_by("starts_at", "pk")


def _skills(category: Category) -> QuerySet[Category]:
    """The skills of the provider looked at that cover ``category``: itself or any above it."""
    steps = range(category.steplen, len(category.path) + 1, category.steplen)
    paths = [category.path[:length] for length in steps]
    skills: QuerySet[Category] = Category.objects.filter(providers=OuterRef("pk"), path__in=paths)
    return skills


def _slots(
    providers: Sequence[Provider],
    zone: ZoneInfo,
    *,
    duration: timedelta,
    first: date,
    days: int,
    now: datetime,
) -> list[Slot]:
    if duration > LONGEST_VISIT:
        return []
    # A day to spare on both sides for other zones; visits may end after the last date.
    since, length = first - timedelta(days=2), days + 5 + ceil(duration / timedelta(days=1))
    zones = {each.pk: each.timezone for each in providers}
    agendas = agendas_of(zones, zones, first=since, days=length)
    seconds, earliest = ceil(duration.total_seconds()), ceil((now + LEAD_TIME).timestamp())
    shown = dates_shown(zone.key, first, days)
    found: dict[int, list[UUID]] = defaultdict(list)
    for provider in providers:
        free = agendas[provider.pk].free(since, length)
        for begin, end in shown:
            for start in starts(
                free, provider.timezone, length=seconds, earliest=max(earliest, begin), before=end
            ):
                found[start].append(provider.public_id)
    return [
        Slot(_at(start, zone), _at(start + duration.total_seconds(), zone), tuple(ids))
        for start, ids in sorted(found.items())
    ]


def _at(timestamp: float, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(timestamp, zone)
