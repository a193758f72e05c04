"""The sandbox as a payer, a merchant and an impatient clock meet it."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone, translation

from accounts.sealed.models import HouseSecret
from outbox.delivery import drain
from outbox.models import Message
from tests.payments.conftest import ORDER, Ask, Heard
from workflows.payments.actions import close_payments
from workflows.payments.models import GatewayNotice, Payment
from workflows.payments.queries import Money, money_of
from workflows.sandbox import actions, keys
from workflows.sandbox.models import SandboxNotice, SandboxTrade
from workflows.sandbox.refusals import SandboxError

pytestmark = pytest.mark.django_db

Deliver = Callable[[], None]


def page(payment: Payment) -> str:
    return f"/sandbox/payments/{payment.uuid}/"


def settle(payment: Payment, result: str) -> Any:
    return Client().post(page(payment), {"result": result}, content_type="application/json")


def status(payment: Payment) -> str:
    payment.refresh_from_db()
    return payment.status


# The page


def test_the_page_shows_what_is_to_be_paid_in_the_readers_language(payment: Payment) -> None:
    english = Client().get(page(payment), headers={"Accept-Language": "en"})
    assert (english.status_code, english["Cache-Control"]) == (
        200,
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
    text = english.content.decode()
    assert '<html lang="en">' in text
    for words in ("Window cleaning", "128.00 CNY", "Awaiting payment", ">Pay<", ">Fail<"):
        assert words in text

    chinese = Client().get(page(payment), headers={"Accept-Language": "zh-hans"}).content.decode()
    assert '<html lang="zh-hans">' in chinese
    for words in ("沙箱支付", "待支付", ">支付<", ">失败<"):
        assert words in chinese


def test_nobody_finds_a_page_without_its_address(payment: Payment) -> None:
    for method in ("get", "post"):
        answer = getattr(Client(), method)(f"/sandbox/payments/{uuid4()}/")
        assert answer.status_code == 404


def test_paying_on_the_page_pays(payment: Payment, heard: Heard, deliver: Deliver) -> None:
    answer = Client(enforce_csrf_checks=True).post(page(payment), {"result": "paid"})
    assert (answer.status_code, answer["Location"]) == (302, page(payment))
    text = Client().get(page(payment)).content.decode()
    assert "Paid" in text
    assert "<form" not in text

    # The notice is there, and its effect comes with the worker.
    assert (GatewayNotice.objects.count(), status(payment)) == (1, "pending")
    deliver()
    assert status(payment) == "captured"
    assert heard == [("payment_captured", str(payment.uuid))]


def test_paying_by_json_does_the_same(payment: Payment, heard: Heard, deliver: Deliver) -> None:
    answer = settle(payment, "paid")
    assert (answer.status_code, answer.json()) == (
        200,
        {"trade_state": "SUCCESS", "notified": True},
    )
    deliver()
    assert status(payment) == "captured"
    assert money_of(ORDER) == Money(paid=12800, refunded=0)


def test_a_payer_may_try_again_after_a_failure(
    payment: Payment, heard: Heard, deliver: Deliver
) -> None:
    assert settle(payment, "failed").json()["trade_state"] == "PAYERROR"
    assert "Payment failed" in Client().get(page(payment)).content.decode()
    deliver()
    assert status(payment) == "failed"

    assert settle(payment, "paid").json()["trade_state"] == "SUCCESS"
    deliver()
    assert status(payment) == "captured"
    assert [topic for topic, _payment in heard] == ["payment_failed", "payment_captured"]


def test_what_is_paid_is_paid_once(payment: Payment, heard: Heard, deliver: Deliver) -> None:
    settle(payment, "paid")
    for result in ("paid", "failed"):
        answer = settle(payment, result)
        assert (answer.status_code, answer.json()) == (409, {"code": "ORDERPAID"})
    assert Client().post(page(payment), {"result": "paid"}).status_code == 409
    deliver()
    assert SandboxNotice.objects.count() == 1
    assert len(heard) == 1


def test_what_is_closed_cannot_be_paid(payment: Payment, deliver: Deliver) -> None:
    close_payments(ORDER, now=timezone.now())
    deliver()
    answer = settle(payment, "paid")
    assert (answer.status_code, answer.json()) == (409, {"code": "ORDER_CLOSED"})
    assert "<form" not in Client().get(page(payment)).content.decode()
    assert SandboxNotice.objects.count() == 0
    assert status(payment) == "closed"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"paid"', b'{"result": 1}', b'{"result": "stolen"}', b"[" * 9999]
)
def test_another_result_is_refused(payment: Payment, body: bytes) -> None:
    answer = Client().post(page(payment), body, content_type="application/json")
    assert (answer.status_code, answer.json()) == (400, {"code": "PARAM_ERROR"})
    assert SandboxTrade.objects.get().state == "NOTPAY"


def test_the_notice_leaves_the_payers_language_alone(payment: Payment) -> None:
    client = Client(headers={"Accept-Language": "zh-hans"})
    answer = client.post(page(payment), {"result": "paid"}, follow=True)
    assert "已支付" in answer.content.decode()
    assert translation.get_language() == "zh-hans"


# A merchant that does not answer


def test_a_notice_that_is_not_heard_is_sent_again(
    payment: Payment, heard: Heard, deliver: Deliver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    # The merchant moved: its old address answers 404.
    SandboxTrade.objects.update(notify_url="http://localhost:8000/api/v1/payments/gone/notify/")
    assert settle(payment, "paid").json() == {"trade_state": "SUCCESS", "notified": False}
    deliver()
    assert (GatewayNotice.objects.count(), status(payment)) == (0, "pending")

    later = timezone.now() + timedelta(seconds=20)
    assert drain(now=later) == 1
    waiting = Message.objects.get(topic="sandbox_notice")
    assert (waiting.attempts, waiting.done_at) == (1, None)
    assert "NotHeard" in waiting.last_error

    SandboxTrade.objects.update(notify_url="http://localhost:8000/api/v1/payments/sandbox/notify/")
    for minutes in (1, 2):
        drain(now=later + timedelta(minutes=minutes))
    assert status(payment) == "captured"
    assert heard == [("payment_captured", str(payment.uuid))]
    assert SandboxNotice.objects.get().delivered_at is not None


def test_what_was_heard_is_not_sent_again(payment: Payment, heard: Heard, deliver: Deliver) -> None:
    settle(payment, "paid")
    deliver()
    GatewayNotice.objects.all().delete()
    drain(now=timezone.now() + timedelta(minutes=1))
    assert Message.objects.get(topic="sandbox_notice").done_at is not None
    assert GatewayNotice.objects.count() == 0


# Its books


def test_its_numbers_are_the_merchants_once(ask: Ask) -> None:
    payment = ask()
    again = {"mchid": "1900000109", "description": "", "notify_url": "", "currency": "CNY"}
    now = timezone.now()
    same = actions.open_trade(payment.uuid.hex, total=12800, now=now, **again)
    assert same == SandboxTrade.objects.get()
    with pytest.raises(SandboxError, match="OUT_TRADE_NO_USED"):
        actions.open_trade(payment.uuid.hex, total=1, now=now, **again)
    assert SandboxTrade.objects.get().total == 12800


def test_it_gives_back_once_per_number_and_no_more_than_it_took(payment: Payment) -> None:
    now = timezone.now()
    number = payment.uuid.hex

    def give_back(out_refund_no: str, amount: int) -> str:
        refund = actions.refund_trade(number, out_refund_no=out_refund_no, amount=amount, now=now)
        return refund.refund_id

    with pytest.raises(SandboxError, match="NOT_ENOUGH"):
        give_back("r-0", 1)
    actions.pay_trade(number, now=now)
    assert give_back("r-1", 8000) == give_back("r-1", 8000)
    for out_refund_no, amount, code in (
        ("r-1", 7000, "INVALID_REQUEST"),
        ("r-2", 4801, "NOT_ENOUGH"),
    ):
        with pytest.raises(SandboxError, match=code):
            give_back(out_refund_no, amount)
    give_back("r-2", 4800)
    trade = SandboxTrade.objects.get()
    assert (trade.state, trade.refunded, trade.refunds.count()) == ("REFUND", 12800, 2)
    with pytest.raises(SandboxError, match="RESOURCE_NOT_EXISTS"):
        actions.refund_trade("0" * 32, out_refund_no="r-3", amount=1, now=now)


def test_its_keys_are_made_once_and_kept_encrypted(payment: Payment) -> None:
    assert HouseSecret.objects.count() == 0
    (serial,) = keys.public_keys()
    assert (len(serial), len(keys.api_key())) == (40, 32)
    assert list(keys.public_keys()) == [serial]
    names = HouseSecret.objects.order_by("name").values_list("name", flat=True)
    assert list(names) == ["sandbox.api_v3_key", "sandbox.signing_key"]
    # DER of a private key begins so.
    wrapped = bytes(HouseSecret.objects.get(name="sandbox.signing_key").wrapped)
    assert b"\x30\x82" not in wrapped[:8]
