"""When the demonstration's providers work, and who is away."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from catalog.providers.models import Provider
from catalog.scheduling.leave import take_leave
from catalog.scheduling.schedules import ANY, Schedule, replace_schedule
from catalog.scheduling.slots import Hours
from config.demo.providers import username_of
from config.demo.texts import data

END = "24:00"


def load_schedules(*, now: datetime) -> None:
    """Hours for those who have none yet, and with them their days off and their leave."""
    for number, texts in enumerate(data("providers")["provider"], start=1):
        provider = Provider.objects.select_related("user").get(
            user__username=username_of(number, texts)
        )
        if not provider.weekly_hours.exists():
            _work(provider, str(number), texts["skills"], now=now)


@transaction.atomic
def _work(provider: Provider, number: str, skills: list[str], *, now: datetime) -> None:
    today = timezone.localdate(now)
    schedule = Schedule(provider.timezone, _weekly(skills), _dated(number, today))
    replace_schedule(provider, schedule=schedule, expected=ANY, by=provider.user)
    if number in data("schedules")["leave"]:
        after, days, reason = data("schedules")["leave"][number]
        start = datetime.combine(today + timedelta(days=after), time(), provider.zone)
        take_leave(
            provider,
            starts_at=start,
            ends_at=start + timedelta(days=days),
            reason=reason,
            by=provider.user,
            now=now,
        )


def _weekly(skills: list[str]) -> list[tuple[int, Hours]]:
    pattern: dict[str, Any] = next(
        each for each in data("schedules")["pattern"] if set(each["skills"]) & set(skills)
    )
    return [
        (weekday, _hours(*clock))
        for first, last, *clock in pattern["hours"]
        for weekday in range(first, last + 1)
    ]


def _dated(number: str, today: date) -> list[tuple[date, Hours | None]]:
    return [
        (today + timedelta(days=after), _hours(*clock) if clock else None)
        for after, *clock in data("schedules")["dates"].get(number, [])
    ]


def _hours(starts: str, ends: str) -> Hours:
    return Hours(time.fromisoformat(starts), time(0) if ends == END else time.fromisoformat(ends))
