"""What applications meet on the way, beside the journey of one that meets nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.users.models import Team, User
from cms.pages.models import StandardsPage
from tests.journeys.clock import notices
from tests.journeys.onboarding import (
    application,
    company,
    examine,
    offered,
    pass_exam,
    status,
)
from tests.journeys.people import Person, identity_number
from workflows.engine.models import Case
from workflows.engine.sweep import sweep
from workflows.onboarding.models import AgreementAcceptance, Application

pytestmark = pytest.mark.django_db

People = Callable[[str | None], Person]


def apply(person: Person, **changes: Any) -> str:
    return str(person.post("applications/", application(person, **changes), expect=201)["number"])


def to_agreement(person: People, deliver: Callable[[], None], **changes: Any) -> str:
    """The applicant's application, up to the agreement that waits to be accepted."""
    number = apply(person("applicant"), **changes)
    examine(person("reviewer"), number)
    pass_exam(person("applicant"), deliver)
    return number


def accept(person: People, number: str) -> None:
    person("applicant").post(f"applications/{number}/actions/accept/", {"data": {}})


@pytest.mark.parametrize(
    ("answers", "loc", "kind"),
    [
        ({"company_number": "91110000600037342L"}, "company_number", "personal_value"),
        ({"company_number": None}, "company_number", "missing"),
        ({"company_name": None}, "company_name", "missing"),
        ({"contact_name": None}, "contact_name", "missing"),
        ({"identity_number": identity_number("19850614")}, "identity_number", "not_shown"),
        ({"gender": "male"}, "gender", "not_shown"),
    ],
)
def test_a_company_is_asked_for_what_companies_have(
    platform: None, person: People, answers: dict[str, Any], loc: str, kind: str
) -> None:
    applicant = person("applicant")
    sent = company(applicant)
    sent["data"] |= answers
    sent["data"] = {key: value for key, value in sent["data"].items() if value is not None}
    refused = applicant.post("applications/", sent, expect=422)
    assert [(e["loc"], e["type"]) for e in refused["errors"]] == [(["data", loc], kind)]
    assert Application.objects.count() == 0


def test_who_applied_as_a_company_by_mistake_becomes_a_person(
    platform: None, person: People
) -> None:
    applicant, reviewer = person("applicant"), person("reviewer")
    number = applicant.post("applications/", company(applicant), expect=201)["number"]
    reviewer.complete(number, "review", "return", {"reason": "You are no company."})
    answers = {"kind": "person", "identity_number": identity_number("19850614")}
    half = applicant.post(f"applications/{number}/actions/resubmit/", {"data": answers}, expect=422)
    assert [error["loc"] for error in half["errors"]] == [["data", "gender"]]
    applicant.post(
        f"applications/{number}/actions/resubmit/", {"data": {**answers, "gender": "female"}}
    )
    # What is asked of companies alone is gone, sealed values among it.
    data = Case.objects.get(number=number).data
    assert [data[key] for key in ("company_name", "company_number", "contact_name")] == [None] * 3
    assert data["kind"] == "person"
    review = reviewer.task(number, "review")["id"]
    reviewer.get(f"tasks/{review}/personal/company_number/", expect=404)
    read = reviewer.get(f"tasks/{review}/personal/identity_number/")
    assert read == {"value": identity_number("19850614")}


def test_each_return_and_refusal_has_a_reason_of_its_own(platform: None, person: People) -> None:
    applicant, reviewer = person("applicant"), person("reviewer")
    number = apply(applicant)
    reviewer.complete(number, "review", "return", {"reason": "The certificate cannot be read."})
    applicant.post(f"applications/{number}/actions/resubmit/", {"data": {}})
    for outcome in ("return", "refuse"):
        refused = reviewer.complete(number, "review", outcome, expect=422)
        assert [error["loc"] for error in refused["errors"]] == [["data", "reason"]]
    assert status(applicant, number) == "in_review"
    reviewer.complete(number, "review", "refuse", {"reason": "It is not your certificate."})
    assert status(applicant, number) == "refused"
    assert "It is not your certificate." in str(applicant.get("me/notifications/"))


def test_the_agreement_that_was_shown_is_what_was_accepted_and_when(
    platform: None, person: People, deliver: Callable[[], None]
) -> None:
    number = to_agreement(person, deliver)
    agreement = StandardsPage.objects.get(slug="provider-agreement")
    agreement.body = [("text", "<p>You do the work in person, and on time.</p>")]
    agreement.save_revision().publish()
    before = timezone.now()
    accept(person, number)
    kept = AgreementAcceptance.objects.get()
    assert (kept.application.number, kept.agreement, kept.version) == (
        number, "provider-agreement", 1,
    )  # fmt: skip
    assert before <= kept.accepted_at <= timezone.now()


def test_nobody_becomes_a_provider_on_a_certificate_that_has_run_out(
    platform: None, person: People, deliver: Callable[[], None]
) -> None:
    applicant, operator = person("applicant"), person("operator")
    yesterday = timezone.localdate() - timedelta(days=1)
    number = to_agreement(person, deliver, health_certificate_expires=yesterday.isoformat())
    accept(person, number)
    operator.complete(number, "approve", "approve")
    assert status(applicant, number) == "approval"
    assert person(None).get("providers/")["items"] == []
    # The operators are asked what is to become of it.
    operator.complete(number, "mend", "retry")
    assert operator.has_task(number, "mend") is True
    operator.complete(number, "mend", "return", {"reason": "Your certificate has run out."})
    assert status(applicant, number) == "returned"

    later = timezone.localdate() + timedelta(days=365)
    fresh = {
        "health_certificate": applicant.upload("new.pdf"),
        "health_certificate_expires": later.isoformat(),
    }
    applicant.post(f"applications/{number}/actions/resubmit/", {"data": fresh})
    examine(person("reviewer"), number)
    accept(person, number)
    operator.complete(number, "approve", "approve")
    assert status(applicant, number) == "active"
    (provider,) = person(None).get("providers/")["items"]
    assert provider["name"] == "Auntie Lin"


def test_who_has_passed_the_exam_before_goes_straight_to_the_agreement(
    platform: None, person: People, deliver: Callable[[], None]
) -> None:
    applicant = person("applicant")
    pass_exam(applicant, deliver)
    number = apply(applicant)
    examine(person("reviewer"), number)
    assert (status(applicant, number), offered(applicant, number)) == (
        "agreement", ["accept", "withdraw"],
    )  # fmt: skip


def test_an_exam_that_is_passed_during_the_review_counts(
    platform: None, person: People, deliver: Callable[[], None]
) -> None:
    applicant = person("applicant")
    number = apply(applicant)
    pass_exam(applicant, deliver)
    assert status(applicant, number) == "in_review"
    examine(person("reviewer"), number)
    assert status(applicant, number) == "agreement"


@pytest.mark.parametrize("stage", ["in_review", "training", "agreement", "approval"])
def test_an_applicant_withdraws_at_every_stage(
    platform: None, person: People, deliver: Callable[[], None], stage: str
) -> None:
    applicant = person("applicant")
    number = apply(applicant)
    if stage != "in_review":
        examine(person("reviewer"), number)
    if stage in ("agreement", "approval"):
        pass_exam(applicant, deliver)
    if stage == "approval":
        accept(person, number)
    assert status(applicant, number) == stage
    applicant.post(f"applications/{number}/actions/withdraw/", {"data": {}})
    assert (status(applicant, number), offered(applicant, number)) == ("withdrawn", [])
    for member in ("reviewer", "operator"):
        assert person(member).get("tasks/")["items"] == []
    assert person(None).get("providers/")["items"] == []


@pytest.fixture
def lead(platform: None, cast: dict[str, User]) -> User:
    Team.objects.create(slug="shanghai", name="Shanghai", city="shanghai", lead=cast["support"])
    return cast["support"]


@pytest.mark.parametrize(
    ("step", "title"),
    [("background_check", "Check the background"), ("approve", "Final approval")],
)
def test_the_other_tasks_of_the_house_are_remembered_and_escalated_too(
    lead: User, person: People, deliver: Callable[[], None], step: str, title: str
) -> None:
    if step == "approve":
        accept(person, to_agreement(person, deliver))
        worker = person("operator")
    else:
        apply(person("applicant"))
        worker = person("reviewer")
    started, told = timezone.now(), f"Still open: {title}"
    sweep(started + timedelta(days=2, minutes=-5))
    assert (notices(worker).count(told), notices(person("support")).count(told)) == (0, 0)
    sweep(started + timedelta(days=2, minutes=5))
    assert (notices(worker).count(told), notices(person("support")).count(told)) == (1, 0)
    sweep(started + timedelta(days=4, minutes=5))
    assert (notices(worker).count(told), notices(person("support")).count(told)) == (1, 1)


def test_an_applicant_is_remembered_of_the_exam_and_lapses_in_the_end(
    platform: None, person: People
) -> None:
    applicant = person("applicant")
    number = apply(applicant)
    examine(person("reviewer"), number)
    started = timezone.now()
    sweep(started + timedelta(days=2, minutes=5))
    assert notices(applicant)[0] == "Still open: Pass the training exam"
    # Viewflow's timers go by the clock on the wall: let the time be over now.
    case = Case.objects.get(number=number)
    case.deadlines.filter(step="training").update(due_at=started)
    case.process.task_set.filter(flow_task_type="TIMER", status="SCHEDULED").update(
        scheduled=started
    )
    sweep(timezone.now())
    assert status(applicant, number) == "lapsed"
    assert apply(applicant) != number
