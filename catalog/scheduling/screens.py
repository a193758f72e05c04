"""A provider's hours, leave and bookings on their screens in the admin."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Select
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel

from catalog.providers.models import Provider
from catalog.providers.screens import Part, Tab
from catalog.providers.timezones import known_timezones
from catalog.scheduling.leave import refuse_booked
from catalog.scheduling.queries import bookings_during
from catalog.scheduling.refusals import LeaveHitsBookings
from catalog.scheduling.schedules import schedule_errors, schedule_of
from catalog.scheduling.slots import Hours
from catalog.scheduling.states import Weekday

# What is looked at in the admin is what was a month ago and will be within three.
BEFORE, AFTER = timedelta(days=30), timedelta(days=90)


class BookingsPanel(Panel):
    """What takes the provider's time, to be read: an order moves its own booking."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "scheduling/bookings_panel.html"

        def is_shown(self) -> bool:
            return bool(self.request.user.has_perm("scheduling.view_booking"))

        def get_context_data(
            self, parent_context: Mapping[str, Any] | None = None
        ) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            now, provider = timezone.now(), self.instance
            bookings = bookings_during(provider, starts_at=now - BEFORE, ends_at=now + AFTER)
            return context | {"bookings": bookings, "zone": provider.zone, "now": now}


def check(provider: Provider) -> None:
    """Refuse hours that contradict each other, and leave over what is booked."""
    # Read again: the form's own object has rows in memory that are not those of the database.
    stored = Provider.objects.get(pk=provider.pk)
    rows: dict[object, list[Any]] = {
        "weekly": list(stored.weekly_hours.order_by("weekday", "starts")),
        "dated": list(stored.dated_hours.order_by("date", "starts")),
    }
    errors = []
    for error in schedule_errors(schedule_of(stored)):
        name, number, _field = error["loc"]
        errors.append(f"{rows[name][number]}: {error['msg']}")
    if errors:
        raise ValidationError(errors, code="invalid_schedule")
    now = timezone.now()
    try:
        refuse_booked(list(stored.leave.filter(ends_at__gt=now)), now=now)
    except LeaveHitsBookings as refusal:
        raise ValidationError(str(refusal.detail), code=refusal.code) from refusal


TAB = Tab(
    heading=_("Schedule"),
    panels=(
        FieldPanel(
            "timezone", widget=Select(choices=[(name, name) for name in sorted(known_timezones())])
        ),
        # Said once for all rows: under each box it would push the times out of line.
        InlinePanel(
            "weekly_hours",
            heading=_("Weekly hours"),
            label=_("Hours"),
            help_text=_("As an end, 00:00 is the end of the day. A weekday without hours is off."),
        ),
        InlinePanel(
            "dated_hours",
            heading=_("Hours of single dates"),
            label=_("Date"),
            help_text=_(
                "They take the place of the weekday's. As an end, 00:00 is the end of the day. "
                "Leave both times empty for a day off."
            ),
        ),
        InlinePanel(
            "leave",
            heading=_("Leave"),
            label=_("Leave"),
            help_text=_("On the clock of your own account, not of the provider's time zone."),
        ),
        BookingsPanel(heading=_("Bookings")),
    ),
    check=check,
)


def clock_text(hours: Hours) -> str:
    """``09:00–24:00``: as an end, midnight is that of the day's end."""
    ends = "24:00" if hours.ends == time(0) else f"{hours.ends:%H:%M}"
    return f"{hours.starts:%H:%M}–{ends}"


def week_of(provider: Provider) -> dict[str, Any]:
    hours: dict[int, list[str]] = defaultdict(list)
    for weekday, each in schedule_of(provider).weekly:
        hours[weekday].append(clock_text(each))
    return {"week": [(day.label, hours[day]) for day in Weekday], "zone": provider.zone}


def away_of(provider: Provider) -> dict[str, Any]:
    """Dates with hours of their own, and leave, from today on the provider's clock."""
    now, zone = timezone.now(), provider.zone
    dates: dict[date, list[str]] = {}
    for day, each in schedule_of(provider).dated:
        if day >= now.astimezone(zone).date():
            dates.setdefault(day, []).extend([clock_text(each)] if each is not None else [])
    leave = provider.leave.filter(ends_at__gt=now).order_by("starts_at", "pk")
    return {"dates": dates.items(), "leave": leave, "zone": zone}


def coming_of(provider: Provider) -> dict[str, Any]:
    now = timezone.now()
    bookings = bookings_during(provider, starts_at=now, ends_at=now + AFTER)
    return {"bookings": bookings, "zone": provider.zone}


PARTS = (
    Part("week", _("Weekly hours"), "scheduling/week.html", week_of),
    Part("away", _("Single dates and leave"), "scheduling/away.html", away_of),
    Part(
        "coming",
        _("Coming bookings"),
        "scheduling/coming.html",
        coming_of,
        permission="scheduling.view_booking",
    ),
)
