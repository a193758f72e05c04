"""Certificates that run out: the provider is suspended and a renewal begins."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.users.models import User
from catalog.providers.actions import suspend_provider
from catalog.providers.models import Certificate, Provider
from workflows.engine.actions import start_case
from workflows.engine.refusals import Refusal

from .effects import EXPIRED
from .models import Renewal

logger = logging.getLogger("doorstep.onboarding")

RENEWAL_KEY = "certificate-renewal"


def suspend_expired(now: datetime) -> int:
    """Suspend everyone whose newest certificate of a kind ran out before today.

    Run by the timers; answers how many renewals began. Each certificate begins one renewal, ever,
    so running it again changes nothing.
    """
    return sum(_begin_renewal(certificate, now) for certificate in _run_out(now))


def _run_out(now: datetime) -> list[Certificate]:
    today = timezone.localdate(now)
    expired = Certificate.objects.filter(expires_on__lt=today, renewal=None)
    return [
        certificate
        for certificate in expired.select_related("provider__user").order_by("pk")
        if not _has_valid(certificate, now)
    ]


def _has_valid(certificate: Certificate, now: datetime) -> bool:
    """Whether another certificate of the same kind is valid today."""
    others = Certificate.objects.filter(
        provider_id=certificate.provider_id, kind=certificate.kind
    ).exclude(pk=certificate.pk)
    today = timezone.localdate(now)
    return any(one.expires_on is None or one.expires_on >= today for one in others)


@transaction.atomic
def _begin_renewal(certificate: Certificate, now: datetime) -> bool:
    # The provider's lock makes two timers take turns; the second finds the renewal.
    Provider.objects.select_for_update(no_key=True).get(pk=certificate.provider_id)
    if Renewal.objects.filter(certificate=certificate).exists():
        return False
    system = User.objects.system()
    suspend_provider(certificate.provider, reason=EXPIRED, by=system, now=now)
    try:
        start_case(RENEWAL_KEY, by=system, data={"expired_upload": certificate.upload}, now=now)
    except Refusal as refusal:
        # An operator's process may not begin like this. The provider is suspended all the same,
        # the others have their turn, and the next run tries again.
        logger.error("No renewal of certificate %s: %s", certificate.pk, refusal.code)
        return False
    return True
