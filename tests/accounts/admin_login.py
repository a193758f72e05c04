"""Staff who have a password log in to the admin, and nobody guesses it."""

import pytest
from django.test import Client

from accounts.users.models import User
from tests.cast import PASSWORD

LOGIN = "/admin/login/"


def log_in(username: str, password: str) -> Client:
    client = Client()
    client.post(LOGIN, {"username": username, "password": password})
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(("password", "expected"), [(PASSWORD, True), ("another", False)])
def test_the_password_decides(cast: dict[str, User], password: str, expected: bool) -> None:
    assert is_in(log_in("editor", password)) is expected


def test_after_five_wrong_passwords_the_right_one_is_refused_too(cast: dict[str, User]) -> None:
    for number in range(5):
        assert not is_in(log_in("editor", f"guess-{number}"))
    assert not is_in(log_in("editor", PASSWORD))
    assert is_in(log_in("moderator", PASSWORD))


def test_logging_in_often_is_no_guessing(cast: dict[str, User]) -> None:
    assert [is_in(log_in("editor", PASSWORD)) for _time in range(6)] == [True] * 6
