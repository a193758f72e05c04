"""When a provider does not work, whatever the hours say."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from accounts.users.models import User
from catalog.providers.models import Provider


class LeaveQuerySet(models.QuerySet["Leave"]):
    def visible_to(self, user: User) -> LeaveQuerySet:
        """One's own."""
        return self.filter(provider__user=user)


class Leave(models.Model):
    """A time away. The reason is the provider's own and the house's, never public."""

    uuid = models.UUIDField(_("id"), default=uuid.uuid4, unique=True, editable=False)
    provider = ParentalKey(
        Provider, verbose_name=_("provider"), on_delete=models.CASCADE, related_name="leave"
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldPanel("reason"),
    ]

    objects = LeaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leave")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="leave_ends_after_it_starts",
                violation_error_message=_("Leave ends after it starts."),
            )
        ]
        indexes = [models.Index(fields=["provider", "ends_at"], name="leave_by_its_end")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}–{self.ends_at:%Y-%m-%d %H:%M}"
