"""A provider's hours as a whole: read, checked and replaced at once."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.users import audit
from accounts.users.models import User
from catalog.providers.models import Provider
from catalog.providers.timezones import known_timezones
from catalog.scheduling.models import DatedHours, WeeklyHours
from catalog.scheduling.refusals import InvalidSchedule, ScheduleChanged
from catalog.scheduling.slots import Hours, clock_span

ANY = "*"
Error = dict[str, Any]


@dataclass(frozen=True)
class Schedule:
    """Hours of weekdays (Monday is 0) and of dates (``None``: closed), on the clock there."""

    timezone: str
    weekly: Sequence[tuple[int, Hours]]
    dated: Sequence[tuple[date, Hours | None]]


def schedule_of(provider: Provider) -> Schedule:
    weekly = provider.weekly_hours.order_by("weekday", "starts")
    dated = provider.dated_hours.order_by("date", "starts")
    return Schedule(
        provider.timezone,
        [(row.weekday, Hours(row.starts, row.ends)) for row in weekly],
        [(row.date, row.hours) for row in dated],
    )


def fingerprint(schedule: Schedule) -> str:
    """What two equal schedules share: the schedule's ETag, unquoted."""
    told = [
        schedule.timezone,
        [[weekday, str(hours)] for weekday, hours in schedule.weekly],
        [[str(day), str(hours)] for day, hours in schedule.dated],
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


@transaction.atomic
def replace_schedule(
    provider: Provider, *, schedule: Schedule, expected: str, by: User
) -> Schedule:
    """Let the provider work so from now on; what is booked stays booked.

    ``expected`` is the ``fingerprint`` of what is replaced, or ``*``. Raises ``ScheduleChanged``
    and ``InvalidSchedule``.
    """
    # As every booking does: none is made by hours that are being replaced.
    locked = Provider.objects.select_for_update(no_key=True).get(pk=provider.pk)
    if expected not in (ANY, fingerprint(schedule_of(locked))):
        raise ScheduleChanged
    if errors := schedule_errors(schedule):
        raise InvalidSchedule(errors)
    locked.timezone = schedule.timezone
    locked.save(update_fields=["timezone"])
    WeeklyHours.objects.filter(provider=locked).delete()
    DatedHours.objects.filter(provider=locked).delete()
    WeeklyHours.objects.bulk_create(
        WeeklyHours(provider=locked, weekday=weekday, starts=hours.starts, ends=hours.ends)
        for weekday, hours in schedule.weekly
    )
    DatedHours.objects.bulk_create(
        DatedHours(
            provider=locked,
            date=day,
            starts=hours.starts if hours else None,
            ends=hours.ends if hours else None,
        )
        for day, hours in schedule.dated
    )
    audit.record(locked, "doorstep.schedule.change", by=by)
    return schedule_of(locked)


def schedule_errors(schedule: Schedule) -> list[Error]:
    """What is wrong, as ``{"loc", "type", "msg"}``; ``loc`` counts within the given sequences."""
    errors: list[Error] = []
    if schedule.timezone not in known_timezones():
        msg = _("This time zone is not known.")
        errors.append({"loc": ["timezone"], "type": "unknown_timezone", "msg": msg})
    return [
        *errors,
        *_errors("weekly", schedule.weekly),
        *_errors("dated", schedule.dated),
    ]


def _errors(name: str, rows: Sequence[tuple[object, Hours | None]]) -> list[Error]:
    by_day: dict[object, list[int]] = defaultdict(list)
    for number, (day, _hours) in enumerate(rows):
        by_day[day].append(number)
    errors = [
        _error(name, number, "ends", "inverted", _("Hours end after they start."))
        for number, (_day, hours) in enumerate(rows)
        if hours is not None and not _lasts(hours)
    ]
    for numbers in by_day.values():
        errors += _errors_of_a_day(name, rows, numbers)
    return errors


def _errors_of_a_day(
    name: str, rows: Sequence[tuple[object, Hours | None]], numbers: list[int]
) -> list[Error]:
    closed = [number for number in numbers if rows[number][1] is None]
    if closed and len(numbers) > 1:
        msg = _("A date without times is closed: it has no other hours.")
        return [_error(name, closed[-1], "starts", "closed", msg)]
    spans = sorted(
        (*clock_span(hours), number)
        for number in numbers
        if (hours := rows[number][1]) is not None and _lasts(hours)
    )
    msg = _("These hours begin before the others of the day have ended.")
    return [
        _error(name, later[2], "starts", "overlap", msg)
        for earlier, later in pairwise(spans)
        if later[0] < earlier[1]
    ]


def _lasts(hours: Hours) -> bool:
    start, end = clock_span(hours)
    return start < end


def _error(name: str, number: int, field: str, kind: str, msg: str) -> Error:
    return {"loc": [name, number, field], "type": kind, "msg": msg}
