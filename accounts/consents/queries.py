"""Whose consent stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.consents.models import Consent
from accounts.consents.purposes import Purpose, purpose, purposes
from accounts.consents.refusals import ConsentMissing
from accounts.users.models import User

UNANSWERED, GIVEN, OUTDATED, WITHDRAWN = "unanswered", "given", "outdated", "withdrawn"
STATUSES = (UNANSWERED, GIVEN, OUTDATED, WITHDRAWN)


@dataclass(frozen=True)
class Answered:
    """A purpose and what the person last said to it; ``None`` before they were asked."""

    purpose: Purpose
    answer: Consent | None

    @property
    def status(self) -> str:
        if self.answer is None:
            return UNANSWERED
        if not self.answer.given:
            return WITHDRAWN
        return GIVEN if self.answer.version == self.purpose.version else OUTDATED


def answers_of(user: User) -> list[Answered]:
    """Every purpose, in the order of their keys."""
    standing = {row.purpose: row for row in Consent.objects.filter(user=user, standing=True)}
    return [Answered(each, standing.get(each.key)) for each in purposes()]


def standing_consents(key: str) -> QuerySet[Consent]:
    """Consents to the text in force that nobody has withdrawn: what may be recorded under."""
    return Consent.objects.filter(
        purpose=key, standing=True, given=True, version=purpose(key).version
    )


def lock_consents(key: str, users: Iterable[int]) -> QuerySet[Consent]:
    """Those of ``users``, until the transaction ends: nobody withdraws before it has recorded."""
    found = standing_consents(key).filter(user_id__in=set(users))
    return found.order_by("pk").select_for_update()


def require_consent(key: str, user: User) -> None:
    """Lock the consent of ``user``. Raises ``ConsentMissing`` where none stands."""
    if not lock_consents(key, [user.pk]):
        raise ConsentMissing(key)
