"""Providers with hours, and the week of December in which everything here happens."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from accounts.users.models import User
from catalog.providers.actions import activate_provider
from catalog.providers.models import Provider
from catalog.providers.profiles import ProviderProfile
from catalog.scheduling.models import WeeklyHours

SHANGHAI = ZoneInfo("Asia/Shanghai")
# The Sunday before; all that is booked is in the week that follows.
NOW = datetime(2026, 12, 6, 4, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of December 2026 in Shanghai; the 7th is a Monday."""
    return datetime(2026, 12, day, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture
def provider(categories: dict[str, Any]) -> Callable[..., Provider]:
    """``provider("li")`` works from nine to five, Monday to Friday, and cleans in Shanghai."""

    def make(
        username: str,
        *,
        hours: tuple[time, time] | None = (time(9), time(17)),
        weekdays: range = range(5),
        timezone: str = "Asia/Shanghai",
        **values: Any,
    ) -> Provider:
        user, _made = User.objects.get_or_create(username=username)
        profile: dict[str, Any] = {"skills": ("cleaning",), "areas": ("shanghai",)}
        made = activate_provider(
            user,
            profile=ProviderProfile("person", username.title(), **profile | values),
            by=None,
            now=NOW - timedelta(days=30),
        )
        made.timezone = timezone
        made.save(update_fields=["timezone"])
        if hours is not None:
            WeeklyHours.objects.bulk_create(
                WeeklyHours(provider=made, weekday=weekday, starts=hours[0], ends=hours[1])
                for weekday in weekdays
            )
        return made

    return make
