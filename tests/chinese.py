"""What people read in Chinese: the API by Accept-Language, the admin by the user's profile."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from rest_framework.test import APIClient
from wagtail.users.models import UserProfile

from accounts.users.models import User
from api.reference import document
from tests.furniture.processes import ERRAND
from workflows.engine.actions import start_case
from workflows.engine.checks import check
from workflows.engine.definition import parse
from workflows.engine.drafts import save_draft
from workflows.engine.models import WorkItem
from workflows.engine.plain import PLAIN
from workflows.engine.publication import publish_draft
from workflows.engine.refusals import InvalidDefinition

Api = Callable[[str | None], APIClient]

CHINESE = {"HTTP_ACCEPT_LANGUAGE": "zh-hans"}


@pytest.fixture
def item(cast: dict[str, User]) -> WorkItem:
    now = timezone.now()
    save_draft("errand", definition=ERRAND, note="", etag="", by=None, now=now)
    publish_draft("errand", by=None, note="", now=now)
    case = start_case("errand", by=cast["customer"], data={"wish": "A stamp"}, now=now)
    return WorkItem.objects.get(case=case)


def test_a_form_that_does_not_fit(api: Api, item: WorkItem) -> None:
    address, sent = "/api/v1/processes/errand/cases/", {"data": {"wsh": "A stamp"}}
    answer = api("customer").post(address, sent, format="json", **CHINESE)
    assert answer.status_code == 422
    assert answer["Content-Language"] == "zh-hans"
    assert answer.json()["detail"] == "有些答案不符合要求。"
    assert {e["type"]: e["msg"] for e in answer.json()["errors"]} == {
        "unknown_field": "此表单没有这个字段。",
        "missing": "请填写此项。",
    }


@pytest.mark.parametrize("language", ["zh-hans", "zh-CN,zh;q=0.9,en;q=0.8"])
def test_nothing_at_an_address(api: Api, language: str) -> None:
    answer = api(None).get("/api/v1/nowhere/", HTTP_ACCEPT_LANGUAGE=language)
    assert (answer.status_code, answer.json()["detail"]) == (404, "此地址下没有内容。")


def test_an_unknown_parameter(api: Api) -> None:
    answer = api(None).get("/api/v1/services/?limt=3", **CHINESE)
    assert answer.status_code == 400
    assert answer.json()["detail"] == "请求的某个参数不正确。"
    (error,) = answer.json()["errors"]
    assert error["msg"] == "没有这个参数。您是不是想输入“limit”？"


def test_the_findings_of_a_check(api: Api, item: WorkItem) -> None:
    broken = deepcopy(ERRAND)
    broken["steps"][1]["outcomes"][0]["to"] = "nowhere"
    operator, draft = api("operator"), "/api/v1/processes/errand/draft/"
    body = {"definition": broken, "note": "", "base_version": 1}
    etag = operator.get(draft)["ETag"]
    assert operator.put(draft, body, format="json", HTTP_IF_MATCH=etag).status_code == 200
    (found,) = operator.post(f"{draft}check/", **CHINESE).json()["problems"]
    assert found["message"] == "步骤“Review”：有一条路径通往“nowhere”，但没有这个步骤；请另选。"
    (found,) = operator.post(f"{draft}check/").json()["problems"]
    assert found["message"] == (
        "Step “Review”: a way leads to “nowhere”, which is no step; choose another."
    )


def found(changes: dict[str, Any]) -> list[str]:
    definition = deepcopy(ERRAND)
    definition.update(changes)
    with translation.override("zh-hans"):
        try:
            parsed = parse(definition)
        except InvalidDefinition as refused:
            return [problem.message for problem in refused.problems]
        return [problem.message for problem in check(parsed, PLAIN)]


def test_pydantic_s_findings_and_those_of_expressions() -> None:
    wish = {**ERRAND["fields"][0], "show_when": {"var": "case.number", "op": ">", "value": 3}}
    assert found({"fields": [{**wish, "required": "often"}, ERRAND["fields"][1]]}) == [
        "fields 1：“required”必须是 true 或 false。"
    ]
    assert found({"fields": [wish, ERRAND["fields"][1]]}) == [
        "字段“What is it?”，询问条件：“办理单编号”应与文本比较，但该值不是文本；请更正。"
    ]
    assert found({"titel": {"en": "Errand"}}) == ["流程定义：这里不能有“titel”，请删除或改正名称。"]


def test_the_admin_follows_the_profile(
    item: WorkItem, cast: dict[str, User], browser_for: Callable[[str], Client]
) -> None:
    UserProfile.objects.create(user=cast["reviewer"], preferred_language="zh-hans")
    browser = browser_for("reviewer")
    inbox = browser.get(reverse("engine_tasks")).content.decode()
    # The menu is JSON for the sidebar's script.
    assert json.dumps("我的任务 1") in inbox
    assert "办理单" in inbox
    task = browser.get(reverse("engine_task", args=[item.uuid])).content.decode()
    assert "您的答案" in task
    assert "领取任务" in task
    english = browser_for("operator").get(reverse("engine_tasks")).content.decode()
    assert json.dumps("My tasks") in english


def test_the_openapi_document_is_the_same_for_all(api: Api) -> None:
    document.document.cache_clear()
    document.document_text.cache_clear()
    chinese = api(None).get("/api/v1/openapi.json", **CHINESE).content
    assert "The language of texts." in chinese.decode()
    assert chinese == api(None).get("/api/v1/openapi.json").content
