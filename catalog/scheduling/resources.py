"""Schedules as rows of a file: one row per provider, with the hours of each weekday.

Hours read ``09:00-12:00, 13:00-18:00``; the end of the day is ``24:00``. Dates that have hours of
their own read ``2026-12-24 09:00-12:00, 2026-12-25 closed``.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.providers.models import Provider
from catalog.providers.resources import KnownProviders
from catalog.scheduling.refusals import InvalidSchedule
from catalog.scheduling.schedules import ANY, Schedule, replace_schedule
from catalog.scheduling.slots import Hours
from catalog.scheduling.states import Weekday
from cms.exchange.columns import Column
from cms.exchange.kinds import SEPARATORS, Key, Kind

WEEKDAYS = tuple(day.name.lower() for day in Weekday)
CLOCK = r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?::00)?"
# People and spreadsheets write dashes of several kinds.
SPAN = re.compile(rf"{CLOCK}\s*[-–—~～]\s*(24:00|{CLOCK})")
DAY = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})\s+(.+)")
CLOSED = ("closed", "休息")

Spans = tuple[Hours, ...]
Dates = tuple[tuple[date, Hours | None], ...]


def span_text(hours: Hours) -> str:
    ends = "24:00" if hours.ends == time(0) else f"{hours.ends:%H:%M}"
    return f"{hours.starts:%H:%M}-{ends}"


def span_in(text: str) -> Hours:
    """Raises ``ValueError`` with a sentence."""
    found = SPAN.fullmatch(text)
    if found is None:
        raise ValueError(_("“%(text)s” are no hours such as 09:00-12:00.") % {"text": text})
    starts = time(int(found[1]), int(found[2]))
    ends = time(0) if found[3] == "24:00" else time(int(found[4]), int(found[5]))
    return Hours(starts, ends)


class DayHours(Kind):
    """The hours of a weekday, none for a day off."""

    def clean(self, value: str, row: Any = None, **options: Any) -> Spans:
        return self.same(span_in(part) for part in SEPARATORS.split(value.strip()) if part)

    def render(self, value: Any, obj: Any = None, **options: Any) -> str:
        return ", ".join(map(span_text, value))

    def same(self, value: Iterable[Hours]) -> Spans:
        return tuple(sorted(value, key=lambda hours: (hours.starts, hours.ends)))


class DateHours(Kind):
    """Dates with hours of their own; several spans of a date name it each time."""

    def clean(self, value: str, row: Any = None, **options: Any) -> Dates:
        return self.same(map(self._date, filter(None, SEPARATORS.split(value.strip()))))

    def render(self, value: Any, obj: Any = None, **options: Any) -> str:
        return ", ".join(
            f"{day} {span_text(hours) if hours else CLOSED[0]}" for day, hours in value
        )

    def same(self, value: Iterable[tuple[date, Hours | None]]) -> Dates:
        return tuple(sorted(value, key=lambda row: (row[0], row[1].starts if row[1] else time(0))))

    @staticmethod
    def _date(text: str) -> tuple[date, Hours | None]:
        found = DAY.fullmatch(text)
        sentence = _("“%(text)s” is no date with hours such as 2026-12-24 09:00-12:00, or closed.")
        if found is None:
            raise ValueError(sentence % {"text": text})
        try:
            day = date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError as error:
            raise ValueError(sentence % {"text": text}) from error
        return day, None if found[4].strip() in CLOSED else span_in(found[4].strip())


class ScheduleRows(KnownProviders):
    class Meta:
        model = Provider
        import_id_fields = ("id",)

    @classmethod
    def columns(cls) -> list[Column]:
        return [
            cls.id_column(),
            Column("name", lambda provider: provider.public_name, Key(), readonly=True),
            Column(
                "timezone",
                lambda provider: provider.timezone,
                Key(),
                required=True,
                help_text=gettext_lazy("On whose clock the hours are read, such as Asia/Shanghai."),
            ),
            *(cls._weekday(number, name) for number, name in enumerate(WEEKDAYS)),
            Column(
                "dates",
                lambda provider: [(row.date, row.hours) for row in provider.dated_hours.all()],
                DateHours(),
                help_text=gettext_lazy(
                    "Dates with other hours: 2026-12-24 09:00-12:00, 2026-12-25 closed."
                ),
            ),
        ]

    @classmethod
    def _weekday(cls, number: int, name: str) -> Column:
        return Column(
            name,
            lambda provider: [
                Hours(row.starts, row.ends)
                for row in provider.weekly_hours.all()
                if row.weekday == number
            ],
            DayHours(),
            help_text=gettext_lazy("Hours such as 09:00-12:00, 13:00-18:00; empty: a day off."),
        )

    @classmethod
    def get_queryset(cls) -> QuerySet[Provider]:
        return Provider.objects.prefetch_related("weekly_hours", "dated_hours")

    def write(self, instance: Provider, values: Mapping[str, Any]) -> Model:
        schedule = Schedule(
            values["timezone"],
            [(day, hours) for day, name in enumerate(WEEKDAYS) for hours in values[name]],
            list(values["dates"]),
        )
        try:
            replace_schedule(instance, schedule=schedule, expected=ANY, by=self.actor)
        except InvalidSchedule as refused:
            raise ValidationError(self._errors(refused, schedule)) from refused
        return instance

    @staticmethod
    def _errors(refused: InvalidSchedule, schedule: Schedule) -> dict[str, list[str]]:
        """The refusal's errors by column."""
        told: dict[str, list[str]] = {}
        for error in refused.errors:
            where: Any = error["loc"]
            if where[0] == "weekly":
                column = WEEKDAYS[schedule.weekly[where[1]][0]]
            else:
                column = "dates" if where[0] == "dated" else where[0]
            told.setdefault(column, []).append(str(error["msg"]))
        return told
