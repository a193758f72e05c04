"""When somebody can be booked: plain functions, explained in ``docs/algorithms/slots.md``.

Instants are whole seconds since 1970: there is one to each, also where a clock shows an hour twice.
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

EPOCH = date(1970, 1, 1)

# Seconds since the epoch: from the first until before the second.
Span = tuple[int, int]
# A span of one offset from UTC, which stands behind it, in seconds.
Stretch = tuple[int, int, int]


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


def span_of(starts_at: datetime, ends_at: datetime) -> Span:
    """The whole seconds that the time from ``starts_at`` until before ``ends_at`` touches."""
    return floor(starts_at.timestamp()), ceil(ends_at.timestamp())


def free_spans(hours: Calendar, *, busy: Iterable[Span], first: date, days: int) -> list[Span]:
    """The windows of ``days`` local dates from ``first`` on, cut at both ends; in order."""
    return list(_without(_working(hours, first, days), joined(busy)))


def starts(
    free: Sequence[Span], timezone: str, *, length: int, earliest: int, before: int
) -> list[int]:
    """When a visit of ``length`` seconds may start: at full and half hours of the zone's clock.

    From ``earliest`` on, and before ``before``.
    """
    if not free:
        return []
    stretches = _stretches_of(free, timezone)
    return [
        start
        for since, end in free
        for start in _on_the_grid(max(since, earliest), min(end - length + 1, before), stretches)
    ]


def longest_visit(free: Sequence[Span], timezone: str, *, day: date, earliest: int) -> int:
    """Seconds of the longest visit that may start on the local date ``day``; 0 where none may."""
    if not free:
        return 0
    stretches = _stretches_of(free, timezone)
    longest = 0
    for midnight, next_midnight in dates_shown(timezone, day, 1):
        for since, end in free:
            grid = _on_the_grid(max(since, earliest, midnight), min(end, next_midnight), stretches)
            # The earliest start of a window leaves the most of it.
            longest = max(longest, end - next(grid, end))
    return longest


def dates_shown(timezone: str, first: date, days: int) -> list[Span]:
    """When the clock of the zone shows one of ``days`` dates from ``first`` on."""
    return _shown(timezone, first, days, [(_local(first), _local(first) + days * DAY)])


def may_start(instant: datetime, timezone: str) -> bool:
    """Whether the clock of the zone shows a full or half hour then."""
    shown = instant.astimezone(ZoneInfo(timezone))
    return not (shown.microsecond or (shown.minute * 60 + shown.second) % GRID)


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
    return _shown(hours.timezone, first, days, local)


def _shown(timezone: str, first: date, days: int, local: Sequence[Span]) -> list[Span]:
    """When the clock of the zone shows what is in ``local``, on these dates."""
    return joined(
        (max(start - offset, since), min(end - offset, until))
        for since, until, offset in _stretches(timezone, first, days)
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
    return (day - EPOCH).days * DAY


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def _stretches_of(spans: Sequence[Span], timezone: str) -> Sequence[Stretch]:
    """The stretches around ``spans``, which are in order."""
    first, last = spans[0][0] // DAY, spans[-1][1] // DAY
    return _stretches(timezone, EPOCH + timedelta(days=first), last - first + 1)


@lru_cache(maxsize=1024)
def _stretches(timezone: str, first: date, days: int) -> tuple[Stretch, ...]:
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


def _on_the_grid(since: int, until: int, stretches: Iterable[Stretch]) -> Iterator[int]:
    """The instants from ``since`` until before ``until`` at full and half hours of the clock."""
    for begin, end, offset in stretches:
        start = max(since, begin)
        yield from range(start + -(start + offset) % GRID, min(until, end), GRID)
