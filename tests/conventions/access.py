"""Nothing is allowed that nobody declared."""

import pytest
from django.test import Client

from accounts.users.models import User
from accounts.users.tokens import issue_token
from api.conventions.views import View

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.conventions.sample")]


def test_a_handler_without_a_declaration_cannot_be_defined() -> None:
    def get(view: View, request: object) -> None: ...

    with pytest.raises(TypeError, match="Bare: declare get with @operation"):
        type("Bare", (View,), {"get": get})


@pytest.mark.parametrize(
    ("member", "scopes", "path", "answer"),
    [
        ("customer", [], "mine", 204),
        ("customer", ["profile"], "mine", 204),
        ("customer", ["work"], "mine", 403),
        ("customer", [], "powerful", 403),
        ("admin", [], "powerful", 204),
    ],
)
def test_scope_and_permission_are_asked(
    client: Client, cast: dict[str, User], member: str, scopes: list[str], path: str, answer: int
) -> None:
    token = issue_token(cast[member], name="tests", scopes=scopes)
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get(f"/api/v1/{path}/", headers=headers).status_code == answer


def test_a_bad_token_is_a_401_where_anyone_may_read(client: Client) -> None:
    answer = client.get("/api/v1/groups/", headers={"Authorization": "Bearer nothing"})
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")
