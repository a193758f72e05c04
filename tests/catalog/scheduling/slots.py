"""Windows and starts are those that a walk over every minute finds."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.scheduling.slots import (
    DAY,
    Calendar,
    Hours,
    dates_shown,
    free_spans,
    longest_visit,
    span_of,
    starts,
)
from tests.catalog.scheduling import oracle

# Where the clock is changed: forward and back, at midnight, by half an hour, by a whole date.
CHANGES = [
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Asia/Beirut", date(2026, 3, 29)),
    ("Asia/Beirut", date(2026, 10, 25)),
    ("America/Havana", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Pacific/Apia", date(2011, 12, 30)),
    ("Asia/Shanghai", date(2026, 12, 1)),
    ("Asia/Kathmandu", date(2026, 12, 1)),
]
DAYS = 3

quarters = st.integers(0, 95).map(lambda number: time(number // 4, number % 4 * 15))
hours = st.lists(
    st.tuples(quarters, quarters)
    .filter(lambda pair: pair[1] == time(0) or pair[0] < pair[1])
    .map(lambda pair: Hours(*pair)),
    max_size=3,
)


@st.composite
def agendas(draw):
    """A calendar round a change of the clock, and what is busy on those days."""
    zone, day = draw(st.sampled_from(CHANGES))
    first = day - timedelta(days=1)
    dates = [first + timedelta(days=number) for number in range(DAYS)]
    calendar = Calendar(
        zone,
        weekly={weekday: draw(hours) for weekday in range(7)},
        dated=draw(st.dictionaries(st.sampled_from(dates), hours, max_size=2)),
    )
    midnight = datetime.combine(first, time(), UTC)
    busy = draw(
        st.lists(
            st.tuples(st.integers(-1500, 5800), st.integers(1, 700)).map(
                lambda pair: (
                    midnight + timedelta(minutes=pair[0]),
                    midnight + timedelta(minutes=pair[0] + pair[1]),
                )
            ),
            max_size=4,
        )
    )
    return calendar, busy, first


def spans(busy):
    return [span_of(*each) for each in busy]


def at(instant):
    return datetime.fromtimestamp(instant, UTC)


def minutes_of(free):
    return [at(minute) for since, until in free for minute in range(since, until, 60)]


@settings(max_examples=120, deadline=None)
@given(
    agenda=agendas(),
    duration=st.sampled_from([15, 30, 45, 60, 95, 180, 600, 1500]),
    wait=st.integers(-600, 4000),
    until=st.integers(0, 6000),
)
def test_windows_and_starts_are_those_of_every_minute(agenda, duration, wait, until):
    calendar, busy, first = agenda
    minutes = oracle.free_minutes(calendar, busy, first, DAYS)
    free = free_spans(calendar, busy=spans(busy), first=first, days=DAYS)
    assert minutes_of(free) == minutes
    # Unbroken and longest: between two windows there is time that is not free.
    assert all(one[1] < two[0] for one, two in pairwise(free))
    midnight = datetime.combine(first, time(), UTC)
    earliest, before = (midnight + timedelta(minutes=each) for each in (wait, until))
    found = starts(
        free,
        calendar.timezone,
        length=duration * 60,
        earliest=int(earliest.timestamp()),
        before=int(before.timestamp()),
    )
    length = timedelta(minutes=duration)
    expected = oracle.starts(calendar, minutes, length, earliest)
    assert [at(each) for each in found] == [each for each in expected if each < before]


@settings(max_examples=60, deadline=None)
@given(agenda=agendas(), wait=st.integers(-600, 4000))
def test_the_longest_visit_of_a_date_is_that_of_its_starts(agenda, wait):
    calendar, busy, first = agenda
    day, zone = first + timedelta(days=1), ZoneInfo(calendar.timezone)
    free = free_spans(calendar, busy=spans(busy), first=first, days=DAYS)
    not_before = datetime.combine(first, time(), UTC) + timedelta(minutes=wait)
    longest = longest_visit(free, calendar.timezone, day=day, earliest=int(not_before.timestamp()))
    minutes = oracle.free_minutes(calendar, busy, first, DAYS)
    lengths = [
        _unbroken(minutes, each)
        for each in oracle.starts(calendar, minutes, oracle.MINUTE, not_before)
        if each.astimezone(zone).date() == day
    ]
    assert timedelta(seconds=longest) == max(lengths, default=timedelta(0))


@pytest.mark.parametrize(("zone", "day"), CHANGES)
def test_when_a_date_is_shown(zone, day):
    """Every minute round a change of the clock shows one of the dates, or does not."""
    first = day - timedelta(days=1)
    midnight = int(datetime.combine(first, time(), UTC).timestamp())
    minutes = range(midnight - 2 * DAY, midnight + 5 * DAY, 60)
    dates = {first, day}
    assert [
        any(since <= minute < until for since, until in dates_shown(zone, first, 2))
        for minute in minutes
    ] == [datetime.fromtimestamp(minute, ZoneInfo(zone)).date() in dates for minute in minutes]


def _unbroken(free, start):
    known, minute = set(free), start
    while minute in known:
        minute += oracle.MINUTE
    return minute - start


def told(free, timezone="Europe/Berlin"):
    zone = ZoneInfo(timezone)
    return [
        " ".join(datetime.fromtimestamp(each, zone).isoformat() for each in span) for span in free
    ]


@pytest.mark.parametrize(
    ("day", "span", "expected"),
    [
        (date(2026, 3, 29), (1, 4), ["2026-03-29T01:00:00+01:00 2026-03-29T04:00:00+02:00"]),
        (date(2026, 3, 29), (2, 3), []),
        (date(2026, 10, 25), (1, 4), ["2026-10-25T01:00:00+02:00 2026-10-25T04:00:00+01:00"]),
        (
            date(2026, 10, 25),
            (1, 2.5),
            [
                "2026-10-25T01:00:00+02:00 2026-10-25T02:30:00+02:00",
                "2026-10-25T02:00:00+01:00 2026-10-25T02:30:00+01:00",
            ],
        ),
    ],
)
def test_where_the_clock_changes(day, span, expected):
    first, last = (time(int(each), int(each % 1 * 60)) for each in span)
    calendar = Calendar("Europe/Berlin", dated={day: [Hours(first, last)]})
    assert told(free_spans(calendar, busy=[], first=day, days=1)) == expected


def test_half_past_two_comes_twice_in_autumn():
    day = date(2026, 10, 25)
    calendar = Calendar("Europe/Berlin", dated={day: [Hours(time(2), time(3))]})
    free = free_spans(calendar, busy=[], first=day, days=1)
    half = 30 * 60
    found = starts(free, calendar.timezone, length=half, earliest=0, before=free[-1][1])
    assert told((each, each + half) for each in found) == [
        "2026-10-25T02:00:00+02:00 2026-10-25T02:30:00+02:00",
        "2026-10-25T02:30:00+02:00 2026-10-25T02:00:00+01:00",
        "2026-10-25T02:00:00+01:00 2026-10-25T02:30:00+01:00",
        "2026-10-25T02:30:00+01:00 2026-10-25T03:00:00+01:00",
    ]


def test_hours_past_midnight_are_one_window():
    calendar = Calendar(
        "Asia/Shanghai", weekly={0: [Hours(time(22), time(0))], 1: [Hours(time(0), time(2))]}
    )
    monday = date(2026, 12, 7)
    assert told(free_spans(calendar, busy=[], first=monday, days=2), "Asia/Shanghai") == [
        "2026-12-07T22:00:00+08:00 2026-12-08T02:00:00+08:00"
    ]


def test_busy_time_of_fractions_takes_the_whole_second():
    day = date(2026, 12, 7)
    calendar = Calendar("Asia/Shanghai", weekly={0: [Hours(time(9), time(12))]})
    start = datetime(2026, 12, 7, 2, 0, 0, 500_000, tzinfo=UTC)
    busy = [span_of(start, start + timedelta(seconds=1))]
    assert told(free_spans(calendar, busy=busy, first=day, days=1), "Asia/Shanghai") == [
        "2026-12-07T09:00:00+08:00 2026-12-07T10:00:00+08:00",
        "2026-12-07T10:00:02+08:00 2026-12-07T12:00:00+08:00",
    ]
