"""What onboarding cases are about: applications, accepted agreements, renewals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.training.queries import courses_passed

from .states import CLOSED_APPLICATION

if TYPE_CHECKING:
    from accounts.users.models import User


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: User) -> ApplicationQuerySet:
        """One's own applications, and all for whoever may view applications."""
        if user.has_perm("onboarding.view_application"):
            return self
        return self.filter(applicant_id=user.pk)

    def open(self) -> ApplicationQuerySet:
        return self.exclude(status__in=CLOSED_APPLICATION)


class Application(models.Model):
    """A request to work on the platform. The answers live in its case, personal ones sealed."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="applications",
        verbose_name=_("applicant"),
    )
    areas = models.JSONField(_("areas"), default=list, editable=False)
    status = models.CharField(_("status"), max_length=40, db_index=True, editable=False)
    created_at = models.DateTimeField(_("created at"), editable=False)
    status_at = models.DateTimeField(_("status since"), editable=False)

    objects: ClassVar[models.Manager[Application]] = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["applicant"],
                condition=~models.Q(status__in=CLOSED_APPLICATION),
                name="a_person_has_one_open_application",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def variables(self) -> Mapping[str, object]:
        """What conditions may read of the applicant; see ``vocabulary.VARIABLES``."""
        return {
            "application.number": self.number,
            "applicant.courses_passed": courses_passed(self.applicant_id),
        }


class AgreementAcceptance(models.Model):
    """Which version of an agreement an applicant accepted, and when. Never changed."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="acceptances"
    )
    agreement = models.SlugField(_("agreement"), max_length=100)
    version = models.PositiveIntegerField(_("version"))
    accepted_at = models.DateTimeField(_("accepted at"))

    class Meta:
        ordering = ["accepted_at", "pk"]
        verbose_name = _("accepted agreement")
        verbose_name_plural = _("accepted agreements")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["application", "agreement", "version"],
                name="an_application_accepts_a_version_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {self.version}"


class Renewal(models.Model):
    """A certificate that ran out and has to be shown anew. One for each certificate."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    certificate = models.OneToOneField(
        "providers.Certificate", on_delete=models.PROTECT, related_name="renewal"
    )
    status = models.CharField(_("status"), max_length=40, db_index=True, editable=False)
    created_at = models.DateTimeField(_("created at"), editable=False)
    status_at = models.DateTimeField(_("status since"), editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("certificate renewal")
        verbose_name_plural = _("certificate renewals")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.number

    def variables(self) -> Mapping[str, object]:
        """What conditions may read of the certificate; see ``vocabulary.RENEWAL_VARIABLES``."""
        return {"renewal.number": self.number, "certificate.kind": self.certificate.kind}
