"""Errors are problem documents, whatever raised them."""

from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.users.tokens import issue_token

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.conventions.sample")]


def test_an_unparsable_body_is_a_400(client: Client) -> None:
    answer = client.post("/api/v1/groups/", "{", content_type="application/json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "parse_error"
    assert answer.json()["title"] == "Bad Request"


@pytest.mark.parametrize("name", [r"a\u0000b", r"\ud800"])
def test_text_that_no_database_holds_is_a_400(client: Client, name: str) -> None:
    body = f'{{"name": "{name}"}}'
    answer = client.post("/api/v1/groups/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity"])
def test_a_number_without_end_is_a_400(client: Client, number: str) -> None:
    body = f'{{"name": {number}}}'
    answer = client.post("/api/v1/groups/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


def test_a_body_that_does_not_validate_is_a_422_with_the_place(client: Client) -> None:
    answer = client.post("/api/v1/groups/", {"name": ""}, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json() == {
        "type": "about:blank",
        "title": HTTPStatus(422).phrase,
        "status": 422,
        "detail": "Some values in this request are not valid.",
        "code": "invalid",
        "errors": [{"loc": ["name"], "type": "blank", "msg": "This field may not be blank."}],
    }
    assert Group.objects.filter(name="").count() == 0


@pytest.mark.parametrize("body", ["[" + "1," * 10_000 + "1]", '{"name": [' + "1," * 10_000 + "1]}"])
def test_more_values_than_anybody_needs_are_a_400(client: Client, body: str) -> None:
    answer = client.post("/api/v1/groups/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")
    assert "10000 values at most" in answer.json()["detail"]


def test_of_very_many_errors_the_first_hundred_are_told(client: Client) -> None:
    body = {f"n{number}": 1 for number in range(500)}
    answer = client.post("/api/v1/groups/", body, content_type="application/json")
    assert answer.status_code == 422
    told = [error["loc"] for error in answer.json()["errors"]]
    assert told == [[f"n{number}"] for number in range(100)]


def test_a_field_that_nobody_reads_is_refused(client: Client) -> None:
    body = {"name": "a", "nmae": "b"}
    answer = client.post("/api/v1/groups/", body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {
            "loc": ["nmae"],
            "type": "unexpected",
            "msg": "This field is not known. Did you mean “name”?",
        }
    ]
    answer = client.post("/api/v1/groups/", {"zzz": 1}, content_type="application/json")
    assert [error["msg"] for error in answer.json()["errors"]] == [
        "This field is not known. Known are: name."
    ]


def test_a_refusal_of_the_domain_keeps_its_status_code_and_errors(client: Client) -> None:
    answer = client.post("/api/v1/groups/", {"name": "refuse"}, content_type="application/json")
    assert answer.status_code == 409
    assert answer.json()["code"] == "not_available"
    assert answer.json()["detail"] == "Not now."
    assert answer.json()["errors"][0]["loc"] == ["data", "years"]


def test_nobody_is_asked_to_sign_in(client: Client) -> None:
    answer = client.get("/api/v1/mine/")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("method", "status", "code"),
    [("delete", 405, "method_not_allowed"), ("options", 405, "method_not_allowed")],
)
def test_a_method_that_is_not_there(client: Client, method: str, status: int, code: str) -> None:
    answer = getattr(client, method)("/api/v1/groups/")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Allow"] == "GET, POST, HEAD"


def test_a_media_type_that_nobody_reads(client: Client) -> None:
    answer = client.post("/api/v1/groups/", "name=a", content_type="text/plain")
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
    assert answer.json()["detail"] == "Send the body as application/json."


def test_a_media_type_that_nobody_writes(client: Client) -> None:
    answer = client.get("/api/v1/groups/", headers={"Accept": "text/csv"})
    assert (answer.status_code, answer.json()["code"]) == (406, "not_acceptable")
    assert answer.json()["detail"] == "Accept what there is: application/json."
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.urls("config.urls")
def test_what_one_may_not_see_is_not_there_and_names_no_code(client: Client, cast: Any) -> None:
    refused = client.get("/api/v1/orders/NOPE/")
    assert (refused.status_code, refused.json()["detail"]) == (
        401,
        "Log in, and send the header Authorization: Bearer <token>.",
    )
    token = issue_token(cast["customer"], name="test")
    mine = {"Authorization": f"Bearer {token}", "Accept-Language": "zh-hans"}
    missing = client.get("/api/v1/orders/NOPE/", headers=mine)
    assert (missing.status_code, missing.json()["detail"]) == (404, "未找到。")


def test_an_address_that_does_not_exist(client: Client) -> None:
    answer = client.get("/api/v1/nowhere/")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer["Content-Type"] == "application/problem+json"


def test_who_writes_without_the_last_slash_is_told_and_not_led_on(client: Client) -> None:
    """A browser that is led on from a POST reads there instead, and its body is lost."""
    body = {"name": "unheard of"}
    answer = client.post("/api/v1/groups", body, content_type="application/json")
    said = "There is nothing at this address. Did you mean “/api/v1/groups/”?"
    assert (answer.status_code, answer.json()["detail"]) == (404, said)
    assert not Group.objects.filter(**body).exists()
    assert client.get("/api/v1/groups?limit=1")["Location"] == "/api/v1/groups/?limit=1"


@pytest.mark.urls("config.urls")
def test_a_slash_where_there_is_none_is_told(client: Client) -> None:
    answer = client.post("/api/v1/auth/code/confirm/", {}, content_type="application/json")
    said = "There is nothing at this address. Did you mean “/api/v1/auth/code/confirm”?"
    assert (answer.status_code, answer.json()["detail"]) == (404, said)


def test_what_nobody_foresaw(client: Client) -> None:
    client.raise_request_exception = False
    answer = client.post("/api/v1/groups/", {"name": "crash"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (500, "error")
    assert "ZeroDivision" not in answer.content.decode()
