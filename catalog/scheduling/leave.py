"""Time away: taken by the provider or for them, unless somebody has booked it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.users import audit
from accounts.users.models import User
from catalog.providers.models import Provider
from catalog.scheduling.models import Booking, Leave
from catalog.scheduling.refusals import InvalidLeave, LeaveHitsBookings


@transaction.atomic
def take_leave(
    provider: Provider,
    *,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    by: User | None,
    now: datetime,
) -> Leave:
    """Keep the provider free of bookings from ``starts_at`` until ``ends_at``.

    Raises ``InvalidLeave`` for a time that is no time or is over, and ``LeaveHitsBookings``.
    """
    # As every booking does: the two of them take their turns here.
    Provider.objects.select_for_update(no_key=True).get(pk=provider.pk)
    if ends_at <= starts_at:
        raise InvalidLeave("ends_at", "inverted", _("Leave ends after it starts."))
    if ends_at <= now:
        raise InvalidLeave("ends_at", "past", _("This time is over."))
    leave = Leave(provider=provider, starts_at=starts_at, ends_at=ends_at, reason=reason)
    refuse_booked([leave], now=now)
    leave.save()
    audit.record(provider, "doorstep.leave.take", by=by, data=_told(leave))
    return leave


@transaction.atomic
def cancel_leave(leave: Leave, *, by: User | None) -> None:
    """Work then after all."""
    audit.record(leave.provider, "doorstep.leave.cancel", by=by, data=_told(leave))
    leave.delete()


def refuse_booked(leave: list[Leave], *, now: datetime) -> None:
    """Raise ``LeaveHitsBookings`` if orders that are not over yet stand in any of the times.

    The caller holds the provider's lock.
    """
    orders: dict[str, None] = {}
    for each in leave:
        hit = Booking.objects.standing().during(each.starts_at, each.ends_at)
        hit = hit.filter(provider=each.provider_id, ends_at__gt=now)
        orders |= dict.fromkeys(hit.values_list("order_number", flat=True))
    if orders:
        raise LeaveHitsBookings(list(orders))


def _told(leave: Leave) -> dict[str, object]:
    # Without the reason, which may be personal: the log outlives a person's erasure.
    return {"starts_at": leave.starts_at.isoformat(), "ends_at": leave.ends_at.isoformat()}
