"""What only time does in onboarding: reminders, escalation, certificates that run out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.users.models import Team, User
from tests.journeys.onboarding import application, examine, pass_exam, status
from tests.journeys.people import Person
from workflows.engine.sweep import sweep
from workflows.onboarding.certificates import suspend_expired

pytestmark = pytest.mark.django_db

People = Callable[[str | None], Person]


def notices(person: Person) -> list[str]:
    return [item["subject"] for item in person.get("me/notifications/")["items"]]


def timeline(person: Person, case: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = person.get(f"cases/{case}/timeline/")["items"]
    return items


@pytest.fixture
def lead(platform: None, cast: dict[str, User]) -> User:
    team = Team.objects.create(
        slug="shanghai", name="Shanghai", city="shanghai", lead=cast["support"]
    )
    team.members.add(cast["reviewer"])
    return cast["support"]


def test_a_review_is_remembered_after_two_days_and_goes_to_the_lead_after_four(
    lead: User, person: People
) -> None:
    applicant, reviewer, support = person("applicant"), person("reviewer"), person("support")
    number = applicant.post("applications/", application(applicant), expect=201)["number"]
    started = timezone.now()
    reminder = "Still open: Review identity and certificates"

    sweep(started + timedelta(days=2, minutes=-5))
    assert notices(reviewer).count(reminder) == 0
    sweep(started + timedelta(days=2, minutes=5))
    assert notices(reviewer).count(reminder) == 1
    sweep(started + timedelta(days=3))
    assert notices(reviewer).count(reminder) == 1
    assert support.has_task(number, "review") is False

    sweep(started + timedelta(days=4, minutes=5))
    assert support.has_task(number, "review") is True
    assert notices(support).count(reminder) == 1
    support.complete(number, "review", "approve")
    assert reviewer.has_task(number, "review") is False


def become_provider(person: People, deliver: Callable[[], None], **changes: Any) -> str:
    """The applicant as an active provider; answers the provider's public id."""
    applicant = person("applicant")
    sent = application(applicant, **changes)
    number = applicant.post("applications/", sent, expect=201)["number"]
    examine(person("reviewer"), number)
    pass_exam(applicant, deliver)
    applicant.post(f"applications/{number}/actions/accept/", {"data": {}})
    person("operator").complete(number, "approve", "approve")
    assert status(applicant, number) == "active"
    (provider,) = person(None).get("providers/")["items"]
    return str(provider["id"])


def test_a_certificate_that_expires_suspends_and_its_renewal_reinstates(
    platform: None, person: People, deliver: Callable[[], None]
) -> None:
    today = timezone.localdate()
    last_day = today + timedelta(days=30)
    provider = become_provider(person, deliver, health_certificate_expires=last_day.isoformat())
    applicant, reviewer, nobody = person("applicant"), person("reviewer"), person(None)
    operator = person("operator")

    # On its last day a certificate is still good.
    assert suspend_expired(timezone.now() + timedelta(days=30)) == 0
    nobody.get(f"providers/{provider}/")
    late = timezone.now() + timedelta(days=31)
    assert suspend_expired(late) == 1
    assert suspend_expired(late) == 0
    nobody.get(f"providers/{provider}/", expect=404)
    assert nobody.get("providers/")["items"] == []
    assert notices(applicant)[0] == "A certificate has expired"

    (task,) = [t for t in applicant.get("tasks/")["items"] if t["step"] == "upload"]
    case = task["case"]
    old = {"certificate": applicant.upload(), "expires_on": "2020-01-01"}
    applicant.complete(case, "upload", "submit", old)
    reviewer.complete(case, "review", "approve")
    # The action refuses an old paper: the operators are asked, and send it back.
    nobody.get(f"providers/{provider}/", expect=404)
    failed = [entry for entry in timeline(operator, case) if entry["event"] == "failed"]
    assert [entry["data"]["code"] for entry in failed] == ["certificate_expired"]
    operator.complete(case, "mend", "return", {"reason": "The paper is out of date."})
    new = {"certificate": applicant.upload(), "expires_on": f"{today.year + 3}-12-31"}
    applicant.complete(case, "upload", "submit", new)
    reviewer.complete(case, "review", "approve")
    nobody.get(f"providers/{provider}/")
    assert operator.get(f"cases/{case}/")["stage"] == "renewed"


def test_an_outside_system_may_report_on_the_background_but_never_decides(
    platform: None, person: People
) -> None:
    operator, applicant, reviewer = person("operator"), person("applicant"), person("reviewer")
    draft = operator.get("processes/onboarding/draft/")
    definition = draft["definition"]
    definition["constants"]["background_by"]["value"] = "system"
    body = {"definition": definition, "note": "Reports come from the bureau"}
    operator.put("processes/onboarding/draft/", body, etag=draft["etag"])
    operator.post("processes/onboarding/draft/publish/", {"note": body["note"]}, expect=201)

    number = applicant.post("applications/", application(applicant), expect=201)["number"]
    assert reviewer.has_task(number, "background_check") is False
    event = {"event": "background_reported", "data": {"result": "clear"}, "key": "report-1"}
    applicant.post(f"cases/{number}/events/", event, expect=403)
    operator.post(f"cases/{number}/events/", event, expect=201)
    operator.post(f"cases/{number}/events/", event, expect=201)
    assert reviewer.has_task(number, "background_check") is True
    assert status(applicant, number) == "in_review"
    refused = reviewer.complete(number, "background_check", "clear", expect=422)
    assert [error["loc"] for error in refused["errors"]] == [["data", "background_report"]]
