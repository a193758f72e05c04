"""When a provider works: on weekdays, and on single dates instead."""

from datetime import time

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from catalog.providers.models import Provider
from catalog.scheduling.slots import Hours
from catalog.scheduling.states import Weekday

# The clock has no 24:00: as an end, midnight is that of the day's end.
MIDNIGHT = time(0)


class WeeklyHours(models.Model):
    """A span of every such weekday, on the clock of the provider's time zone."""

    provider = ParentalKey(
        Provider, verbose_name=_("provider"), on_delete=models.CASCADE, related_name="weekly_hours"
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))

    panels = [FieldRowPanel([FieldPanel("weekday"), FieldPanel("starts"), FieldPanel("ends")])]

    class Meta:
        verbose_name = _("weekly hours")
        verbose_name_plural = _("weekly hours")
        permissions = [
            ("import_schedule", "Can import schedules"),
            ("export_schedule", "Can export schedules"),
        ]
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__in=Weekday.values), name="a_week_has_seven_days"
            ),
            models.CheckConstraint(
                condition=Q(ends=MIDNIGHT) | Q(ends__gt=models.F("starts")),
                name="weekly_hours_end_after_they_start",
                violation_error_message=_("Hours end after they start, and on the same day."),
            ),
            models.UniqueConstraint(
                fields=["provider", "weekday", "starts"],
                name="weekly_hours_start_once",
                violation_error_message=_("There are hours already that start then."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H:%M}–{self.ends:%H:%M}"


class DatedHours(models.Model):
    """A span of one date, whose hours take the place of the weekday's. Without times: closed."""

    provider = ParentalKey(
        Provider, verbose_name=_("provider"), on_delete=models.CASCADE, related_name="dated_hours"
    )
    date = models.DateField(_("date"))
    starts = models.TimeField(_("from"), null=True, blank=True)
    ends = models.TimeField(_("until"), null=True, blank=True)

    panels = [
        FieldPanel("date"),
        # Three boxes for times and dates are wider than the form.
        FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]),
    ]

    class Meta:
        verbose_name = _("hours of a date")
        verbose_name_plural = _("hours of dates")
        ordering = ["date", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__isnull=True, ends__isnull=True)
                | Q(starts__isnull=False, ends__isnull=False)
                & (Q(ends=MIDNIGHT) | Q(ends__gt=models.F("starts"))),
                name="hours_of_a_date_end_after_they_start",
                violation_error_message=_("Hours end after they start, and on the same day."),
            ),
            models.UniqueConstraint(
                fields=["provider", "date", "starts"],
                name="hours_of_a_date_start_once",
                violation_error_message=_("There are hours already that start then."),
            ),
            models.UniqueConstraint(
                fields=["provider", "date"],
                condition=Q(starts__isnull=True),
                name="a_date_is_closed_once",
                violation_error_message=_("This date is closed already."),
            ),
        ]

    def __str__(self) -> str:
        if self.starts is None or self.ends is None:
            return f"{self.date} –"
        return f"{self.date} {self.starts:%H:%M}–{self.ends:%H:%M}"

    @property
    def hours(self) -> Hours | None:
        """``None`` where the date is closed."""
        if self.starts is None or self.ends is None:
            return None
        return Hours(self.starts, self.ends)
