"""Who consented to what, and when: a ledger."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Consent(models.Model):
    """One answer of a person to the text of a purpose: given, or withdrawn (also: never given).

    Rows are added, not changed; ``standing`` marks the newest of a person and purpose. Whoever
    records under a consent locks its standing row: a withdrawal takes the mark away first, so the
    one waits for the other.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consents"
    )
    purpose = models.CharField(_("purpose"), max_length=40)
    given = models.BooleanField(_("given"))
    version = models.PositiveIntegerField(_("version of the text"))
    at = models.DateTimeField(_("at"))
    standing = models.BooleanField(_("standing"), default=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose"],
                condition=models.Q(standing=True),
                name="one_answer_per_person_and_purpose_stands",
            ),
        ]
        indexes = [models.Index(fields=["user", "purpose"], name="consents_of_a_person")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"
