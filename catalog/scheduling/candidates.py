"""Who could come for what a customer wishes, in rounds: ``docs/algorithms/matching.md``."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import ceil
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery

from catalog.providers.disks import ranges_around
from catalog.providers.locations import Point, metres_to
from catalog.providers.models import Provider
from catalog.providers.states import ProviderStatus
from catalog.scheduling.agendas import Agenda, agendas_of
from catalog.scheduling.matching import ALWAYS, Answers, Offer, answers, covering, unsettled
from catalog.scheduling.slots import LEAD_TIME, LONGEST_VISIT, dates_shown, longest_visit
from catalog.services.models import Category

ONE_DAY = timedelta(days=1)
# How far is looked round a place, in metres, and how many skills are looked at without one.
DISKS = (5_000, 15_000, 45_000, 135_000, 405_000, 1_215_000)
BATCHES = (50, 500, None)
# Thousands of keys do not fit into a statement: more than this are found by a subquery.
MANY = 500

# Rows of provider and category; those that are still wanted.
Skills = QuerySet[Any, Any]
Wanted = Callable[[], Skills]


@dataclass(frozen=True)
class Wishes:
    """What one active provider must meet altogether; ``None`` wishes nothing.

    ``near`` is latitude and longitude in degrees: whoever has a public place meets it, within
    ``radius`` metres (inclusive). ``available_on`` is a date of the provider's own zone on which a
    visit as long as the service takes may start.
    """

    near: Point | None = None
    radius: Decimal | None = None
    region: str | None = None
    available_on: date | None = None
    gender: str | None = None
    experience_min: int | None = None


class Candidate(NamedTuple):
    """One skill of a provider who meets all but the time."""

    provider: int
    category: int
    timezone: str
    cell: str
    metres: int = 0


Round = tuple[list[Candidate], Skills]


def find_answers(
    wishes: Wishes, paths: Mapping[int, str], longest: Mapping[str, int], *, now: datetime
) -> Answers:
    """How far away the nearest is, for every category of ``longest``.

    ``paths`` are those of all categories, by primary key. ``longest`` says by path up to how many
    minutes it matters.
    """
    if wishes.radius is None or wishes.radius > DISKS[0]:
        # Or else all rounds would look for what nobody does.
        longest = _with_somebody(wishes, paths, longest)
    offers: list[Offer] = []
    found = answers(offers, longest)
    minutes: dict[int, int] = {}
    most = timedelta(minutes=max(longest.values(), default=0))

    def wanted() -> Skills:
        left = _covering(unsettled(found, longest), paths)
        return _skills(wishes).filter(category__in=left)

    for candidates, rows in _rounds(wanted, wishes):
        zones = {each.provider: each.timezone for each in candidates}
        new = {pk: zone for pk, zone in zones.items() if pk not in minutes}
        minutes |= _minutes(new, rows, wishes.available_on, longest=most, now=now)
        offers += [
            Offer(paths[each.category], each.metres, minutes[each.provider]) for each in candidates
        ]
        found = answers(offers, longest)
        if not unsettled(found, longest):
            break
    return found


def _with_somebody(
    wishes: Wishes, paths: Mapping[int, str], longest: Mapping[str, int]
) -> dict[str, int]:
    """What is left of ``longest``: the categories that somebody has a skill for."""
    # One for each skill, by its index: all together would be read for every skill.
    first = _skills(wishes).filter(category=OuterRef("pk")).values("provider_id")[:1]
    asked = Category.objects.filter(pk__in=_covering(longest, paths)).order_by()
    rows = asked.values_list("pk", Subquery(first))
    had = {paths[pk] for pk, somebody in rows if somebody is not None}
    return {path: most for path, most in longest.items() if not had.isdisjoint(covering(path))}


def _covering(those: Iterable[str], paths: Mapping[int, str]) -> list[int]:
    """The keys of the skills that cover categories."""
    skills = {skill for path in those for skill in covering(path)}
    return [pk for pk, path in paths.items() if path in skills]


def _skills(wishes: Wishes) -> Skills:
    wanted = {
        "areas__region": wishes.region,
        "gender": wishes.gender,
        "experience_years__gte": wishes.experience_min,
        # Any: those without a place have none.
        "cell__gt": None if wishes.near is None else "",
    }
    given = {f"provider__{name}": value for name, value in wanted.items() if value is not None}
    skills: Skills = Provider.skills.through.objects.filter(
        provider__status=ProviderStatus.ACTIVE, **given
    )
    return skills


def _rounds(wanted: Wanted, wishes: Wishes) -> Iterator[Round]:
    """The candidates of each round, and the rows that hold them."""
    if wishes.near is None:
        return _batches(wanted)
    return _disks(wanted, wishes.near, wishes.radius)


def _batches(wanted: Wanted) -> Iterator[Round]:
    since = 0
    for size in BATCHES:
        rows = wanted().filter(provider__gte=since).order_by("provider_id")[:size]
        found = list(_read(rows))
        yield found, rows
        if size is None or len(found) < size:
            return
        # The last one's other skills may not be among them.
        since = found[-1].provider


def _disks(wanted: Wanted, near: Point, radius: Decimal | None) -> Iterator[Round]:
    inside = [reach for reach in DISKS if radius is None or reach < radius]
    for reach in (*inside, radius):
        rows = wanted().filter(_around(near, reach))
        away: dict[str, int] = {}
        found = []
        for each in _read(rows):
            # Many live in one cell.
            if each.cell not in away:
                away[each.cell] = metres_to(each.cell, near)
            if reach is None or away[each.cell] <= reach:
                found.append(each._replace(metres=away[each.cell]))
        yield found, rows


def _read(rows: Skills) -> Iterator[Candidate]:
    columns = ("provider", "category", "provider__timezone", "provider__cell")
    return (Candidate(*row) for row in rows.values_list(*columns))


def _around(near: Point, reach: Decimal | float | None) -> Q:
    ranges = None if reach is None else ranges_around(near, float(reach))
    if ranges is None:
        return Q()
    return Q(*[("provider__cell__range", each) for each in ranges], _connector=Q.OR)


def _minutes(
    zones: Mapping[int, str], rows: Skills, day: date | None, *, longest: timedelta, now: datetime
) -> dict[int, int]:
    """How long a visit of each may last that starts on ``day``, at most."""
    if day is None:
        return dict.fromkeys(zones, ALWAYS)
    days = ceil(longest / ONE_DAY) + 1
    among = zones if len(zones) <= MANY else rows.values("provider")
    agendas = agendas_of(zones, among, first=day, days=days)
    return {pk: _longest(agenda, day, days, now) for pk, agenda in agendas.items()}


def _longest(agenda: Agenda, day: date, days: int, now: datetime) -> int:
    zone = agenda.calendar.timezone
    free = agenda.free(day, 2)
    # Days after the next are rarely needed.
    if days > 2 and free and free[-1][1] == dates_shown(zone, day, 2)[-1][1]:
        free = agenda.free(day, days)
    earliest = ceil((now + LEAD_TIME).timestamp())
    longest = longest_visit(free, zone, day=day, earliest=earliest)
    return min(timedelta(seconds=longest), LONGEST_VISIT) // timedelta(minutes=1)
