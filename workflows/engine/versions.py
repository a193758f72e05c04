"""Which version a case gets, and the look-ups of processes and versions."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.users.models import User

from .models import Case, Definition, Rollout, Version
from .refusals import NotAvailable, NotFound

EVERY_CASE = 100


def version_for(
    key: str, *, scope: Mapping[str, str], draw: Callable[[], str], now: datetime
) -> Version:
    """The version of a new case: that of the newest rollout which fits it.

    A share is decided by the first 32 bits of SHA-256 of ``"<key>:<draw>"``, modulo 100. ``draw``
    tells one new case from another; it is called only where a rollout has a share.
    """
    rollouts = Rollout.objects.filter(version__definition__key=key, starts_at__lte=now)
    # A start needs the content only where this process has not compiled the version yet.
    known = rollouts.select_related("version__definition").defer(
        "version__content", "version__definition__draft"
    )
    bucket: int | None = None
    for rollout in known:
        if any(scope.get(name) != value for name, value in rollout.scope.items()):
            continue
        if rollout.share < EVERY_CASE and bucket is None:
            bucket = int(hashlib.sha256(f"{key}:{draw()}".encode()).hexdigest()[:8], 16) % 100
        if rollout.share == EVERY_CASE or (bucket is not None and bucket < rollout.share):
            return rollout.version
    find_definition(key)
    raise NotAvailable(_("This process is not published."), code="not_published")


def draw_of(key: str, starter: User) -> str:
    """What the next case of the process that ``starter`` begins draws its version with.

    It does not change until that case is there, so that the form which was read is of the version
    that the answers come to.
    """
    begun = Case.objects.filter(definition__key=key, starter=starter).count()
    return f"{starter.uuid}:{begun}"


def current_version(definition: Definition, *, now: datetime) -> Version | None:
    """The version that every new case gets now, shares and scopes aside."""
    rollout = (
        definition.rollouts.filter(starts_at__lte=now, share=100, scope={})
        .select_related("version")
        .first()
    )
    return rollout.version if rollout else None


def find_definition(key: str) -> Definition:
    """The process ``key``, or ``NotFound``."""
    row = Definition.objects.filter(key=key).first()
    if row is None:
        raise NotFound(_("There is no such process."))
    return row


def find_version(key: str, number: int) -> Version:
    """A version of the process ``key`` with its definition, or ``NotFound``."""
    row = (
        Version.objects.select_related("definition")
        .filter(definition__key=key, number=number)
        .first()
    )
    if row is None:
        raise NotFound(_("There is no such version."))
    return row
