"""Codes stand in the clear nowhere, and races do not stretch them."""

import logging
import threading
from collections.abc import Iterator

import pytest
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import connection, connections
from wagtail.models import APIToken

from accounts.login import strategy
from accounts.login.sessions import SessionStore
from accounts.notices import transports
from accounts.users.models import User
from accounts.users.tokens import issue_token
from tests.accounts.login_app import App, Phones, request_code

pytestmark = pytest.mark.django_db(transaction=True)


def cells() -> Iterator[str]:
    """Every value of every table, and what Django's signing hides in it without a secret."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for value in row:
                    yield str(value)
                    yield opened(str(value))


def opened(value: str) -> str:
    try:
        return str(signing.loads(value, salt="django.contrib.sessions.SessionStore"))
    except (signing.BadSignature, ValueError):
        return ""


def found(secret: str) -> int:
    return sum(secret in cell for cell in cells())


def test_no_table_shows_a_code(cast: dict[str, User], phones: Phones) -> None:
    request_code()
    login_code = phones.code
    App().post("signup", phone="+8613912345678")
    assert (len(phones.sent), Session.objects.count()) == (2, 2)
    assert [found(login_code), found(phones.code)] == [0, 0]


def test_djangos_own_sessions_would_show_it(
    cast: dict[str, User], phones: Phones, settings
) -> None:
    settings.SESSION_ENGINE = DatabaseStore.__module__
    request_code()
    assert found(phones.code) == 1


def test_no_log_shows_a_code(
    cast: dict[str, User], phones: Phones, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    app = request_code()
    app.post("code/confirm", code="000000")
    app.post("code/confirm", code=phones.code)
    assert "Unauthorized: /api/v1/auth/code/request" in caplog.text
    assert phones.code not in caplog.text


def test_sessions_open_with_this_secret_or_a_former_one_alone(settings) -> None:
    before = settings.SECRET_KEY
    data = SessionStore().encode({"code": "123456"})
    settings.SECRET_KEY = "another"
    assert SessionStore().decode(data) == {}
    settings.SECRET_KEY_FALLBACKS = [before]
    assert SessionStore().decode(data) == {"code": "123456"}


def test_a_gateway_that_is_down_is_told(cast: dict[str, User], settings) -> None:
    settings.TEXT_TRANSPORT = "tests.accounts.login_app.BrokenPhones"
    transports._instance.cache_clear()
    response = App().post("code/request", phone="+8613800000000")
    assert (response.status_code, response.json()["code"]) == (503, "delivery_failed")


def test_a_body_that_is_no_object_is_a_problem_document(cast: dict[str, User]) -> None:
    response = App().client.post("/api/v1/auth/login", "[", content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "parse_error")


@pytest.mark.parametrize(
    "body",
    [
        r'{"email": "customer@example.org", "password": "\ud800"}',
        r'{"email": "customer@example.org", "password": "a\u0000b"}',
        '{"email": ' + "9" * 5000 + "}",
        "[" * 100_000,
    ],
)
def test_a_body_that_nothing_of_ours_can_hold_is_a_problem_document(
    cast: dict[str, User], body: str
) -> None:
    response = App().client.post("/api/v1/auth/login", body, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "parse_error")


def test_a_body_that_is_too_large_is_refused_before_it_is_read(cast: dict[str, User]) -> None:
    body = '{"email": "' + "a" * 3_000_000 + '"}'
    response = App().client.post("/api/v1/auth/login", body, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("password/change", {"new_password": "a-password-of-mine-1"}),
        ("phone", {"phone": "+8613912345678"}),
    ],
)
def test_a_token_for_a_part_does_not_make_itself_a_whole_one(
    cast: dict[str, User], path: str, body: dict[str, str]
) -> None:
    operator = cast["operator"]
    operator.set_unusable_password()
    operator.save()
    bearer = {"Authorization": f"Bearer {issue_token(operator, name='robot', scopes=['events'])}"}
    response = App().client.post(
        f"/api/v1/auth/{path}", body, content_type="application/json", headers=bearer
    )
    assert (response.status_code, response.json()["code"]) == (403, "missing_scope")
    operator.refresh_from_db()
    assert not operator.has_usable_password()


def at_once(app: App, code_list: list[str]) -> list[int]:
    """Each code from a thread of its own, all with the session of ``app``."""
    barrier = threading.Barrier(len(code_list))
    statuses: list[int] = []

    def confirm(code: str) -> None:
        twin = App()
        twin.session = app.session
        barrier.wait()
        try:
            statuses.append(twin.post("code/confirm", code=code).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=confirm, args=[code]) for code in code_list]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


@pytest.mark.postgres
def test_ten_requests_with_one_code_log_in_once(cast: dict[str, User], phones: Phones) -> None:
    app = request_code()
    assert at_once(app, [phones.code] * 10) == [200] + [410] * 9
    assert APIToken.objects.count() == 1


@pytest.mark.postgres
def test_twenty_guesses_at_once_are_five(cast: dict[str, User], phones: Phones) -> None:
    app = request_code()
    wrong = f"{(int(phones.code) + 1) % 1_000_000:06}"
    assert at_once(app, [wrong] * 20) == [400] * 5 + [409] * 15


@pytest.mark.postgres
def test_without_the_lock_more_than_five_would_pass(
    cast: dict[str, User], phones: Phones, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strategy, "_locked", strategy.session_store)
    app = request_code()
    wrong = f"{(int(phones.code) + 1) % 1_000_000:06}"
    assert at_once(app, [wrong] * 20).count(400) > 5
