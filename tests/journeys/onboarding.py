"""From a form to an active provider, while an operator changes the process under way."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tests.journeys.people import Person, identity_number

pytestmark = pytest.mark.django_db

People = Callable[[str | None], Person]
COMPANY_NUMBER = "91110000600037341L"


def application(person: Person, **changes: Any) -> dict[str, Any]:
    """The answers of a person who cleans homes in Shanghai."""
    answers = {
        "kind": "person",
        "public_name": "Auntie Lin",
        "identity_number": identity_number("19850614"),
        "gender": "female",
        "services": ["cleaning"],
        "areas": ["shanghai"],
        "years": 6,
        "home": {"lat": 31.2304, "lng": 121.4737},
        "health_certificate": person.upload(),
        "health_certificate_expires": "2030-12-31",
        **changes,
    }
    return {"data": {key: value for key, value in answers.items() if value is not None}}


def company(person: Person, **changes: Any) -> dict[str, Any]:
    return application(
        person,
        kind="company",
        public_name="Bright Homes",
        identity_number=None,
        gender=None,
        company_name="Bright Homes Ltd",
        company_number=COMPANY_NUMBER,
        contact_name="Wang Fang",
        **changes,
    )


def examine(reviewer: Person, number: str) -> None:
    """Both branches of the examination, by a person each time."""
    reviewer.complete(number, "review", "approve")
    report = {"background_report": reviewer.upload("report.pdf"), "background_result": "clear"}
    reviewer.complete(number, "background_check", "clear", report)


def pass_exam(applicant: Person, deliver: Callable[[], None]) -> None:
    course = applicant.get("courses/provider-basics/")
    (question,) = course["exam"]
    right = [choice["id"] for choice in question["choices"] if choice["text"] == "Greet"]
    answers = {question["id"]: right}
    applicant.post("courses/provider-basics/attempts/", {"answers": answers}, expect=201)
    deliver()


def status(person: Person, number: str) -> str:
    return str(person.get(f"applications/{number}/")["status"])


def offered(person: Person, number: str) -> list[str]:
    actions = person.get(f"applications/{number}/")["actions"]
    return sorted(action["action"] for action in actions)


def changed(definition: dict[str, Any]) -> dict[str, Any]:
    """What the operator wants: a second approver, a form field for companies, a condition."""
    definition = deepcopy(definition)
    steps = {step["id"]: step for step in definition["steps"]}
    steps["approve"]["who"] = {"roles": ["operator", "admin"]}
    steps["approve"]["rule"] = {"mode": "n_of_m", "n": 2, "order": "together"}
    licence = {
        "key": "business_licence",
        "type": "file",
        "label": {"en": "Business licence", "zh-hans": "营业执照"},
        "show_when": {"var": "data.kind", "op": "==", "value": "company"},
    }
    definition["fields"].append(licence)
    steps["apply"]["form"].append({"field": "business_licence", "required": True})
    # Who has done it for ten years need not take the course.
    steps["examined"]["next"] = "experienced"
    definition["steps"].append(
        {
            "id": "experienced",
            "kind": "decision",
            "title": {"en": "Experienced?", "zh-hans": "经验是否充足"},
            "stage": "training",
            "cases": [
                {
                    "when": {"var": "data.years", "op": ">=", "value": 10},
                    "to": "present_agreement",
                    "label": {"en": "Ten years or more", "zh-hans": "十年及以上"},
                }
            ],
            "otherwise": "trained",
        }
    )
    return definition


def test_from_the_form_to_an_active_provider(platform, person: People, deliver) -> None:
    applicant, reviewer, operator = person("applicant"), person("reviewer"), person("operator")
    form = applicant.get("applications/form/")
    assert form["schema"]["properties"]["identity_number"]["type"] == "string"

    created = applicant.post("applications/", application(applicant), expect=201)
    number = created["number"]
    assert created["status"] == "in_review"
    assert offered(applicant, number) == ["withdraw"]
    assert status(applicant, number) == "in_review"
    person("stranger").get(f"applications/{number}/", expect=404)

    # The reviewer compares the identity with the papers: it is nowhere but where they ask for it.
    review = reviewer.task(number, "review")["id"]
    assert identity_number("19850614") not in str(reviewer.get(f"tasks/{review}/"))
    read = reviewer.get(f"tasks/{review}/personal/identity_number/")
    assert read == {"value": identity_number("19850614")}

    examine(reviewer, number)
    assert status(applicant, number) == "training"
    pass_exam(applicant, deliver)
    assert status(applicant, number) == "agreement"
    assert offered(applicant, number) == ["accept", "withdraw"]
    applicant.post(f"applications/{number}/actions/accept/", {"data": {}})
    assert status(applicant, number) == "approval"

    assert person(None).get("providers/")["items"] == []
    operator.complete(number, "approve", "approve")
    assert status(applicant, number) == "active"
    deliver()
    providers = person(None).get("providers/")["items"]
    assert [one["name"] for one in providers] == ["Auntie Lin"]
    public = person(None).get(f"providers/{providers[0]['id']}/")
    assert identity_number("19850614") not in str(public)
    assert "31.2304" not in str(public)

    events = [(item["step"], item["event"]) for item in timeline(applicant, number)]
    assert ("agree", "completed") in events
    assert offered(applicant, number) == []


def timeline(person: Person, number: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = person.get(f"applications/{number}/timeline/")["items"]
    return items


def test_an_operator_changes_onboarding_while_an_application_runs(
    platform, person: People, deliver
) -> None:
    operator, reviewer, admin = person("operator"), person("reviewer"), person("admin")
    applicant, customer = person("applicant"), person("customer")
    running = applicant.post("applications/", application(applicant), expect=201)["number"]

    # The operator changes the draft, is told what is wrong with it, and publishes.
    draft = operator.get("processes/onboarding/draft/")
    wrong = changed(draft["definition"])
    wrong["steps"][-1]["otherwise"] = "nowhere"
    draft = operator.put(
        "processes/onboarding/draft/",
        {"definition": wrong, "note": "Two approvers"},
        etag=draft["etag"],
    )
    check = operator.post("processes/onboarding/draft/check/")
    assert check["ok"] is False
    assert [(p["step"], p["code"]) for p in check["problems"] if p["severity"] == "error"] == [
        ("experienced", "unknown_step")
    ]
    operator.post("processes/onboarding/draft/publish/", {"note": "No"}, expect=422)
    right = changed(operator.get("processes/onboarding/versions/1/")["definition"])
    operator.put(
        "processes/onboarding/draft/",
        {"definition": right, "note": "Two approvers"},
        etag="0",
        expect=412,
    )
    operator.put(
        "processes/onboarding/draft/",
        {"definition": right, "note": "Two approvers"},
        etag=draft["etag"],
    )
    assert operator.post("processes/onboarding/draft/check/")["ok"] is True
    version = operator.post(
        "processes/onboarding/draft/publish/", {"note": "Two approvers"}, expect=201
    )
    assert version["number"] == 2

    # The running application stays on its version; the next follows the new one.
    assert applicant.get(f"applications/{running}/")["version"] == 1
    refused = customer.post("applications/", company(customer), expect=422)
    assert [error["loc"] for error in refused["errors"]] == [["data", "business_licence"]]
    licensed = company(customer, business_licence=customer.upload(), years=12)
    following = customer.post("applications/", licensed, expect=201)
    assert following["version"] == 2
    examine(reviewer, following["number"])
    assert status(customer, following["number"]) == "agreement"

    # The running one is moved and goes on by the new rule.
    examine(reviewer, running)
    pass_exam(applicant, deliver)
    applicant.post(f"applications/{running}/actions/accept/", {"data": {}})
    move = {"from": 1, "to": 2, "cases": [running], "mapping": {}, "dry_run": True}
    would = operator.post("processes/onboarding/migrations/", move)
    assert [(item["case"], item["status"]) for item in would["items"]] == [(running, "would_move")]
    assert applicant.get(f"applications/{running}/")["version"] == 1
    moved = operator.post("processes/onboarding/migrations/", {**move, "dry_run": False})
    assert [(item["case"], item["status"]) for item in moved["items"]] == [(running, "moved")]
    assert applicant.get(f"applications/{running}/")["version"] == 2
    operator.complete(running, "approve", "approve")
    assert status(applicant, running) == "approval"
    admin.complete(running, "approve", "approve")
    assert status(applicant, running) == "active"

    # Rolling back gives the next case the old version; the case on version 2 stays there.
    operator.post("processes/onboarding/rollback/", {"to": 1, "note": "Too slow"}, expect=201)
    stranger = person("stranger")
    third = stranger.post("applications/", company(stranger), expect=201)
    assert third["version"] == 1
    assert customer.get(f"applications/{following['number']}/")["version"] == 2


def test_an_application_is_returned_and_corrected(platform, person: People) -> None:
    applicant, reviewer = person("applicant"), person("reviewer")
    number = applicant.post("applications/", application(applicant), expect=201)["number"]
    without_reason = reviewer.complete(number, "review", "return", expect=422)
    assert [error["loc"] for error in without_reason["errors"]] == [["data", "reason"]]
    assert status(applicant, number) == "in_review"

    reviewer.complete(number, "review", "return", {"reason": "The certificate cannot be read."})
    assert status(applicant, number) == "returned"
    assert reviewer.has_task(number, "background_check") is False
    seen = applicant.get(f"applications/{number}/")
    assert seen["data"]["reason"] == "The certificate cannot be read."
    assert offered(applicant, number) == ["resubmit", "withdraw"]

    fresh = {"data": {"health_certificate": applicant.upload("clear.pdf")}}
    applicant.post(f"applications/{number}/actions/resubmit/", fresh)
    assert status(applicant, number) == "in_review"
    assert reviewer.has_task(number, "review") is True
    assert reviewer.has_task(number, "background_check") is True


def test_an_application_is_refused(platform, person: People, deliver) -> None:
    applicant, reviewer = person("applicant"), person("reviewer")
    number = applicant.post("applications/", application(applicant), expect=201)["number"]
    reviewer.complete(number, "review", "refuse", {"reason": "Outside the areas we serve."})
    assert status(applicant, number) == "refused"
    assert offered(applicant, number) == []
    deliver()
    notices = applicant.get("me/notifications/")["items"]
    assert "Outside the areas we serve." in notices[0]["body"]
    applicant.post(f"applications/{number}/actions/withdraw/", {"data": {}}, expect=409)


def test_an_applicant_withdraws_and_may_apply_again(platform, person: People) -> None:
    applicant, reviewer = person("applicant"), person("reviewer")
    number = applicant.post("applications/", application(applicant), expect=201)["number"]
    again = applicant.post("applications/", application(applicant), expect=409)
    assert again["code"] == "application_open"
    applicant.post(f"applications/{number}/actions/withdraw/", {"data": {}})
    assert status(applicant, number) == "withdrawn"
    assert reviewer.has_task(number, "review") is False
    applicant.post("applications/", application(applicant), expect=201)


@pytest.mark.parametrize(
    ("answers", "loc", "words"),
    [
        ({"identity_number": "310101198506141230"}, "identity_number", "not a valid identity"),
        ({"identity_number": identity_number("20150101")}, "identity_number", "between 18 and 70"),
        ({"identity_number": identity_number("19400101")}, "identity_number", "between 18 and 70"),
        ({"services": []}, "services", "Fill this in"),
        ({"years": 61}, "years", "60"),
    ],
)
def test_an_application_that_does_not_fit_is_refused(
    platform, person: People, answers: dict[str, Any], loc: str, words: str
) -> None:
    applicant = person("applicant")
    refused = applicant.post("applications/", application(applicant, **answers), expect=422)
    assert [error["loc"] for error in refused["errors"]] == [["data", loc]]
    assert words in refused["errors"][0]["msg"]
    assert applicant.get("applications/")["items"] == []
