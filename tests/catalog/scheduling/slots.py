"""Windows and starts are those that a walk over every minute finds."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.scheduling.slots import (
    Calendar,
    Hours,
    Window,
    free_windows,
    longest_visit,
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
                lambda pair: Window(
                    midnight + timedelta(minutes=pair[0]),
                    midnight + timedelta(minutes=pair[0] + pair[1]),
                )
            ),
            max_size=4,
        )
    )
    return calendar, busy, first


def minutes_of(windows):
    return [
        window.starts_at.astimezone(UTC) + oracle.MINUTE * step
        for window in windows
        for step in range(int(window.ends_at.timestamp() - window.starts_at.timestamp()) // 60)
    ]


def in_utc(instants):
    return [each.astimezone(UTC) for each in instants]


@settings(max_examples=120, deadline=None)
@given(
    agenda=agendas(),
    duration=st.sampled_from([15, 30, 45, 60, 95, 180, 600, 1500]),
    wait=st.integers(-600, 4000),
)
def test_windows_and_starts_are_those_of_every_minute(agenda, duration, wait):
    calendar, busy, first = agenda
    free = oracle.free_minutes(calendar, busy, first, DAYS)
    windows = free_windows(calendar, busy=busy, first=first, days=DAYS)
    assert minutes_of(windows) == free
    # Unbroken and longest: between two windows there is time that is not free.
    assert all(
        one.ends_at.timestamp() < two.starts_at.timestamp() for one, two in pairwise(windows)
    )
    not_before = datetime.combine(first, time(), UTC) + timedelta(minutes=wait)
    length = timedelta(minutes=duration)
    found = starts(windows, duration=length, not_before=not_before)
    assert in_utc(found) == oracle.starts(calendar, free, length, not_before)
    assert {each.tzinfo for each in found} <= {ZoneInfo(calendar.timezone)}


@settings(max_examples=60, deadline=None)
@given(agenda=agendas(), wait=st.integers(-600, 4000))
def test_the_longest_visit_of_a_date_is_that_of_its_starts(agenda, wait):
    calendar, busy, first = agenda
    day, zone = first + timedelta(days=1), ZoneInfo(calendar.timezone)
    windows = free_windows(calendar, busy=busy, first=first, days=DAYS)
    not_before = datetime.combine(first, time(), UTC) + timedelta(minutes=wait)
    longest = longest_visit(windows, day=day, not_before=not_before)
    free = oracle.free_minutes(calendar, busy, first, DAYS)
    lengths = [
        _unbroken(free, each)
        for each in oracle.starts(calendar, free, oracle.MINUTE, not_before)
        if each.astimezone(zone).date() == day
    ]
    assert longest == max(lengths, default=timedelta(0))


def _unbroken(free, start):
    known, minute = set(free), start
    while minute in known:
        minute += oracle.MINUTE
    return minute - start


def told(windows):
    return [f"{each.starts_at.isoformat()} {each.ends_at.isoformat()}" for each in windows]


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
    assert told(free_windows(calendar, busy=[], first=day, days=1)) == expected


def test_half_past_two_comes_twice_in_autumn():
    day = date(2026, 10, 25)
    calendar = Calendar("Europe/Berlin", dated={day: [Hours(time(2), time(3))]})
    windows = free_windows(calendar, busy=[], first=day, days=1)
    found = starts(
        windows, duration=timedelta(minutes=30), not_before=datetime(2026, 1, 1, tzinfo=UTC)
    )
    assert [each.isoformat() for each in found] == [
        "2026-10-25T02:00:00+02:00",
        "2026-10-25T02:30:00+02:00",
        "2026-10-25T02:00:00+01:00",
        "2026-10-25T02:30:00+01:00",
    ]


def test_hours_past_midnight_are_one_window():
    calendar = Calendar(
        "Asia/Shanghai", weekly={0: [Hours(time(22), time(0))], 1: [Hours(time(0), time(2))]}
    )
    monday = date(2026, 12, 7)
    assert told(free_windows(calendar, busy=[], first=monday, days=2)) == [
        "2026-12-07T22:00:00+08:00 2026-12-08T02:00:00+08:00"
    ]


def test_busy_time_of_fractions_takes_the_whole_second():
    day = date(2026, 12, 7)
    calendar = Calendar("Asia/Shanghai", weekly={0: [Hours(time(9), time(12))]})
    start = datetime(2026, 12, 7, 2, 0, 0, 500_000, tzinfo=UTC)
    busy = [Window(start, start + timedelta(seconds=1))]
    assert told(free_windows(calendar, busy=busy, first=day, days=1)) == [
        "2026-12-07T09:00:00+08:00 2026-12-07T10:00:00+08:00",
        "2026-12-07T10:00:02+08:00 2026-12-07T12:00:00+08:00",
    ]
