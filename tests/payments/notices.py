"""What gateways tell: genuine, forged, stale, replayed, reordered, about something else."""

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
from tests.payments.conftest import ORDER, Heard
from workflows.payments import apiv3
from workflows.payments.models import GatewayNotice, Payment
from workflows.payments.queries import Money, money_of
from workflows.sandbox import keys
from workflows.sandbox.actions import trade_of

pytestmark = pytest.mark.django_db

Deliver = Callable[[], None]


def standing(payment: Payment) -> tuple[str, int]:
    payment.refresh_from_db()
    return payment.status, payment.captured


def findings() -> list[str]:
    return list(GatewayNotice.objects.order_by("pk").values_list("finding", flat=True))


def assert_refused(answer: Any, payment: Payment, status: int, code: str) -> None:
    """Refused with a problem document, and nothing is stored or waits."""
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["code"] == code
    assert GatewayNotice.objects.count() == 0
    assert Message.objects.count() == 0
    assert standing(payment) == ("pending", 0)


def test_a_notice_is_stored_first_and_handled_after_commit(
    payment: Payment, heard: Heard, deliver: Deliver
) -> None:
    sent = signed(told(payment))
    answer = sent.send()

    assert (answer.status_code, answer.content) == (204, b"")
    notice = GatewayNotice.objects.get()
    assert (bytes(notice.body), notice.headers) == (sent.body, sent.headers)
    assert (notice.finding, notice.handled_at, standing(payment)) == ("", None, ("pending", 0))
    assert heard == []

    deliver()
    notice.refresh_from_db()
    assert (notice.event, notice.finding, notice.payment) == ("paid", "applied", payment)
    assert standing(payment) == ("captured", 12800)
    assert payment.reference == trade_of(payment.uuid.hex).transaction_id
    assert heard == [("payment_captured", str(payment.uuid))]
    assert money_of(ORDER) == Money(paid=12800, refunded=0)


def test_a_body_says_nothing_in_the_clear(payment: Payment) -> None:
    body = told(payment)
    assert payment.uuid.hex.encode() not in body
    assert b"12800" not in body


def test_a_failure_is_told_too(payment: Payment, heard: Heard, deliver: Deliver) -> None:
    send(payment, state="PAYERROR")
    deliver()
    assert standing(payment) == ("failed", 0)
    assert heard == [("payment_failed", str(payment.uuid))]


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


def test_a_notice_of_five_minutes_is_fresh_and_may_wait_to_be_handled(
    payment: Payment, heard: Heard, deliver: Deliver
) -> None:
    answer = signed(told(payment), at=timezone.now() - timedelta(minutes=4, seconds=55)).send()
    assert answer.status_code == 204
    # The worker comes an hour later: it was fresh when it came.
    GatewayNotice.objects.update(received_at=timezone.now() - timedelta(minutes=1))
    deliver()
    assert standing(payment) == ("captured", 12800)


# Replayed and reordered


def test_a_replayed_notice_has_one_effect(payment: Payment, heard: Heard, deliver: Deliver) -> None:
    sent = signed(told(payment))
    assert [sent.send().status_code for _ in range(3)] == [204, 204, 204]
    deliver()
    assert sent.send().status_code == 204
    # Signed and encrypted anew, as gateways do; still the same notice.
    assert send(payment).status_code == 204
    deliver()

    assert findings() == ["applied"]
    assert heard == [("payment_captured", str(payment.uuid))]
    assert standing(payment) == ("captured", 12800)


def test_another_notice_of_the_same_changes_nothing(
    payment: Payment, heard: Heard, deliver: Deliver
) -> None:
    send(payment, notice_id="EV-1")
    send(payment, notice_id="EV-2")
    deliver()
    assert findings() == ["applied", "no_change"]
    assert heard == [("payment_captured", str(payment.uuid))]
    assert money_of(ORDER) == Money(paid=12800, refunded=0)


def test_failed_after_paid_changes_nothing(
    payment: Payment, heard: Heard, deliver: Deliver
) -> None:
    send(payment, notice_id="EV-2")
    deliver()
    send(payment, notice_id="EV-1", state="PAYERROR")
    deliver()
    assert findings() == ["applied", "no_change"]
    assert standing(payment) == ("captured", 12800)
    assert heard == [("payment_captured", str(payment.uuid))]


def test_paid_after_failed_is_paid(payment: Payment, heard: Heard, deliver: Deliver) -> None:
    send(payment, notice_id="EV-1", state="PAYERROR")
    send(payment, notice_id="EV-2")
    deliver()
    assert findings() == ["applied", "applied"]
    assert standing(payment) == ("captured", 12800)
    assert sorted(topic for topic, _payment in heard) == ["payment_captured", "payment_failed"]


# Genuine, and not what we asked for


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"total": 1}, "wrong_amount"),
        ({"total": 12801}, "wrong_amount"),
        ({"currency": "JPY"}, "wrong_currency"),
        ({"mchid": "1900000100"}, "wrong_merchant"),
        ({"out_trade_no": "0" * 32}, "unknown_payment"),
        ({"out_trade_no": "D-1001"}, "unknown_payment"),
        ({"state": "USERPAYING"}, "not_for_us"),
    ],
)
def test_what_does_not_fit_is_kept_without_effect(
    payment: Payment, heard: Heard, deliver: Deliver, changes: dict[str, Any], finding: str
) -> None:
    # 2xx: the gateway would tell the same again for hours.
    assert send(payment, **changes).status_code == 204
    deliver()
    assert findings() == [finding]
    assert standing(payment) == ("pending", 0)
    assert heard == []


def test_a_wrong_amount_does_not_stand_in_the_way_of_the_right_one(
    payment: Payment, heard: Heard, deliver: Deliver
) -> None:
    send(payment, notice_id="EV-1", total=1)
    send(payment, notice_id="EV-2")
    deliver()
    assert findings() == ["wrong_amount", "applied"]
    assert standing(payment) == ("captured", 12800)


def test_a_notice_of_another_kind_is_kept_without_effect(
    payment: Payment, heard: Heard, deliver: Deliver
) -> None:
    content = json.loads(told(payment))
    content["resource"]["original_type"] = "refund"
    assert signed(json.dumps(content).encode()).send().status_code == 204
    deliver()
    assert (findings(), standing(payment)) == (["not_for_us"], ("pending", 0))


# The address


def test_an_unknown_gateway_is_not_there(payment: Payment) -> None:
    answer = signed(told(payment)).send("/api/v1/payments/pigeon/notify/")
    assert_refused(answer, payment, 404, "not_found")


def test_a_body_beyond_reason_is_not_read(payment: Payment) -> None:
    answer = Client().post(NOTIFY, b"x" * 65537, content_type="application/json")
    assert_refused(answer, payment, 413, "too_large")


def test_it_is_not_read_by_get() -> None:
    assert Client().get(NOTIFY).status_code == 405
