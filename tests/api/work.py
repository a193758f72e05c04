"""People work through the API: a case from its start form to its end."""

from collections.abc import Callable
from typing import Any

from rest_framework.test import APIClient

from accounts.users.models import User
from workflows.engine.models import Case, Definition, WorkItem

Api = Callable[[str | None], APIClient]
CASES = "/api/v1/processes/errand/cases/"


def begin(client: APIClient, wish: str = "A stamp") -> dict[str, Any]:
    answer = client.post(CASES, {"data": {"wish": wish}}, format="json")
    assert answer.status_code == 201
    return answer.json()


def test_a_case_goes_from_its_start_form_to_its_end(
    api: Api, errand: Definition, cast: dict[str, User]
) -> None:
    customer, reviewer = api("customer"), api("reviewer")
    form = customer.get("/api/v1/processes/errand/start/").json()
    assert list(form["schema"]["properties"]) == ["wish"]
    case = begin(customer)
    assert (case["stage"], case["stage_label"], case["steps"]) == ("open", "Open", ["review"])
    assert case["data"] == {"wish": "A stamp"}
    assert [action["action"] for action in case["actions"]] == ["withdraw"]

    (task,) = reviewer.get("/api/v1/tasks/").json()["items"]
    assert (task["title"], task["owner"], task["is_overdue"]) == ("Review", None, False)
    address = f"/api/v1/tasks/{task['id']}/"
    detail = reviewer.post(f"{address}claim/").json()
    assert detail["owner"] == {"id": str(cast["reviewer"].uuid), "name": "Reviewer"}
    assert detail["form"]["schema"]["properties"]["wish"]["readOnly"] is True
    assert [action["action"] for action in detail["actions"]] == ["accept", "refuse"]

    body = {"outcome": "accept", "data": {"verdict": "Fine"}}
    done = reviewer.post(f"{address}complete/", body, format="json")
    assert (done.status_code, done.json()["outcome"]) == (200, "accept")
    assert done.json()["actions"] == []
    again = reviewer.post(f"{address}complete/", body, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "task_closed")

    finished = customer.get(f"/api/v1/cases/{case['number']}/").json()
    assert (finished["stage"], finished["actions"]) == ("done", [])
    timeline = customer.get(f"/api/v1/cases/{case['number']}/timeline/").json()["items"]
    assert [entry["at"] for entry in timeline] == sorted(entry["at"] for entry in timeline)
    completed = [entry for entry in timeline if entry["event"] == "completed"]
    assert next((e["step"], e["label"], e["actor"]) for e in completed) == (
        "review",
        "Review",
        "Reviewer",
    )


def test_data_is_shown_to_those_who_reached_its_form(api: Api, errand: Definition) -> None:
    number = begin(api("customer"))["number"]
    item = WorkItem.objects.get(case__number=number)
    body = {"outcome": "accept", "data": {"verdict": "Between us"}}
    api("reviewer").post(f"/api/v1/tasks/{item.uuid}/complete/", body, format="json")
    address = f"/api/v1/cases/{number}/"
    both = {"wish": "A stamp", "verdict": "Between us"}
    assert api("customer").get(address).json()["data"] == {"wish": "A stamp"}
    assert api("reviewer").get(address).json()["data"] == both
    assert api("support").get(address).json()["data"] == both
    assert api("stranger").get(address).status_code == 404


def test_a_form_that_does_not_fit_is_a_422_with_the_places(api: Api, errand: Definition) -> None:
    answer = api("customer").post(CASES, {"data": {"wsh": "A stamp"}}, format="json")
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_form"
    assert {tuple(e["loc"]): e["type"] for e in answer.json()["errors"]} == {
        ("data", "wsh"): "unknown_field",
        ("data", "wish"): "missing",
    }
    assert Case.objects.count() == 0


def test_a_keyed_case_is_started_once(api: Api, errand: Definition) -> None:
    customer = api("customer")
    body, headers = {"data": {"wish": "A stamp"}}, {"Idempotency-Key": "key-1"}
    first = customer.post(CASES, body, format="json", headers=headers)
    second = customer.post(CASES, body, format="json", headers=headers)
    assert (first.status_code, second.content) == (201, first.content)
    assert Case.objects.count() == 1


def test_an_action_that_is_not_offered_is_a_409(api: Api, errand: Definition) -> None:
    customer = api("customer")
    number = begin(customer)["number"]
    address = f"/api/v1/cases/{number}/actions"
    unknown = customer.post(f"{address}/fly/", {"data": {}}, format="json")
    assert (unknown.status_code, unknown.json()["code"]) == (409, "not_available")
    withdrawn = customer.post(f"{address}/withdraw/", {"data": {}}, format="json")
    assert (withdrawn.status_code, withdrawn.json()["stage"]) == (200, "cancelled")
    again = customer.post(f"{address}/withdraw/", {"data": {}}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "not_available")


def test_tasks_are_filtered(api: Api, errand: Definition) -> None:
    first, second = begin(api("customer")), begin(api("customer"), "A letter")
    reviewer = api("reviewer")
    mine = WorkItem.objects.get(case__number=second["number"])
    reviewer.post(f"/api/v1/tasks/{mine.uuid}/claim/")

    def cases(query: str) -> list[str]:
        items = reviewer.get(f"/api/v1/tasks/?{query}").json()["items"]
        return [item["case"] for item in items]

    assert cases("") == [first["number"], second["number"]]
    assert cases("mine=true") == [second["number"]]
    assert cases("mine=false") == [first["number"]]
    assert cases("overdue=true") == []
    assert cases("process=errand&stage=open") == [first["number"], second["number"]]
    assert cases("process=another") == []
    assert cases("stage=done") == []


def test_an_operator_repairs_a_case(api: Api, errand: Definition) -> None:
    operator = api("operator")
    number = begin(api("customer"))["number"]
    jumped = operator.post(
        f"/api/v1/cases/{number}/jump/", {"to": "done", "reason": "Seen"}, format="json"
    )
    assert (jumped.status_code, jumped.json()["stage"]) == (200, "done")
    number = begin(api("customer"))["number"]
    off = operator.post(f"/api/v1/cases/{number}/cancel/", {"reason": "No"}, format="json")
    assert (off.status_code, off.json()["stage"], off.json()["result"]) == (
        200,
        "cancelled",
        "cancelled",
    )
    chart = operator.get(f"/api/v1/cases/{begin(api('customer'))['number']}/chart/")
    assert chart["Content-Type"] == "image/svg+xml"
    assert 'aria-current="step"' in chart.content.decode()
