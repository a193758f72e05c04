"""Time that an order takes from a provider."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.providers.models import Provider


class BookingQuerySet(models.QuerySet["Booking"]):
    def standing(self) -> BookingQuerySet:
        """Those that take time: not released."""
        return self.filter(released_at__isnull=True)

    def during(self, starts_at: datetime, ends_at: datetime) -> BookingQuerySet:
        """Those that share a moment with the time from ``starts_at`` until ``ends_at``."""
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)


class Booking(models.Model):
    """One row per order, moved rather than replaced; it knows the order by its number.

    The bookings of a provider that stand do not overlap: an exclusion constraint on PostgreSQL,
    and a look under the lock of ``actions`` on both databases.
    """

    order_number = models.CharField(_("order"), max_length=32, unique=True)
    provider = models.ForeignKey(
        Provider, verbose_name=_("provider"), on_delete=models.PROTECT, related_name="bookings"
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    booked_at = models.DateTimeField(_("booked at"))
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a_booking_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~Q(order_number=""), name="a_booking_is_of_an_order"),
        ]
        indexes = [
            models.Index(
                fields=["provider", "ends_at"],
                condition=Q(released_at__isnull=True),
                name="standing_booking_by_its_end",
            )
        ]

    def __str__(self) -> str:
        return self.order_number
