"""What opens an account anew asks for a login, or the password, of the last ten minutes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.users.models import User
from accounts.users.tokens import issue_token
from tests.accounts.login_app import App, Phones, codes, request_code

pytestmark = pytest.mark.usefixtures("committing")

PHONE, NEW_PHONE = "+8613800000000", "+8613912345678"
PASSWORD = "a-password-of-mine-1"

Later = Callable[[float], None]


def flows(response: Any) -> list[str]:
    return [flow["id"] for flow in response.json()["data"]["flows"]]


def by_command(user: User) -> App:
    """A client with a token that no login gave out."""
    app = App()
    app.bearer = issue_token(user, name="by command")
    return app


def by_code(phones: Phones) -> App:
    app = request_code(PHONE)
    assert app.post("code/confirm", code=phones.code).status_code == 200
    return app


@pytest.fixture
def customer(cast: dict[str, User]) -> User:
    """Somebody who logs in by phone alone."""
    person = cast["customer"]
    person.set_unusable_password()
    person.save()
    return person


def change_phone(app: App) -> Any:
    return app.post("phone", phone=NEW_PHONE)


def set_password(app: App) -> Any:
    return app.post("password/change", new_password=PASSWORD)


CHANGES = pytest.mark.parametrize("change", [change_phone, set_password])


def nothing_happened(person: User, phones: Phones, *, texts: int) -> bool:
    person.refresh_from_db()
    return (person.phone, person.has_usable_password(), len(phones.sent)) == (PHONE, False, texts)


@CHANGES
def test_a_token_made_by_command_opens_nothing_anew(
    customer: User, phones: Phones, change: Callable[[App], Any]
) -> None:
    app = by_command(customer)
    assert app.send("get", "session").json()["data"]["user"]["username"] == "customer"
    response = change(app)
    assert response.status_code == 401
    assert response.json()["meta"]["is_authenticated"] is True
    assert "login_by_code" in flows(response)
    assert "reauthenticate" not in flows(response)
    assert nothing_happened(customer, phones, texts=0)


@CHANGES
def test_a_login_of_long_ago_opens_nothing_anew(
    customer: User, phones: Phones, later: Later, change: Callable[[App], Any]
) -> None:
    app = by_code(phones)
    later(600.001)
    assert change(app).status_code == 401
    assert nothing_happened(customer, phones, texts=1)


@pytest.mark.parametrize(("change", "status"), [(change_phone, 202), (set_password, 200)])
def test_a_login_of_late_does(
    customer: User, phones: Phones, later: Later, change: Callable[[App], Any], status: int
) -> None:
    app = by_code(phones)
    later(599)
    assert change(app).status_code == status


def test_logging_in_anew_does_with_the_new_token_alone(
    customer: User, phones: Phones, later: Later
) -> None:
    old = by_code(phones)
    later(3600)
    new = by_code(phones)
    assert set_password(old).status_code == 401
    assert set_password(new).status_code == 200
    customer.refresh_from_db()
    assert customer.check_password(PASSWORD)


def test_the_code_that_ends_a_signup_is_a_login(phones: Phones) -> None:
    app = App()
    app.post("signup", phone=NEW_PHONE)
    assert app.post("phone/verify", code=phones.code).status_code == 200
    assert set_password(app).status_code == 200
    assert User.objects.get(phone=NEW_PHONE).check_password(PASSWORD)


def test_a_password_shows_it_for_any_token(cast: dict[str, User], phones: Phones) -> None:
    app = by_command(cast["customer"])
    response = change_phone(app)
    assert (response.status_code, len(phones.sent)) == (401, 0)
    assert "reauthenticate" in flows(response)

    response = app.post("reauthenticate", password="wrong")
    assert (response.status_code, codes(response)) == (400, ["incorrect_password"])
    assert (change_phone(app).status_code, len(phones.sent)) == (401, 0)

    assert app.post("reauthenticate", password="doorstep-cast").status_code == 200
    assert (change_phone(app).status_code, len(phones.sent)) == (202, 1)


def test_who_has_a_password_changes_it_by_giving_it(cast: dict[str, User]) -> None:
    app, person = by_command(cast["customer"]), cast["customer"]
    response = app.post("password/change", new_password=PASSWORD)
    assert (response.status_code, codes(response)) == (400, ["required"])
    response = app.post("password/change", current_password="wrong", new_password=PASSWORD)
    assert (response.status_code, codes(response)) == (400, ["enter_current_password"])
    person.refresh_from_db()
    assert person.check_password("doorstep-cast")

    app.post("password/change", current_password="doorstep-cast", new_password=PASSWORD)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_reading_asks_for_nothing(customer: User) -> None:
    app = by_command(customer)
    response = app.send("get", "phone")
    assert response.json()["data"] == [{"phone": PHONE, "verified": customer.phone_verified}]


def test_a_token_that_is_over_shows_nothing(customer: User, phones: Phones) -> None:
    app = App()
    app.bearer = issue_token(
        customer, name="by command", expires_at=timezone.now() - timedelta(seconds=1)
    )
    response = set_password(app)
    assert (response.status_code, response.json()["code"]) == (401, "expired_token")
    assert nothing_happened(customer, phones, texts=0)
