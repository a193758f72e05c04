"""Versions compared through the API."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.furniture.processes import ERRAND
from workflows.engine.models import Definition

Api = Callable[[str | None], APIClient]
PATH = "/api/v1/processes/errand/diff/"


@pytest.fixture
def second(api: Api, errand: Definition) -> None:
    """A draft with another title, published as version 2; the draft goes on to a third."""
    operator = api("operator")
    for title in ("Second errand", "Third errand"):
        definition = deepcopy(ERRAND)
        definition["title"]["en"] = title
        errand.refresh_from_db()
        body = {"definition": definition}
        saved = operator.put(
            "/api/v1/processes/errand/draft/",
            body,
            format="json",
            headers={"If-Match": errand.etag},
        )
        assert saved.status_code == 200
        if title == "Second errand":
            operator.post("/api/v1/processes/errand/draft/publish/", {}, format="json")


def sentences(answer: Any) -> list[str]:
    assert answer.status_code == 200
    return [change["sentence"] for change in answer.json()["changes"]]


@pytest.mark.usefixtures("second")
def test_versions_and_the_draft_are_compared(api: Api) -> None:
    operator = api("operator")
    assert sentences(operator.get(PATH, {"from": 1, "to": 2})) == [
        "The process was called “Errand” before."
    ]
    assert sentences(operator.get(PATH, {"from": 2})) == [
        "The process was called “Second errand” before."
    ]
    assert sentences(operator.get(PATH, {"from": 2, "to": 2})) == []
    chinese = operator.get(PATH, {"from": 1, "to": "draft", "locale": "zh-hans"})
    assert chinese.json()["changes"] == [
        {"kind": "changed", "place": "details", "sentence": sentences(chinese)[0]}
    ]
    assert sentences(chinese)[0].startswith("流程")


@pytest.mark.usefixtures("second")
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"from": "draft"}, 400),
        ({"from": 1, "to": "drift"}, 400),
        ({"from": 0}, 400),
        ({"from": 9}, 404),
        ({"from": 1, "to": 9}, 404),
    ],
)
def test_what_cannot_be_compared_is_refused(api: Api, query: dict[str, Any], status: int) -> None:
    assert api("operator").get(PATH, query).status_code == status


def test_a_draft_half_written_cannot_be_compared(api: Api, errand: Definition) -> None:
    errand.draft = {**ERRAND, "steps": [{"kind": "task"}]}
    errand.save()
    answer = api("operator").get(PATH, {"from": 1})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_definition")
    assert api("operator").get("/api/v1/processes/errand/").status_code == 200
