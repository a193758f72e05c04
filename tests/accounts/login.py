"""Logging in by a code, by phone and by e-mail, through the API alone."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import APIToken

from accounts.users.managers import SYSTEM_USERNAME
from accounts.users.models import User
from accounts.users.tokens import authenticate, issue_token
from tests.accounts.login_app import App, Phones, codes, pending, request_code

pytestmark = pytest.mark.usefixtures("committing")

PHONE = "+8613912345678"


def people() -> int:
    """How many people there are; the platform's own user is none."""
    return User.objects.exclude(username=SYSTEM_USERNAME).count()


def test_signing_up_by_phone(phones: Phones) -> None:
    app = App()
    response = app.post("signup", phone="139 1234 5678", display_name="Li", language="zh-hans")
    assert (response.status_code, pending(response)) == (401, ["verify_phone"])
    assert [phone for phone, _text in phones.sent] == [PHONE]
    assert User.objects.get(phone=PHONE).phone_verified is False

    response = app.post("phone/verify", code=phones.code)

    user = User.objects.get(phone=PHONE)
    assert response.status_code == 200
    assert response.json()["data"]["user"] == {
        "id": str(user.uuid), "username": user.username, "display": "Li",
        "has_usable_password": False,
    }  # fmt: skip
    assert authenticate(response.json()["meta"]["access_token"], timezone.now())[0] == user
    assert (user.phone_verified, user.language) == (True, "zh-hans")
    assert [group.name for group in user.groups.all()] == ["customer"]
    assert re.fullmatch(r"u[a-z0-9]{12}", user.username)


def test_signing_up_by_email() -> None:
    app = App()
    response = app.post("signup", email="New@Example.org")
    assert (response.status_code, pending(response)) == (401, ["login_by_code"])
    code = re.findall(r"\b\d{6}\b", mail.outbox[0].body)[0]

    response = app.post("code/confirm", code=code)

    user = User.objects.get(email="new@example.org")
    assert response.status_code == 200
    assert authenticate(response.json()["meta"]["access_token"], timezone.now())[0] == user
    assert user.emailaddress_set.get().verified is True
    assert [group.name for group in user.groups.all()] == ["customer"]


@pytest.mark.parametrize("data", [{}, {"phone": PHONE, "email": "new@example.org"}])
def test_one_signs_up_with_one_of_the_two(phones: Phones, data: dict) -> None:
    response = App().post("signup", **data)
    assert (response.status_code, codes(response)) == (400, ["phone_or_email"])
    assert (people(), phones.sent, mail.outbox) == (0, [], [])


def test_an_address_that_no_column_holds_is_refused() -> None:
    response = App().post("signup", email="a" * 250 + "@example.org")
    assert (response.status_code, codes(response)) == (400, ["max_length"])
    assert (people(), mail.outbox) == (0, [])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Li\nBcc: x@example.org", "invalid_characters"),
        ("Li\u202egnp", "invalid_characters"),
        ("\u200b\u200b", "invisible"),
        ("=HYPERLINK(1)", "formula"),
    ],
)
def test_a_name_that_would_harm_its_readers_is_refused(
    phones: Phones, name: str, code: str
) -> None:
    response = App().post("signup", phone=PHONE, display_name=name)
    assert (response.status_code, codes(response)) == (400, [code])
    assert (people(), phones.sent) == (0, [])


def test_what_is_no_phone_number_is_refused(phones: Phones) -> None:
    response = App().post("signup", phone="12345")
    assert (response.status_code, codes(response)) == (400, ["invalid_phone"])
    assert (people(), phones.sent) == (0, [])


def test_a_known_phone_is_told_by_text_and_the_answer_tells_nothing(
    cast: dict[str, User], phones: Phones
) -> None:
    response = App().post("signup", phone="13800000000")
    assert (response.status_code, pending(response)) == (401, ["verify_phone"])
    assert phones.sent == [
        ("+8613800000000", "You have an account at Doorstep already: log in with a code.")
    ]
    assert people() == 12


def test_a_known_email_is_told_by_mail_and_the_answer_tells_nothing(cast: dict[str, User]) -> None:
    response = App().post("signup", email="customer@example.org")
    assert (response.status_code, pending(response)) == (401, ["login_by_code"])
    assert [message.subject for message in mail.outbox] == [
        "[Doorstep] You have an account already"
    ]
    assert people() == 12


def test_logging_in_by_phone(cast: dict[str, User], phones: Phones) -> None:
    app = request_code()
    response = app.post("code/confirm", code=phones.code)
    assert response.status_code == 200
    user, grant = authenticate(response.json()["meta"]["access_token"], timezone.now())
    assert (user, grant.scopes) == (cast["customer"], [])
    assert timedelta(days=29, hours=23) < grant.expires_at - timezone.now() <= timedelta(days=30)


def test_logging_in_by_an_email_code(cast: dict[str, User]) -> None:
    app = App()
    app.post("code/request", email="editor@example.org")
    response = app.post("code/confirm", code=re.findall(r"\b\d{6}\b", mail.outbox[0].body)[0])
    token = response.json()["meta"]["access_token"]
    assert authenticate(token, timezone.now())[0] == cast["editor"]


def test_logging_in_by_email_and_password(cast: dict[str, User]) -> None:
    response = App().post("login", email="editor@example.org", password="doorstep-cast")
    token = response.json()["meta"]["access_token"]
    assert authenticate(token, timezone.now())[0] == cast["editor"]
    assert App().post("login", email="editor@example.org", password="wrong").status_code == 400


def test_a_code_logs_in_once(cast: dict[str, User], phones: Phones) -> None:
    app = request_code()
    before = app.session
    assert app.post("code/confirm", code=phones.code).status_code == 200

    again = App()
    again.session = before
    assert again.post("code/confirm", code=phones.code).status_code == 410
    elsewhere = request_code("+8613800000001")
    assert elsewhere.post("code/confirm", code=phones.sent[0][1][:6]).status_code == 400
    assert APIToken.objects.count() == 1


def test_a_code_is_good_for_ten_minutes(
    cast: dict[str, User], phones: Phones, later: Callable[[float], None]
) -> None:
    app = request_code()
    later(600)
    assert app.post("code/confirm", code=phones.code).status_code == 200

    app = request_code()
    later(600.001)
    assert app.post("code/confirm", code=phones.code).status_code == 409
    assert APIToken.objects.count() == 1


def test_a_signup_code_is_good_for_ten_minutes(
    phones: Phones, later: Callable[[float], None]
) -> None:
    app = App()
    app.post("signup", phone=PHONE)
    later(600.001)
    assert app.post("phone/verify", code=phones.code).status_code == 409
    assert User.objects.get(phone=PHONE).phone_verified is False


def test_five_wrong_codes_end_it(cast: dict[str, User], phones: Phones) -> None:
    app = request_code()
    wrong = f"{(int(phones.code) + 1) % 1_000_000:06}"
    for _attempt in range(5):
        response = app.post("code/confirm", code=wrong)
        assert (response.status_code, codes(response)) == (400, ["incorrect_code"])
    assert app.post("code/confirm", code=phones.code).status_code == 409
    assert APIToken.objects.count() == 0


def test_a_new_code_replaces_the_old(
    cast: dict[str, User], phones: Phones, later: Callable[[float], None]
) -> None:
    app = request_code()
    first = phones.code
    later(31)
    assert app.post("code/resend").status_code == 200
    assert app.post("code/confirm", code=first).status_code == 400
    assert app.post("code/confirm", code=phones.code).status_code == 200


@pytest.mark.parametrize("known", [True, False])
def test_limits_per_phone_are_the_same_for_strangers(
    cast: dict[str, User], phones: Phones, later: Callable[[float], None], known: bool
) -> None:
    phone = "+8613800000000" if known else PHONE
    statuses = []
    for _attempt in range(7):
        statuses.append(App().post("code/request", phone=phone).status_code)
        later(30)
    assert statuses == [401, 401, 401, 401, 401, 429, 429]
    assert len(phones.sent) == (5 if known else 0)


def test_two_codes_within_half_a_minute_are_one_too_many(
    cast: dict[str, User], phones: Phones
) -> None:
    request_code()
    response = App().post("code/request", phone="+8613800000000")
    assert (response.status_code, response.json()["code"]) == (429, "too_many_requests")
    assert len(phones.sent) == 1


@pytest.mark.parametrize("known", [True, False])
def test_limits_per_email_are_the_same_for_strangers(cast: dict[str, User], known: bool) -> None:
    email = "editor@example.org" if known else "nobody@example.org"
    statuses = [App().post("code/request", email=email).status_code for _attempt in range(2)]
    assert statuses == [401, 429]
    assert len(mail.outbox) == (1 if known else 0)


def test_limits_per_address(cast: dict[str, User], phones: Phones) -> None:
    for number in range(30):
        App().post("code/request", phone=f"+86139000000{number:02}")
    assert App().post("code/request", phone="+8613800000000").status_code == 429
    elsewhere = App()
    elsewhere.client = Client(REMOTE_ADDR="198.51.100.7")
    assert elsewhere.post("code/request", phone="+8613800000001").status_code == 401
    assert [phone for phone, _text in phones.sent] == ["+8613800000001"]


def test_the_limit_overall(cast: dict[str, User], phones: Phones, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"send_code_overall": "2/h/key"}
    statuses = []
    for number in range(3):
        app = App()
        app.client = Client(REMOTE_ADDR=f"198.51.100.{number}")
        response = app.post("code/request", phone=f"+861380000000{number}")
        statuses.append(response.status_code)
    assert statuses == [401, 401, 429]
    assert len(phones.sent) == 2


def test_a_signup_over_the_limit_leaves_nobody(phones: Phones) -> None:
    request_code(PHONE)
    assert App().post("signup", phone=PHONE).status_code == 429
    assert people() == 0


def test_logging_out_ends_the_token(cast: dict[str, User], phones: Phones) -> None:
    app = request_code()
    app.post("code/confirm", code=phones.code)
    assert app.send("get", "session").status_code == 200
    assert app.send("delete", "session").status_code == 401

    response = app.send("get", "session")
    assert (response.status_code, response.json()["code"]) == (401, "revoked_token")


def test_logging_out_by_the_session_ends_the_token_too(
    cast: dict[str, User], phones: Phones
) -> None:
    app = request_code()
    token = app.post("code/confirm", code=phones.code).json()["meta"]["access_token"]
    app.bearer = ""
    assert app.send("delete", "session").status_code == 401
    app.bearer = token
    assert app.send("get", "session").json()["code"] == "revoked_token"


def test_a_bad_bearer_token_is_a_401(cast: dict[str, User]) -> None:
    app = App()
    app.bearer = "wagtail_nonsense"
    response = app.send("get", "config")
    assert (response.status_code, response.json()["code"]) == (401, "invalid_token")


def test_a_new_phone_is_proved_by_a_code(cast: dict[str, User], phones: Phones) -> None:
    app = request_code()
    app.post("code/confirm", code=phones.code)
    assert app.post("phone", phone="139 1234 5678").status_code == 202
    assert User.objects.get(username="customer").phone == "+8613800000000"
    assert app.post("phone/verify", code=phones.code).status_code == 200
    assert User.objects.get(username="customer").phone == PHONE


def test_the_phone_of_somebody_else_is_not_taken_over(
    cast: dict[str, User], phones: Phones
) -> None:
    app = request_code()
    app.post("code/confirm", code=phones.code)
    app.post("phone", phone="+8613800000001")
    response = app.post("phone/verify", code=phones.code)
    assert (response.status_code, codes(response)) == (400, ["phone_taken"])
    assert User.objects.get(username="customer").phone == "+8613800000000"


def test_a_new_password_ends_the_other_logins(cast: dict[str, User], phones: Phones) -> None:
    def login() -> App:
        app = App()
        app.post("login", email="customer@example.org", password="doorstep-cast")
        return app

    mine, other = login(), login()
    by_command = issue_token(cast["customer"], name="by command")
    response = mine.post(
        "password/change", current_password="doorstep-cast", new_password="a-long-new-secret"
    )
    assert response.status_code == 200

    assert mine.send("get", "session").status_code == 200
    assert other.send("get", "session").json()["code"] == "revoked_token"
    assert authenticate(by_command, timezone.now())[0] == cast["customer"]


def test_an_inactive_person_gets_no_further(cast: dict[str, User], phones: Phones) -> None:
    User.objects.filter(username="customer").update(is_active=False)
    app = request_code()
    response = app.post("code/confirm", code=phones.code)
    assert response.status_code == 401
    assert APIToken.objects.count() == 0


def test_a_forgotten_password_is_replaced_by_a_code(cast: dict[str, User]) -> None:
    app = App()
    assert app.post("password/request", email="editor@example.org").status_code == 401
    code = re.findall(r"\b\d{6}\b", mail.outbox[0].body)[0]
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    assert app.post("password/reset", key=wrong, password="a-long-new-secret").status_code == 400
    assert User.objects.get(username="editor").check_password("doorstep-cast")

    assert app.post("password/reset", key=code, password="a-long-new-secret").status_code == 401
    assert User.objects.get(username="editor").check_password("a-long-new-secret")
    assert app.post("password/reset", key=code, password="another-secret-2").status_code == 409


def test_no_mail_goes_to_strangers(cast: dict[str, User]) -> None:
    response = App().post("password/request", email="nobody@example.org")
    assert (response.status_code, mail.outbox) == (401, [])


def test_a_code_for_nobody_is_refused(db):
    response = App().post("code/request", name="Customer")
    assert response.status_code == 400
    assert response.json()["errors"] == [
        {"message": "Give a phone number or an e-mail address.", "code": "required"}
    ]
    assert mail.outbox == []
