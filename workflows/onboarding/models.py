"""Applications of people and companies who want to work."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Application(models.Model):
    """What an onboarding case is about. The answers live in the case, personal ones sealed."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="applications",
        verbose_name=_("applicant"),
    )
    status = models.CharField(_("status"), max_length=40, db_index=True, editable=False)
    areas = models.JSONField(_("areas"), default=list, editable=False)
    created_at = models.DateTimeField(_("created at"), editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            models.UniqueConstraint(
                fields=["applicant"],
                condition=~models.Q(status__in=["active", "refused", "withdrawn", "lapsed"]),
                name="one_open_application_for_each_person",
            ),
        ]

    def __str__(self) -> str:
        return self.number
