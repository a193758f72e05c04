"""Certificates that run out: each for itself, and none for the others."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.users.models import User
from catalog.providers.actions import activate_provider, record_certificate, suspend_provider
from catalog.providers.models import Provider
from catalog.providers.profiles import CertificateRecord, ProviderProfile
from catalog.providers.states import ProviderKind
from tests.journeys.people import Person
from workflows.engine.drafts import save_draft
from workflows.engine.publication import publish_draft
from workflows.engine.versions import find_definition
from workflows.onboarding.certificates import suspend_expired
from workflows.onboarding.models import Renewal

pytestmark = pytest.mark.django_db

People = Callable[[str | None], Person]
# After everything that the tests publish.
NOW = timezone.now() + timedelta(minutes=30)
TODAY = timezone.localdate(NOW)
YESTERDAY = TODAY - timedelta(days=1)


def provider(user: User, **certificates: Any) -> Provider:
    """An active provider with certificates by their kinds; values are last days."""
    records = tuple(
        CertificateRecord(kind=kind, upload=f"{user.username}-{kind}", expires_on=day)
        for kind, day in certificates.items()
    )
    profile = ProviderProfile(
        ProviderKind.PERSON, user.username, areas=("shanghai",), certificates=records
    )
    return activate_provider(user, profile=profile, by=None, now=NOW)


def statuses() -> dict[str, tuple[str, str]]:
    rows = Provider.objects.values_list("public_name", "status", "status_reason")
    return {name: (status, reason) for name, status, reason in rows}


SUSPENDED = ("suspended", "certificate_expired")
ACTIVE = ("active", "")


def test_the_last_day_is_a_good_day_and_no_day_is_for_ever(
    platform: None, cast: dict[str, User]
) -> None:
    provider(cast["provider"], health=TODAY, vocational=None)
    provider(cast["rival"], health=YESTERDAY)
    assert suspend_expired(NOW) == 1
    assert statuses() == {"provider": ACTIVE, "rival": SUSPENDED}
    assert suspend_expired(NOW) == 0
    assert Renewal.objects.count() == 1


def test_another_certificate_of_the_kind_is_enough(platform: None, cast: dict[str, User]) -> None:
    row = provider(cast["provider"], health=YESTERDAY)
    newer = CertificateRecord(kind="health", upload="newer", expires_on=TODAY, verified=True)
    record_certificate(row, record=newer, by=None)
    assert suspend_expired(NOW) == 0
    assert statuses() == {"provider": ACTIVE}
    # Until that one runs out too.
    assert suspend_expired(NOW + timedelta(days=1)) == 2


def test_whoever_lacks_two_certificates_needs_both(
    platform: None, cast: dict[str, User], person: People
) -> None:
    provider(cast["provider"], health=YESTERDAY, vocational=YESTERDAY)
    assert suspend_expired(NOW) == 2
    mine, reviewer = person("provider"), person("reviewer")
    first, second = (task["case"] for task in mine.get("tasks/")["items"])
    for case, expected in ((first, SUSPENDED), (second, ACTIVE)):
        later = (TODAY + timedelta(days=90)).isoformat()
        mine.complete(case, "upload", "submit", {"certificate": mine.upload(), "expires_on": later})
        reviewer.complete(case, "review", "approve")
        assert statuses() == {"provider": expected}


def test_a_renewal_does_not_undo_a_suspension_for_another_reason(
    platform: None, cast: dict[str, User], person: People
) -> None:
    row = provider(cast["provider"], health=YESTERDAY)
    suspend_provider(row, reason="Complaints", by=cast["operator"], now=NOW)
    assert suspend_expired(NOW) == 1
    mine = person("provider")
    (task,) = mine.get("tasks/")["items"]
    later = (TODAY + timedelta(days=90)).isoformat()
    mine.complete(
        task["case"], "upload", "submit", {"certificate": mine.upload(), "expires_on": later}
    )
    person("reviewer").complete(task["case"], "review", "approve")
    assert statuses() == {"provider": ("suspended", "Complaints")}


def test_a_process_that_cannot_begin_suspends_all_the_same(
    platform: None, cast: dict[str, User]
) -> None:
    row = find_definition("certificate-renewal")
    changed = {**row.draft, "steps": [dict(step) for step in row.draft["steps"]]}
    changed["steps"][0]["who"] = {"roles": ["operator"]}
    save_draft(row.key, definition=changed, note="", etag=row.etag, by=None, now=NOW)
    publish_draft(row.key, by=None, note="", now=NOW)
    provider(cast["provider"], health=YESTERDAY)
    provider(cast["rival"], health=YESTERDAY)
    assert suspend_expired(NOW) == 0
    assert statuses() == {"provider": SUSPENDED, "rival": SUSPENDED}
    assert Renewal.objects.count() == 0
    # Once the process is mended, the next run begins what is due.
    row.refresh_from_db()
    original = row.versions.get(number=1).content
    save_draft(row.key, definition=original, note="", etag=row.etag, by=None, now=NOW)
    publish_draft(row.key, by=None, note="", now=NOW)
    assert suspend_expired(NOW) == 2
