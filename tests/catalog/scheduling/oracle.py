"""The rule of ``docs/algorithms/slots.md``, walked minute by minute, without intervals."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from catalog.scheduling.slots import Calendar

MINUTE = timedelta(minutes=1)
# From the first until before the second.
Busy = tuple[datetime, datetime]


def works(calendar: Calendar, instant: datetime) -> bool:
    shown = instant.astimezone(ZoneInfo(calendar.timezone))
    hours = calendar.dated.get(shown.date())
    if hours is None:
        hours = calendar.weekly.get(shown.weekday(), ())
    clock = shown.time()
    return any(
        each.starts <= clock and (clock < each.ends or each.ends == time(0)) for each in hours
    )


def free_minutes(calendar: Calendar, busy: list[Busy], first: date, days: int) -> list[datetime]:
    """Every free minute of these local dates, in UTC."""
    zone = ZoneInfo(calendar.timezone)
    last = first + timedelta(days=days - 1)
    minute = datetime.combine(first, time(), UTC) - timedelta(hours=26)
    end = datetime.combine(last, time(), UTC) + timedelta(hours=50)
    found = []
    while minute < end:
        if (
            first <= minute.astimezone(zone).date() <= last
            and works(calendar, minute)
            and not any(start <= minute < end for start, end in busy)
        ):
            found.append(minute)
        minute += MINUTE
    return found


def starts(
    calendar: Calendar, free: list[datetime], duration: timedelta, not_before: datetime
) -> list[datetime]:
    zone = ZoneInfo(calendar.timezone)
    known = set(free)
    return [
        minute
        for minute in free
        if minute >= not_before
        and minute.astimezone(zone).minute in (0, 30)
        and all(minute + MINUTE * step in known for step in range(duration // MINUTE))
    ]
