"""Everything here races on PostgreSQL, with real threads and processes."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.races.barrier import take_lock_away

Post = Callable[..., Callable[[], tuple[int, str]]]


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the case's lock and row locks are off."""
    take_lock_away(monkeypatch)


@pytest.fixture
def post(api: Callable[[str | None], APIClient]) -> Post:
    """``post("customer", "tasks/…/claim/", **body)`` is a call that answers (status, code)."""

    def prepared(username: str, path: str, **body: Any) -> Callable[[], tuple[int, str]]:
        client = api(username)

        def call() -> tuple[int, str]:
            answer = client.post(f"/api/v1/{path}", body, format="json")
            return answer.status_code, answer.json().get("code", "")

        return call

    return prepared
