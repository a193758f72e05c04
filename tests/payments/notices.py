"""What gateways tell: genuine, replayed, reordered, late, about something else."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from outbox.delivery import drain
from tests.payments.bank import send, signed, told
from tests.payments.conftest import ORDER, Heard
from workflows.payments.models import GatewayNotice, Payment
from workflows.payments.queries import Money, money_of
from workflows.sandbox.actions import trade_of

pytestmark = pytest.mark.django_db

Deliver = Callable[[], None]


def standing(payment: Payment) -> tuple[str, int]:
    payment.refresh_from_db()
    return payment.status, payment.captured


def findings() -> list[str]:
    return list(GatewayNotice.objects.order_by("pk").values_list("finding", flat=True))


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


# Late


def test_a_notice_is_fresh_for_five_minutes_and_may_then_wait_to_be_handled(
    payment: Payment, heard: Heard
) -> None:
    almost = timezone.now() - timedelta(minutes=4, seconds=50)
    assert signed(told(payment), at=almost).send().status_code == 204
    # The worker comes an hour later: what was fresh when it came is good.
    drain(now=timezone.now() + timedelta(hours=1))
    assert findings() == ["applied"]
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
