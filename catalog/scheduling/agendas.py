"""What providers have in their calendars, read at once for all that are looked at."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet

from catalog.scheduling.models import Booking, DatedHours, Leave, WeeklyHours
from catalog.scheduling.slots import Calendar, Hours, Span, free_spans, span_of

ONE_DAY = timedelta(days=1)
# Keys of providers, or a query for them: thousands do not fit into a statement.
Among = Collection[int] | QuerySet[Any, Any]


@dataclass(frozen=True)
class Agenda:
    """A provider's hours, and the times of leave and bookings."""

    calendar: Calendar
    busy: tuple[Span, ...]

    def free(self, first: date, days: int) -> list[Span]:
        """The windows of ``days`` local dates from ``first`` on."""
        return free_spans(self.calendar, busy=self.busy, first=first, days=days)


def agendas_of(
    zones: Mapping[int, str], among: Among, *, first: date, days: int, apart_from: str = ""
) -> dict[int, Agenda]:
    """What is in the calendars on ``days`` local dates from ``first`` on, in four queries.

    ``zones`` are time zones by provider's key, ``among`` the same keys as rows are looked for by
    them. ``apart_from`` is the number of an order whose own booking takes no time, since it moves.
    """
    dates = [first + ONE_DAY * number for number in range(days)]
    weekly = _weekly(among, {day.weekday() for day in dates})
    dated = _dated(among, dates)
    busy = _busy(among, dates, apart_from)
    return {
        pk: Agenda(Calendar(zone, weekly[pk], dated[pk]), tuple(busy[pk]))
        for pk, zone in zones.items()
    }


def _weekly(among: Among, weekdays: Collection[int]) -> dict[int, dict[int, list[Hours]]]:
    rows = WeeklyHours.objects.filter(provider__in=among, weekday__in=weekdays).order_by()
    found: dict[int, dict[int, list[Hours]]] = defaultdict(lambda: defaultdict(list))
    for pk, weekday, starts, ends in rows.values_list("provider", "weekday", "starts", "ends"):
        found[pk][weekday].append(Hours(starts, ends))
    return found


def _dated(among: Among, dates: Sequence[date]) -> dict[int, dict[date, list[Hours]]]:
    rows = DatedHours.objects.filter(provider__in=among, date__range=(dates[0], dates[-1]))
    found: dict[int, dict[date, list[Hours]]] = defaultdict(lambda: defaultdict(list))
    for pk, day, starts, ends in rows.order_by().values_list("provider", "date", "starts", "ends"):
        # Named, even where nothing is added: the weekday's hours do not count.
        hours = found[pk][day]
        if starts is not None and ends is not None:
            hours.append(Hours(starts, ends))
    return found


def _busy(among: Among, dates: Sequence[date], apart_from: str) -> dict[int, list[Span]]:
    # A date begins at another instant in each zone: a day to spare on both sides covers all.
    since = datetime.combine(dates[0] - ONE_DAY, time(), UTC)
    until = datetime.combine(dates[-1] + 2 * ONE_DAY, time(), UTC)
    bookings = Booking.objects.standing().exclude(order_number=apart_from)
    rows: list[QuerySet[Any]] = [Leave.objects.all(), bookings]
    found: dict[int, list[Span]] = defaultdict(list)
    for each in rows:
        near = each.filter(provider__in=among, ends_at__gt=since, starts_at__lt=until).order_by()
        for pk, starts_at, ends_at in near.values_list("provider", "starts_at", "ends_at"):
            found[pk].append(span_of(starts_at, ends_at))
    return found
