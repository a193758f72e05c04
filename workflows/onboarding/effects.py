"""What the automatic actions of onboarding do. Each may run again with the same key."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.providers.actions import activate_provider, record_certificate, reinstate_provider
from catalog.providers.models import Certificate
from catalog.providers.profiles import CertificateRecord
from cms.pages.models import StandardVersion
from workflows.engine.refusals import NotAvailable
from workflows.engine.vocabulary import ActionContext, NoParameters

from .models import AgreementAcceptance
from .parameters import AgreementParameters, RecordParameters, RenewParameters
from .profiles import profile_of

EXPIRED = "certificate_expired"


def present_agreement(
    context: ActionContext, parameters: AgreementParameters
) -> Mapping[str, object]:
    """The number of the agreement's newest published version: the one the applicant reads.

    Raises ``NotAvailable`` (``agreement_missing``) when nothing is published under the key.
    """
    newest = StandardVersion.objects.filter(slug=parameters.agreement).order_by("-number").first()
    if newest is None:
        raise NotAvailable(
            _("Publish the agreement “%(key)s” first.") % {"key": parameters.agreement},
            code="agreement_missing",
        )
    return {"version": newest.number}


def record_agreement(context: ActionContext, parameters: RecordParameters) -> Mapping[str, object]:
    """Keep which version was accepted, and when. A second run keeps the first time."""
    known = StandardVersion.objects.filter(
        slug=parameters.agreement, number=parameters.version
    ).exists()
    if not known:
        raise NotAvailable(_("That version was never published."), code="agreement_missing")
    acceptance, _created = AgreementAcceptance.objects.get_or_create(
        application=context.subject,
        agreement=parameters.agreement,
        version=parameters.version,
        defaults={"accepted_at": context.now},
    )
    return {"accepted_at": acceptance.accepted_at.isoformat()}


def activate(context: ActionContext, parameters: NoParameters) -> Mapping[str, object]:
    """Make the applicant an active provider in the catalogue.

    Raises ``NotAvailable`` (``certificate_expired``) when a certificate ran out meanwhile.
    """
    data: Mapping[str, Any] = context.data
    profile = profile_of(data, language=context.subject.applicant.language)
    _refuse_expired(profile.certificates, context)
    provider = activate_provider(
        context.subject.applicant, profile=profile, by=context.by, now=context.now
    )
    return {"provider": str(provider.public_id)}


def renew_certificate(context: ActionContext, parameters: RenewParameters) -> Mapping[str, object]:
    """Record the new certificate and show the provider again if nothing else has run out."""
    old: Certificate = context.subject.certificate
    record = CertificateRecord(
        kind=old.kind, upload=parameters.upload, expires_on=parameters.expires_on, verified=True
    )
    _refuse_expired((record,), context)
    record_certificate(old.provider, record=record, by=context.by)
    if old.provider.status_reason == EXPIRED and not expired_kinds(old.provider_id, context):
        reinstate_provider(old.provider, by=context.by, now=context.now)
    return {"provider": str(old.provider.public_id)}


def expired_kinds(provider_id: int, context: ActionContext) -> set[str]:
    """Kinds of which the provider has certificates, but none that is valid today."""
    today = timezone.localdate(context.now)
    certificates = Certificate.objects.filter(provider_id=provider_id)
    valid = {one.kind for one in certificates if one.expires_on is None or one.expires_on >= today}
    return {one.kind for one in certificates} - valid


def _refuse_expired(certificates: tuple[CertificateRecord, ...], context: ActionContext) -> None:
    today = timezone.localdate(context.now)
    if any(one.expires_on is not None and one.expires_on < today for one in certificates):
        raise NotAvailable(_("A certificate has expired."), code=EXPIRED)
