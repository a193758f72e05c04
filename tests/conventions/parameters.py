"""Query parameters are typed, and nothing else is taken."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.conventions.sample")]


@pytest.mark.parametrize(
    ("query", "code", "error"),
    [
        (
            "limt=3",
            "unknown_parameter",
            ("limt", "This parameter is not known. Did you mean “limit”?"),
        ),
        (
            "zzzz=3",
            "unknown_parameter",
            (
                "zzzz",
                "This parameter is not known. Known are: count, fields, limit, locale, offset.",
            ),
        ),
        (
            "limit=3&limit=4",
            "repeated_parameter",
            ("limit", "This parameter may be sent once only."),
        ),
        (
            "limit=101",
            "invalid_parameter",
            ("limit", "Ensure this value is less than or equal to 100."),
        ),
        (
            "limit=0",
            "invalid_parameter",
            ("limit", "Ensure this value is greater than or equal to 1."),
        ),
        ("limit=1.0", "invalid_parameter", ("limit", "A valid integer is required.")),
        ("limit=1_0", "invalid_parameter", ("limit", "A valid integer is required.")),
        (
            "offset=-1",
            "invalid_parameter",
            ("offset", "Ensure this value is greater than or equal to 0."),
        ),
        ("count=1", "invalid_parameter", ("count", "Give true or false.")),
        ("count=True", "invalid_parameter", ("count", "Give true or false.")),
        ("locale=fr", "invalid_parameter", ("locale", "Give one of these: en, zh-hans.")),
        (
            "locale=zh-Hans",
            "invalid_parameter",
            ("locale", "Give one of these: en, zh-hans. Did you mean “zh-hans”?"),
        ),
        (
            "LIMIT=3",
            "unknown_parameter",
            ("LIMIT", "This parameter is not known. Did you mean “limit”?"),
        ),
        (
            "fields=id,nam",
            "invalid_parameter",
            ("fields", "There is no field “nam”. Did you mean “name”?"),
        ),
    ],
)
def test_what_is_not_declared_is_a_400(
    client: Client, query: str, code: str, error: tuple[str, str]
) -> None:
    answer = client.get(f"/api/v1/groups/?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert [(e["loc"], e["msg"]) for e in answer.json()["errors"]] == [
        (["query", error[0]], error[1])
    ]


def test_fields_selects(client: Client) -> None:
    Group.objects.all().delete()
    Group.objects.create(name="one")
    answer = client.get("/api/v1/groups/?fields=name")
    assert answer.json()["items"] == [{"name": "one"}]
