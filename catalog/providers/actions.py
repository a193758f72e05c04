"""What happens to a provider. Each verb locks the row, leaves a trace and renews the documents."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.users import audit
from accounts.users.models import User
from accounts.users.roles import PROVIDER, assign
from catalog.providers.locations import cell_of
from catalog.providers.models import Certificate, Provider, ProviderArea
from catalog.providers.pictures import picture_from_upload
from catalog.providers.profiles import CertificateRecord, ProviderProfile
from catalog.providers.refusals import InvalidProfile, ProviderSuspended
from catalog.providers.states import ProviderStatus
from catalog.services.models import Category
from cms.delivery.actions import publish

DEGREES = Decimal("0.000001")


@transaction.atomic
def activate_provider(
    user: User, *, profile: ProviderProfile, by: User | None, now: datetime
) -> Provider:
    """Make ``user`` an active provider; whoever is one already is answered unchanged.

    Raises ``ProviderSuspended`` for a suspended one and ``InvalidProfile`` with the values that
    do not fit.
    """
    # The person first: two activations of one person take their turns here.
    User.objects.select_for_update().get(pk=user.pk)
    standing = Provider.objects.filter(user=user).first()
    if standing is not None:
        if standing.status == ProviderStatus.SUSPENDED:
            raise ProviderSuspended
        return standing
    provider = _create(user, profile, now)
    assign(user, PROVIDER)
    audit.record(provider, "doorstep.provider.activate", by=by, data={})
    publish(provider)
    return provider


@transaction.atomic
def suspend_provider(
    provider: Provider, *, reason: str, by: User | None, now: datetime
) -> Provider:
    """Take the provider from the public, with the reason; a suspended one keeps its own reason."""
    locked = Provider.objects.select_for_update().get(pk=provider.pk)
    if locked.status == ProviderStatus.SUSPENDED:
        return locked
    if not reason.strip():
        raise InvalidProfile([_error("reason", "required", _("Say why."))])
    _move(locked, ProviderStatus.SUSPENDED, reason=reason.strip(), now=now)
    audit.record(locked, "doorstep.provider.suspend", by=by, data={"reason": locked.status_reason})
    publish(locked)
    return locked


@transaction.atomic
def reinstate_provider(provider: Provider, *, by: User | None, now: datetime) -> Provider:
    """Show a suspended provider again; an active one is answered unchanged."""
    locked = Provider.objects.select_for_update().get(pk=provider.pk)
    if locked.status == ProviderStatus.ACTIVE:
        return locked
    _move(locked, ProviderStatus.ACTIVE, reason="", now=now)
    audit.record(locked, "doorstep.provider.reinstate", by=by, data={})
    publish(locked)
    return locked


@transaction.atomic
def record_certificate(provider: Provider, *, record: CertificateRecord, by: User | None) -> Certificate:
    """Add a certificate, or bring the one with this upload up to date."""
    certificate, _created = Certificate.objects.update_or_create(
        upload=record.upload,
        defaults={
            "provider": provider, "kind": record.kind,
            "expires_on": record.expires_on, "verified": record.verified,
        },
    )
    audit.record(provider, "doorstep.provider.certify", by=by, data={"kind": record.kind})
    publish(provider)
    return certificate
