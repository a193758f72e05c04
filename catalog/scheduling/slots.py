"""When somebody can be booked: plain functions, explained in ``docs/algorithms/slots.md``.

Instants are whole seconds since 1970 inside, aware datetimes outside.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from math import ceil, floor
from zoneinfo import ZoneInfo

GRID = 30 * 60
DAY = 24 * 60 * 60
# Whoever comes must first get there.
LEAD_TIME = timedelta(minutes=60)
# Nothing that takes longer is one visit: nobody is looked at further ahead.
LONGEST_VISIT = timedelta(days=31)
# No zone is further from UTC; how often its offset is looked up.
FURTHEST, LOOK = 26 * 60 * 60, 6 * 60 * 60

Span = tuple[int, int]


@dataclass(frozen=True)
class Hours:
    """A span of one date on the wall clock; an end of 00:00 is the end of that date."""

    starts: time
    ends: time

    def __str__(self) -> str:
        return f"{self.starts:%H:%M:%S}-{self.ends:%H:%M:%S}"


@dataclass(frozen=True)
class Calendar:
    """Hours by weekday (Monday is 0) and by date; a date that is named has these alone."""

    timezone: str
    weekly: Mapping[int, Sequence[Hours]] = field(default_factory=dict)
    dated: Mapping[date, Sequence[Hours]] = field(default_factory=dict)

    def hours_of(self, day: date) -> Sequence[Hours]:
        if day in self.dated:
            return self.dated[day]
        return self.weekly.get(day.weekday(), ())


@dataclass(frozen=True)
class Window:
    """The time from ``starts_at`` until before ``ends_at``."""

    starts_at: datetime
    ends_at: datetime

    def holds(self, starts_at: datetime, ends_at: datetime) -> bool:
        # By timestamps: two datetimes of one zone are compared by their clocks, which in autumn
        # show the same hour twice.
        since, until = self.starts_at.timestamp(), self.ends_at.timestamp()
        return since <= starts_at.timestamp() and ends_at.timestamp() <= until


def free_windows(
    hours: Calendar, *, busy: Iterable[Window], first: date, days: int
) -> list[Window]:
    """The free windows of ``days`` local dates from ``first`` on, cut at both ends; in order."""
    zone = ZoneInfo(hours.timezone)
    taken = joined(
        (floor(each.starts_at.timestamp()), ceil(each.ends_at.timestamp())) for each in busy
    )
    return [
        Window(datetime.fromtimestamp(start, zone), datetime.fromtimestamp(end, zone))
        for start, end in _without(_working(hours, first, days), taken)
    ]


def starts(
    windows: Iterable[Window], *, duration: timedelta, not_before: datetime
) -> list[datetime]:
    """When a visit of ``duration`` may start: at full and half hours of each window's clock."""
    length, earliest = ceil(duration.total_seconds()), ceil(not_before.timestamp())
    return [
        start
        for window in windows
        for start in _on_the_grid(window, earliest)
        if start.timestamp() + length <= window.ends_at.timestamp()
    ]


def longest_visit(windows: Iterable[Window], *, day: date, not_before: datetime) -> timedelta:
    """The longest visit that may start on the local date ``day``; zero where none may."""
    earliest = ceil(not_before.timestamp())
    longest = 0.0
    for window in windows:
        # The earliest start of a window leaves the most of it.
        start = next((at for at in _on_the_grid(window, earliest) if at.date() >= day), None)
        if start is not None and start.date() == day:
            longest = max(longest, window.ends_at.timestamp() - start.timestamp())
    return timedelta(seconds=longest)


def may_start(instant: datetime, timezone: str) -> bool:
    """Whether the clock of the zone shows a full or half hour then."""
    shown = instant.astimezone(ZoneInfo(timezone))
    return not (shown.microsecond or _past_the_grid(shown))


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same instants as spans in order that do not touch."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        elif start < end:
            result.append((start, end))
    return result


def _working(hours: Calendar, first: date, days: int) -> list[Span]:
    """When the clock of the zone shows a time within the hours of the date that it shows."""
    local = joined(
        _on_the_clock(day, each)
        for day in (first + timedelta(days=number) for number in range(days))
        for each in hours.hours_of(day)
    )
    return joined(
        (max(start - offset, since), min(end - offset, until))
        for since, until, offset in _stretches(hours.timezone, first, days)
        for start, end in local
        if start - offset < until and end - offset > since
    )


def _on_the_clock(day: date, hours: Hours) -> Span:
    """A span on the local line, which counts as if the zone were UTC."""
    start, end = clock_span(hours)
    return _local(day) + start, _local(day) + end


def clock_span(hours: Hours) -> Span:
    """Seconds of the day on the clock, up to 24 hours."""
    return _seconds(hours.starts), _seconds(hours.ends) or DAY


def _local(day: date) -> int:
    return (day.toordinal() - date(1970, 1, 1).toordinal()) * DAY


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second


@lru_cache(maxsize=1024)
def _stretches(timezone: str, first: date, days: int) -> tuple[tuple[int, int, int], ...]:
    """The time around these dates, cut into (since, until, offset) of one offset each."""
    zone = ZoneInfo(timezone)
    since, end = _local(first) - FURTHEST, _local(first) + days * DAY + FURTHEST
    result = []
    for before, after in pairwise(range(since, end + LOOK, LOOK)):
        if _offset(zone, before) != _offset(zone, after):
            change = _change(zone, before, after)
            result.append((since, change, _offset(zone, before)))
            since = change
    return (*result, (since, end + LOOK, _offset(zone, end + LOOK)))


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """The first instant with another offset than at ``before``; ``after`` has it."""
    offset = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == offset:
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, instant: int) -> int:
    offset = datetime.fromtimestamp(instant, UTC).astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _without(spans: Sequence[Span], taken: Sequence[Span]) -> Iterator[Span]:
    """What is left of ``spans``; both are in order and do not overlap themselves."""
    position = 0
    for start, end in spans:
        while position < len(taken) and taken[position][1] <= start:
            position += 1
        for away, back in taken[position:]:
            if away >= end:
                break
            if start < away:
                yield start, away
            start = max(start, back)
        if start < end:
            yield start, end


def _on_the_grid(window: Window, earliest: int) -> Iterator[datetime]:
    """The full and half hours of the window's clock, from ``earliest`` on."""
    zone = window.starts_at.tzinfo
    instant = max(ceil(window.starts_at.timestamp()), earliest)
    end = window.ends_at.timestamp()
    while instant < end:
        shown = datetime.fromtimestamp(instant, zone)
        past = _past_the_grid(shown)
        if past:
            # Looked at again: the clock may change before the next full or half hour.
            instant += GRID - past
        else:
            yield shown
            instant += GRID


def _past_the_grid(shown: datetime) -> int:
    """The seconds since the clock showed a full or half hour."""
    return (shown.minute * 60 + shown.second) % GRID
