"""Wagtail's own API answers staff with a fitting token, and nobody else."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.users.models import User
from accounts.users.tokens import issue_token, revoke_tokens_of

PATHS = ["/api/cms/v3/whoami/", "/api/cms/v3/pages/", "/api/cms/v3/openapi.json"]


def ask(path: str, token: str | None = None) -> tuple[int, str]:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    response = Client().get(path, headers=headers)
    return response.status_code, response.json().get("code", "")


@pytest.mark.parametrize("path", PATHS)
def test_only_a_good_token_of_staff_opens_it(cast: dict[str, User], path: str) -> None:
    editor = cast["editor"]
    revoked = issue_token(editor, name="revoked")
    revoke_tokens_of(editor, timezone.now())
    expired = issue_token(editor, name="expired", expires_at=timezone.now())

    assert ask(path) == (401, "not_authenticated")
    assert ask(path, "wagtail_nonsense") == (401, "invalid_token")
    assert ask(path, revoked) == (401, "revoked_token")
    assert ask(path, expired) == (401, "expired_token")
    assert ask(path, issue_token(cast["customer"], name="x")) == (403, "permission_denied")
    assert ask(path, issue_token(editor, name="x", scopes=["work"])) == (403, "missing_scope")
    assert ask(path, issue_token(editor, name="x", scopes=["content", "work"])) == (200, "")
    assert ask(path, issue_token(editor, name="x")) == (200, "")


def test_a_session_of_the_admin_does_not_open_it(browser_for) -> None:
    assert browser_for("admin").get("/api/cms/v3/whoami/").status_code == 401


def test_it_acts_for_the_tokens_owner(cast: dict[str, User]) -> None:
    token = issue_token(cast["moderator"], name="x", scopes=["content"])
    response = Client().get("/api/cms/v3/whoami/", headers={"Authorization": f"Bearer {token}"})
    assert response.json()["user"]["username"] == "moderator"
    assert response.json()["groups"] == ["moderator"]


def test_writing_needs_no_csrf_token(cast: dict[str, User]) -> None:
    token = issue_token(cast["editor"], name="x")
    response = Client(enforce_csrf_checks=True).post(
        "/api/cms/v3/sites/",
        {"hostname": "x.example.org", "port": 80, "root_page_id": 1, "site_name": "X"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    # Wagtail's own refusal: the editor reaches it, and may not make sites.
    assert response.status_code == 403
    assert response["Content-Type"].startswith("application/problem+json")
    assert "CSRF" not in response.content.decode()
