"""The list of services for those who look for a provider: near, on a day, in a region."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import ceil

from django.db.models import Case, IntegerField, QuerySet, Value, When

from catalog.providers.locations import metres_to
from catalog.providers.models import Provider
from catalog.scheduling.agendas import Agenda, agendas_of
from catalog.scheduling.matching import Answers, Offer, answers
from catalog.scheduling.slots import LEAD_TIME, LONGEST_VISIT, longest_visit
from catalog.services.models import Category, ServiceListing
from catalog.services.queries import ServiceFilters, list_services
from cms.delivery.models import PublishedDocument

BY_DISTANCE = "distance"
ONE_DAY = timedelta(days=1)
# Where no day is asked for, time is no object.
ALWAYS = 2**31


@dataclass(frozen=True)
class Wishes:
    """What one active provider must meet altogether; ``None`` wishes nothing.

    ``near`` is latitude and longitude in degrees: whoever has a public place meets it, within
    ``radius`` metres (inclusive). ``available_on`` is a date of the provider's own zone on which a
    visit as long as the service takes may start.
    """

    near: tuple[float, float] | None = None
    radius: Decimal | None = None
    region: str | None = None
    available_on: date | None = None
    gender: str | None = None
    experience_min: int | None = None


def list_wished(
    filters: ServiceFilters, wishes: Wishes, locale: str, *, now: datetime
) -> QuerySet[PublishedDocument]:
    """The documents of the services that have such a provider and meet ``filters``.

    ``metres`` of a row is the distance of the nearest such provider, 0 where no place is asked
    for; ``filters.ordering`` may be ``distance``. The number of queries does not depend on rows.
    """
    by_distance = filters.ordering == BY_DISTANCE
    rows = list_services(
        replace(filters, ordering=ServiceFilters.ordering) if by_distance else filters, locale
    )
    durations = _durations(locale)
    longest = timedelta(minutes=max(map(max, durations.values()), default=0))
    offers = _offers(wishes, longest=longest, now=now)
    rows = rows.annotate(metres=_metres(answers(offers, durations))).filter(metres__isnull=False)
    return rows.order_by("metres", "service_listing__key") if by_distance else rows


def _metres(found: Answers) -> Case:
    """The steps in SQL: the first whose duration is enough is the nearest."""
    whens = [
        When(
            service_listing__category_path__in=paths,
            service_listing__duration__lte=minutes,
            then=Value(metres),
        )
        for steps, paths in found.items()
        for minutes, metres in steps
    ]
    return Case(*whens, default=Value(None), output_field=IntegerField())


def _durations(locale: str) -> dict[str, list[int]]:
    rows = ServiceListing.objects.filter(locale=locale).order_by()
    found: dict[str, list[int]] = defaultdict(list)
    for path, duration in rows.values_list("category_path", "duration").distinct():
        found[path].append(duration)
    return found


def _offers(wishes: Wishes, *, longest: timedelta, now: datetime) -> Iterator[Offer]:
    candidates = _candidates(wishes)
    zones, metres = _placed(candidates, wishes)
    among = candidates.values("pk")
    minutes = dict.fromkeys(zones, ALWAYS)
    if wishes.available_on is not None:
        day, days = wishes.available_on, ceil(min(longest, LONGEST_VISIT) / ONE_DAY) + 1
        agendas = agendas_of(zones, among, first=day, days=days)
        minutes = {pk: _minutes(agenda, day, days, now) for pk, agenda in agendas.items()}
    paths = _paths()
    skills = Provider.skills.through.objects.filter(provider__in=among)
    for pk, category in skills.values_list("provider", "category"):
        if minutes.get(pk):
            yield Offer(paths[category], metres[pk], minutes[pk])


def _candidates(wishes: Wishes) -> QuerySet[Provider]:
    wanted = {
        "areas__region": wishes.region,
        "gender": wishes.gender,
        "experience_years__gte": wishes.experience_min,
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    return Provider.objects.active().filter(**given).order_by()


def _placed(
    candidates: QuerySet[Provider], wishes: Wishes
) -> tuple[dict[int, str], dict[int, int]]:
    """Time zones and distances by key, of those who are near enough."""
    distances: dict[str, int] = {}
    zones, metres = {}, {}
    for pk, zone, cell in candidates.values_list("pk", "timezone", "cell"):
        away = 0
        if wishes.near is not None:
            if not cell:
                continue
            # Many providers share a cell.
            if cell not in distances:
                distances[cell] = metres_to(cell, wishes.near)
            away = distances[cell]
            if wishes.radius is not None and away > wishes.radius:
                continue
        zones[pk], metres[pk] = zone, away
    return zones, metres


def _minutes(agenda: Agenda, day: date, days: int, now: datetime) -> int:
    """How long a visit may last that starts on ``day``; days after the next are rarely needed."""
    windows = agenda.windows(day, 2)
    if days > 2 and windows and windows[-1].ends_at.date() >= day + 2 * ONE_DAY:
        windows = agenda.windows(day, days)
    longest = longest_visit(windows, day=day, not_before=now + LEAD_TIME)
    return min(longest, LONGEST_VISIT) // timedelta(minutes=1)


def _paths() -> dict[int, str]:
    """By category the keys from the root, each with a slash, as listings have them."""
    found: dict[int, str] = {}
    by_path = {"": ""}
    for pk, path, key in Category.objects.order_by("path").values_list("pk", "path", "key"):
        by_path[path] = by_path[path[: -Category.steplen]] + f"{key}/"
        found[pk] = by_path[path]
    return found
