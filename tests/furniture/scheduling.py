"""The provider's hours, a booking of tomorrow, and leave in three weeks."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from catalog.providers.models import Provider
from catalog.scheduling.actions import book
from catalog.scheduling.leave import take_leave
from catalog.scheduling.models import WeeklyHours
from tests.world import World, furnishes

ONE_DAY = timedelta(days=1)


@furnishes
def schedule(world: World) -> None:
    provider = Provider.objects.get(user=world.cast["provider"])
    WeeklyHours.objects.bulk_create(
        WeeklyHours(provider=provider, weekday=weekday, starts=time(8), ends=time(0))
        for weekday in range(7)
    )
    now = timezone.now()
    start = datetime.combine(timezone.localdate(now) + ONE_DAY, time(10), provider.zone)
    end = start + timedelta(hours=2)
    book("FURNITURE1", provider=provider, starts_at=start, ends_at=end, now=now)
    away = {"starts_at": start + 21 * ONE_DAY, "ends_at": start + 22 * ONE_DAY}
    leave = take_leave(provider, **away, reason="Family", by=provider.user, now=now)
    world.values |= {"leave_id": leave.uuid, "leave": leave_body(in_days=60)}


def leave_body(*, in_days: int) -> dict[str, str]:
    """What a provider sends who is away for two hours of that day."""
    start = timezone.now() + in_days * ONE_DAY
    return {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=2)).isoformat()}
