"""How the engine reaches applications and renewals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from catalog.providers.models import Certificate
from workflows.engine.refusals import Conflict, NotFound

from .models import Application, Renewal


@dataclass(frozen=True)
class ApplicationType:
    """Applications are created by their applicant, one open at a time."""

    model: str = "onboarding.Application"

    def create(
        self, *, number: str, by: User, data: Mapping[str, object], now: datetime
    ) -> Application:
        """Raises ``Conflict`` (``application_open``, ``already_provider``)."""
        if hasattr(by, "provider"):
            raise Conflict(_("You are a provider already."), code="already_provider")
        try:
            with transaction.atomic():
                return Application.objects.create(
                    number=number,
                    applicant=by,
                    areas=data.get("areas") or [],
                    status="applied",
                    created_at=now,
                    status_at=now,
                )
        except IntegrityError as error:
            # The constraint decides, so that two requests at once cannot both pass.
            raise Conflict(
                _("You have an open application already."), code="application_open"
            ) from error

    def set_status(self, subject: Application, stage: str, *, now: datetime) -> None:
        subject.status = stage
        subject.status_at = now
        subject.save(update_fields=["status", "status_at"])

    def person(self, subject: Application) -> User:
        return subject.applicant

    def is_visible(self, subject: Application, user: User) -> bool:
        return Application.objects.visible_to(user).filter(pk=subject.pk).exists()


@dataclass(frozen=True)
class RenewalType:
    """Renewals are opened by the platform when a certificate runs out, never by a person."""

    model: str = "onboarding.Renewal"

    def create(
        self, *, number: str, by: User, data: Mapping[str, object], now: datetime
    ) -> Renewal:
        """``data["expired_upload"]`` names the certificate; each is renewed once, ever.

        Raises ``Conflict`` (``renewal_exists``) for the second one.
        """
        certificate = Certificate.objects.filter(upload=data["expired_upload"]).first()
        if certificate is None:
            raise NotFound(_("There is no certificate with this upload."))
        try:
            with transaction.atomic():
                return Renewal.objects.create(
                    number=number,
                    certificate=certificate,
                    status="expired",
                    created_at=now,
                    status_at=now,
                )
        except IntegrityError as error:
            raise Conflict(
                _("This certificate is being renewed already."), code="renewal_exists"
            ) from error

    def set_status(self, subject: Renewal, stage: str, *, now: datetime) -> None:
        subject.status = stage
        subject.status_at = now
        subject.save(update_fields=["status", "status_at"])

    def person(self, subject: Renewal) -> User:
        user: User = subject.certificate.provider.user
        return user

    def is_visible(self, subject: Renewal, user: User) -> bool:
        return user.has_perm("onboarding.view_renewal")
