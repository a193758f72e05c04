"""An operator shapes a process through the API."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from rest_framework.test import APIClient
from wagtail.models import ModelLogEntry

from accounts.users.models import User
from accounts.users.tokens import issue_token
from tests.furniture.processes import ERRAND
from workflows.engine.drafts import save_draft
from workflows.engine.models import Case, Definition, Version
from workflows.engine.refusals import StaleDraft

Api = Callable[[str | None], APIClient]
DRAFT = "/api/v1/processes/errand/draft/"


def changed(title: str) -> dict[str, Any]:
    definition = deepcopy(ERRAND)
    definition["title"]["en"] = title
    return definition


def save(client: APIClient, definition: dict[str, Any], etag: str) -> Any:
    body = {"definition": definition, "note": "Why"}
    return client.put(DRAFT, body, format="json", headers={"If-Match": etag})


def test_a_process_is_made_checked_and_published(api: Api, cast: dict[str, User]) -> None:
    operator = api("operator")
    made = operator.post("/api/v1/processes/", {"definition": ERRAND}, format="json")
    assert made.status_code == 201
    assert made.json()["key"] == "errand"
    assert (made.json()["current_version"], made.json()["running_cases"]) == (None, 0)
    checked = operator.post(f"{DRAFT}check/").json()
    assert checked["ok"] is True
    assert {problem["severity"] for problem in checked["problems"]} == {"warning"}
    published = operator.post(f"{DRAFT}publish/", {"note": "First"}, format="json")
    assert (published.status_code, published.json()["number"]) == (201, 1)
    assert published.json()["author"] == {"id": str(cast["operator"].uuid), "name": "Operator"}
    assert operator.get("/api/v1/processes/errand/").json()["current_version"] == 1


def test_a_process_is_made_once(api: Api, errand: Definition) -> None:
    again = api("operator").post("/api/v1/processes/", {"definition": ERRAND}, format="json")
    assert (again.status_code, again.json()["code"]) == (412, "stale_draft")
    assert Definition.objects.count() == 1


@pytest.mark.parametrize("key", ["schema", "vocabulary"])
def test_a_process_has_no_key_that_is_an_address_beside_it(api: Api, cast: Any, key: str) -> None:
    answer = api("operator").post(
        "/api/v1/processes/", {"definition": {**ERRAND, "key": key}}, format="json"
    )
    assert (answer.status_code, answer.json()["errors"][0]["type"]) == (422, "reserved")
    assert Definition.objects.count() == 0


def test_a_draft_is_saved_on_what_was_read(api: Api, errand: Definition) -> None:
    operator = api("operator")
    read = operator.get(DRAFT)
    assert read.json() == {
        "definition": ERRAND,
        "note": "",
        "base_version": 1,
        "etag": read["ETag"].strip('"'),
    }
    saved = save(operator, changed("Errands"), read["ETag"])
    assert (saved.status_code, saved.json()["note"]) == (200, "Why")
    assert saved["ETag"] != read["ETag"]
    late = save(operator, changed("Too late"), read["ETag"])
    assert (late.status_code, late.json()["code"]) == (412, "stale_draft")
    without = operator.put(DRAFT, {"definition": ERRAND}, format="json")
    assert (without.status_code, without.json()["code"]) == (428, "precondition_required")
    assert Definition.objects.get().draft["title"]["en"] == "Errands"


def test_what_was_read_may_be_sent_back(api: Api, errand: Definition) -> None:
    operator = api("operator")
    read = operator.get(DRAFT)
    again = operator.put(DRAFT, read.json(), format="json", headers={"If-Match": read["ETag"]})
    assert again.status_code == 200


def test_a_draft_with_problems_is_not_published(api: Api, errand: Definition) -> None:
    operator = api("operator")
    broken = deepcopy(ERRAND)
    broken["steps"][1]["outcomes"][0]["to"] = "nowhere"
    assert save(operator, broken, operator.get(DRAFT)["ETag"]).status_code == 200
    checked = operator.post(f"{DRAFT}check/").json()
    refused = operator.post(f"{DRAFT}publish/", {}, format="json")
    assert checked["ok"] is False
    assert refused.status_code == 422
    assert refused.json()["code"] == "invalid_definition"
    assert refused.json()["problems"] == checked["problems"]
    assert Version.objects.count() == 1


def test_versions_are_read_as_json_svg_and_bpmn(api: Api, errand: Definition) -> None:
    operator = api("operator")
    address = "/api/v1/processes/errand/versions/1/"
    answer = operator.get(address)
    assert answer.json()["definition"] == ERRAND
    again = operator.get(address, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for form, media in (("svg", "image/svg+xml"), ("bpmn", "application/bpmn+xml")):
        drawn = operator.get(f"{address}?format={form}")
        assert (drawn.status_code, drawn["Content-Type"]) == (200, media)
        assert "Review" in drawn.content.decode()
        ElementTree.fromstring(drawn.content)
    accepted = operator.get(f"{address}?format=svg", headers={"Accept": "image/svg+xml"})
    assert accepted.status_code == 200
    assert operator.get("/api/v1/processes/errand/versions/2/").status_code == 404
    assert operator.get("/api/v1/processes/errand/versions/99999999999/").status_code == 404


def test_new_cases_follow_the_rollout_and_its_rollback(api: Api, errand: Definition) -> None:
    operator, customer = api("operator"), api("customer")
    save(operator, changed("Errands"), operator.get(DRAFT)["ETag"])
    operator.post(f"{DRAFT}publish/", {}, format="json")
    assert begin(customer)["version"] == 2
    back = operator.post(
        "/api/v1/processes/errand/rollback/", {"to": 1, "note": "Worse"}, format="json"
    )
    assert (back.status_code, back.json()["version"], back.json()["note"]) == (201, 1, "Worse")
    assert begin(customer)["version"] == 1
    rollouts = operator.get("/api/v1/processes/errand/rollouts/?count=true").json()
    assert ([r["version"] for r in rollouts["items"]], rollouts["count"]) == ([1, 2, 1], 3)


def test_a_version_is_published_for_a_share_from_a_day_on(api: Api, errand: Definition) -> None:
    operator, customer = api("operator"), api("customer")
    save(operator, changed("Errands"), operator.get(DRAFT)["ETag"])
    body = {"note": "Slowly", "starts_at": "2099-01-01T00:00:00+08:00", "share": 30}
    published = operator.post(f"{DRAFT}publish/", body, format="json")
    assert (published.status_code, published.json()["number"]) == (201, 2)
    (newest, _first) = operator.get("/api/v1/processes/errand/rollouts/").json()["items"]
    assert [newest[key] for key in ("version", "starts_at", "share", "scope", "note")] == [
        2, "2099-01-01T00:00:00+08:00", 30, {}, "Slowly",
    ]  # fmt: skip
    assert begin(customer)["version"] == 1
    assert operator.get("/api/v1/processes/errand/").json()["current_version"] == 1
    # Of a plain case nothing is known that a rollout could depend on.
    scoped = operator.post(f"{DRAFT}publish/", {"scope": {"city": "x"}}, format="json")
    assert (scoped.status_code, scoped.json()["code"]) == (409, "unknown_scope")
    assert errand.rollouts.count() == 2


def test_running_cases_are_moved(api: Api, errand: Definition) -> None:
    operator, customer = api("operator"), api("customer")
    number = begin(customer)["number"]
    save(operator, changed("Errands"), operator.get(DRAFT)["ETag"])
    operator.post(f"{DRAFT}publish/", {}, format="json")
    address = "/api/v1/processes/errand/migrations/"
    body = {"from": 1, "to": 2, "cases": [number], "mapping": {}, "dry_run": True}
    tried = operator.post(address, body, format="json")
    assert tried.json() == {"items": [{"case": number, "status": "would_move", "reason": ""}]}
    assert Case.objects.get(number=number).version.number == 1
    moved = operator.post(address, {**body, "cases": "all", "dry_run": False}, format="json")
    assert moved.json() == {"items": [{"case": number, "status": "moved", "reason": ""}]}
    assert Case.objects.get(number=number).version.number == 2


def test_the_words_of_a_kind_are_served(api: Api, cast: Any) -> None:
    operator = api("operator")
    answer = operator.get("/api/v1/processes/vocabulary/?kind=plain").json()["items"]
    assert [item["kind"] for item in answer] == ["plain"]
    assert "waiting" in [stage["key"] for stage in answer[0]["stages"] if stage["waiting"]]
    assert operator.get("/api/v1/processes/vocabulary/?kind=none").status_code == 404
    schema = operator.get("/api/v1/processes/schema/").json()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_token_reaches_no_further_than_its_scopes(cast: dict[str, User]) -> None:
    client = APIClient()
    token = issue_token(cast["operator"], name="work only", scopes=["work"])
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    assert client.get("/api/v1/tasks/").status_code == 200
    refused = client.get("/api/v1/processes/")
    assert (refused.status_code, refused.json()["code"]) == (403, "missing_scope")


def begin(client: APIClient) -> dict[str, Any]:
    answer = client.post(
        "/api/v1/processes/errand/cases/", {"data": {"wish": "A stamp"}}, format="json"
    )
    assert answer.status_code == 201
    return answer.json()


@pytest.mark.parametrize("etag", ["9" * 5000, "9" * 30, "²"])
def test_an_etag_that_was_never_given_out_is_stale(api: Api, errand: Definition, etag: str) -> None:
    with pytest.raises(StaleDraft):
        save_draft(
            "errand", definition=changed("Other"), note="", etag=etag, by=None, now=timezone.now()
        )
    assert Definition.objects.get().draft["title"] == ERRAND["title"]


def test_a_rollout_begins_at_an_instant_that_there_is(api: Api, errand: Definition) -> None:
    body = {"version": 1, "starts_at": "0001-01-01T00:00:00"}
    before = errand.rollouts.count()
    answer = api("operator").post("/api/v1/processes/errand/rollouts/", body, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["type"]) == (422, "overflow")
    assert errand.rollouts.count() == before


def test_a_rollout_stands_in_the_audit_log(api: Api, errand: Definition) -> None:
    body = {"version": 1, "share": 40, "note": "Try it"}
    answer = api("operator").post("/api/v1/processes/errand/rollouts/", body, format="json")
    assert answer.status_code == 201
    entry = ModelLogEntry.objects.get(action="doorstep.process.roll_out")
    assert (entry.user.username, entry.object_id) == ("operator", str(errand.pk))
    assert (entry.data["version"], entry.data["share"]) == (1, 40)
