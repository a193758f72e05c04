"""Notices that are not what they say they are: forged, unreadable, stale, at the wrong address."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.utils import timezone

from outbox.models import Message
from tests.payments.bank import NOTIFY, Sent, changed, send, signed, told
from workflows.payments import apiv3
from workflows.payments.models import GatewayNotice, Payment
from workflows.sandbox import keys

pytestmark = pytest.mark.django_db


def assert_refused(answer: Any, payment: Payment, status: int, code: str) -> None:
    """Refused with a problem document, and nothing is stored or waits."""
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["code"] == code
    assert GatewayNotice.objects.count() == 0
    assert Message.objects.count() == 0
    payment.refresh_from_db()
    assert (payment.status, payment.captured) == ("pending", 0)


# Forged


def flipped(text: str) -> str:
    """Base64 of the same length, with one bit changed."""
    raw = bytearray(base64.b64decode(text))
    raw[7] ^= 1
    return base64.b64encode(raw).decode()


@pytest.mark.parametrize(
    ("header", "forge"),
    [
        (apiv3.SIGNATURE, flipped),
        (apiv3.SIGNATURE, lambda _signature: "WECHATPAY/SIGNTEST/" + "A" * 325),
        (apiv3.SIGNATURE, lambda _signature: ""),
        (apiv3.SIGNATURE, lambda _signature: "ÿ"),
        (apiv3.SERIAL, lambda _serial: "0" * 40),
        (apiv3.NONCE, lambda nonce: nonce[::-1]),
        (apiv3.TIMESTAMP, lambda timestamp: str(int(timestamp) + 1)),
        (apiv3.TIMESTAMP, lambda _timestamp: "soon"),
        (apiv3.TIMESTAMP, lambda _timestamp: "9" * 5000),
        (apiv3.TIMESTAMP, lambda timestamp: f"-{timestamp}"),
        (apiv3.TIMESTAMP, lambda _timestamp: "１７３"),
    ],
)
def test_a_header_that_was_tampered_with_is_refused(
    payment: Payment, header: str, forge: Callable[[str], str]
) -> None:
    sent = signed(told(payment))
    forged = {**sent.headers, header: forge(sent.headers[header])}
    # As bytes come off the wire: WSGI hands them on as latin-1.
    latin = {name: value.encode().decode("latin-1") for name, value in forged.items()}
    assert_refused(Sent(sent.body, latin).send(), payment, 401, "invalid_signature")


@pytest.mark.parametrize("header", apiv3.HEADERS)
def test_a_header_that_is_missing_is_refused(payment: Payment, header: str) -> None:
    sent = signed(told(payment))
    rest = {name: value for name, value in sent.headers.items() if name != header}
    assert_refused(Sent(sent.body, rest).send(), payment, 401, "invalid_signature")


def test_a_body_that_was_tampered_with_is_refused(payment: Payment) -> None:
    sent = signed(told(payment))
    forged = changed(sent.body, id="EV-2")
    assert_refused(Sent(forged, sent.headers).send(), payment, 401, "invalid_signature")
    # Not even a space may change: what is signed are bytes.
    assert_refused(Sent(sent.body + b" ", sent.headers).send(), payment, 401, "invalid_signature")


def test_somebody_elses_signature_is_refused(payment: Payment) -> None:
    body = told(payment)
    own = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    (serial,) = keys.public_keys()
    headers = apiv3.signed_headers(
        body, key=own, serial=serial, timestamp=int(timezone.now().timestamp()), nonce="n"
    )
    assert_refused(Sent(body, headers).send(), payment, 401, "invalid_signature")


def test_who_signs_nothing_is_refused(payment: Payment) -> None:
    answer = Client().post(NOTIFY, {"paid": True}, content_type="application/json")
    assert_refused(answer, payment, 401, "invalid_signature")


# Unreadable: signed as it should be, and yet


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: b"",
        lambda body: b"\xff\xfe",
        lambda body: b"[]",
        lambda body: changed(body, id=""),
        lambda body: changed(body, id="EV-" + "1" * 40),
        lambda body: changed(body, id="EV\n1"),
        lambda body: changed(body, resource="text"),
        lambda body: changed(body, resource={}),
        lambda body: changed(body, resource={"algorithm": "AEAD_AES_256_GCM"}),
    ],
)
def test_what_cannot_be_read_is_refused(payment: Payment, spoil: Callable[[bytes], bytes]) -> None:
    answer = signed(spoil(told(payment))).send()
    assert_refused(answer, payment, 400, "unreadable_notice")


@pytest.mark.parametrize(
    ("part", "spoil"),
    [
        ("ciphertext", flipped),
        ("ciphertext", lambda _text: "not base64"),
        ("nonce", lambda nonce: nonce[::-1]),
        ("nonce", lambda _nonce: ""),
        ("associated_data", lambda _data: "refund"),
        ("algorithm", lambda _algorithm: "AEAD_AES_128_GCM"),
    ],
)
def test_what_does_not_decrypt_is_refused(
    payment: Payment, part: str, spoil: Callable[[str], str]
) -> None:
    content = json.loads(told(payment))
    content["resource"][part] = spoil(content["resource"][part])
    answer = signed(json.dumps(content).encode()).send()
    assert_refused(answer, payment, 400, "unreadable_notice")


@pytest.mark.parametrize("changes", [{"total": "much"}, {"total": -1}, {"out_trade_no": 7}])
def test_what_makes_no_sense_once_decrypted_is_refused(
    payment: Payment, changes: dict[str, Any]
) -> None:
    assert_refused(send(payment, **changes), payment, 400, "unreadable_notice")


# Stale


@pytest.mark.parametrize("age", [timedelta(minutes=5, seconds=2), timedelta(minutes=-6)])
def test_a_stale_notice_is_refused(payment: Payment, age: timedelta) -> None:
    answer = signed(told(payment), at=timezone.now() - age).send()
    assert_refused(answer, payment, 401, "stale_notice")


# The address


def test_an_unknown_gateway_is_not_there(payment: Payment) -> None:
    answer = signed(told(payment)).send("/api/v1/payments/pigeon/notify/")
    assert_refused(answer, payment, 404, "not_found")


def test_a_body_beyond_reason_is_not_read(payment: Payment) -> None:
    answer = Client().post(NOTIFY, b"x" * 65537, content_type="application/json")
    assert_refused(answer, payment, 413, "too_large")


def test_it_is_not_read_by_get() -> None:
    assert Client().get(NOTIFY).status_code == 405
