"""Giving and withdrawing a consent: each a row of its own, written down for the audit."""

from datetime import datetime

from django.db import transaction

from accounts.consents.models import Consent
from accounts.consents.purposes import erasers, purpose, purposes
from accounts.consents.refusals import TextChanged
from accounts.users import audit
from accounts.users.models import User


@transaction.atomic
def give_consent(user: User, key: str, *, version: int, now: datetime) -> Consent:
    """Consent to the text of ``version``, which the person was shown.

    Given again, it stands as it was. Raises ``TextChanged`` where another text is in force.
    """
    if version != purpose(key).version:
        raise TextChanged
    standing = _standing(user, key)
    if standing is not None and standing.given and standing.version == version:
        return standing
    return _answer(standing, user, key, given=True, version=version, by=user, now=now)


@transaction.atomic
def withdraw_consent(user: User, key: str, *, by: User, now: datetime) -> Consent:
    """Withdraw, or refuse at once: nothing more is recorded, and what was is erased."""
    standing = _standing(user, key)
    if standing is None or standing.given:
        version = standing.version if standing is not None else purpose(key).version
        standing = _answer(standing, user, key, given=False, version=version, by=by, now=now)
    # Each time: whatever should still be there goes.
    for erase in erasers(key):
        erase(user)
    return standing


def withdraw_all(user: User, by: User, now: datetime) -> None:
    """What the erasure of a person means here. The ledger stays, as proof, of nobody by name."""
    for each in purposes():
        withdraw_consent(user, each.key, by=by, now=now)


def _standing(user: User, key: str) -> Consent | None:
    # Two answers of one person at once: the second waits here, and finds the first.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    # Then the row that recorders hold while they write.
    rows = Consent.objects.select_for_update().filter(user=user, purpose=key, standing=True)
    return rows.first()


def _answer(
    standing: Consent | None,
    user: User,
    key: str,
    *,
    given: bool,
    version: int,
    by: User,
    now: datetime,
) -> Consent:
    if standing is not None:
        standing.standing = False
        standing.save(update_fields=["standing"])
    consent = Consent.objects.create(user=user, purpose=key, given=given, version=version, at=now)
    action = "doorstep.consent.give" if given else "doorstep.consent.withdraw"
    audit.record(consent, action, by=by, data={"purpose": key, "version": version})
    return consent
