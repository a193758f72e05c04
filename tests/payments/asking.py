"""Asking for a payment, and closing it again."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from outbox.models import Message
from tests.payments.bank import send
from tests.payments.conftest import ORDER, Ask, Heard
from workflows.payments.actions import close_payments
from workflows.payments.models import Payment
from workflows.payments.queries import Money, money_of
from workflows.payments.refusals import GatewayNotOffered
from workflows.sandbox.models import SandboxTrade

pytestmark = pytest.mark.django_db

Deliver = Callable[[], None]


def states() -> list[tuple[int, str]]:
    return list(Payment.objects.order_by("pk").values_list("amount", "status"))


def trades() -> list[str]:
    return list(SandboxTrade.objects.order_by("pk").values_list("state", flat=True))


def test_a_payment_is_announced_to_its_gateway(ask: Ask) -> None:
    payment = ask()

    url = f"{settings.BASE_URL}/sandbox/payments/{payment.uuid}/"
    assert payment.client == {"url": url}
    trade = SandboxTrade.objects.get()
    assert (trade.out_trade_no, trade.total, trade.currency, trade.state) == (
        payment.uuid.hex,
        12800,
        "CNY",
        "NOTPAY",
    )
    assert money_of(ORDER) == Money(paid=0, refunded=0)


def test_asking_again_for_the_same_answers_the_open_one(ask: Ask) -> None:
    assert ask() == ask()
    assert states() == [(12800, "pending")]
    assert Message.objects.count() == 0


def test_another_amount_closes_the_old_one(ask: Ask, deliver: Deliver) -> None:
    ask()
    ask(amount=9900)
    assert states() == [(12800, "closed"), (9900, "pending")]
    assert trades() == ["NOTPAY", "NOTPAY"]

    deliver()
    assert trades() == ["CLOSED", "NOTPAY"]


def test_orders_do_not_touch_each_other(ask: Ask) -> None:
    assert ask() != ask("D-1002")
    assert states() == [(12800, "pending"), (12800, "pending")]


def test_after_a_failed_try_a_new_payment_closes_the_failed_one(
    ask: Ask, heard: Heard, deliver: Deliver
) -> None:
    first = ask()
    send(first, state="PAYERROR")
    deliver()
    assert states() == [(12800, "failed")]

    assert ask() != first
    deliver()
    assert states() == [(12800, "closed"), (12800, "pending")]
    assert trades() == ["CLOSED", "NOTPAY"]


def test_a_gateway_that_is_not_there_is_refused(ask: Ask) -> None:
    with pytest.raises(GatewayNotOffered) as refused:
        ask(gateway="pigeon")

    assert (refused.value.status, refused.value.code) == (422, "gateway_not_offered")
    (error,) = refused.value.errors
    assert error["loc"] == ["gateway"]
    assert str(error["msg"]).startswith("One cannot pay this way here. Ways to pay: ")
    assert "sandbox" in str(error["msg"])
    assert states() == []


def test_nothing_is_no_payment(ask: Ask) -> None:
    with pytest.raises(IntegrityError, match="a_payment_asks_for_something"), transaction.atomic():
        ask(amount=0)
    assert states() == []


def test_a_closed_payment_is_closed_at_its_gateway_once(payment: Payment, deliver: Deliver) -> None:
    close_payments(ORDER, now=timezone.now())
    close_payments(ORDER, now=timezone.now())
    assert states() == [(12800, "closed")]
    assert Message.objects.filter(topic="close_payment").count() == 1

    deliver()
    assert trades() == ["CLOSED"]
    assert Message.objects.open().count() == 0


def test_what_is_paid_stays_so_when_payments_are_closed(paid: Payment, deliver: Deliver) -> None:
    close_payments(ORDER, now=timezone.now())
    deliver()
    assert states() == [(12800, "captured")]
    assert money_of(ORDER) == Money(paid=12800, refunded=0)


def test_what_is_paid_while_it_is_being_closed_is_captured(
    payment: Payment, heard: Heard, deliver: Deliver
) -> None:
    close_payments(ORDER, now=timezone.now())
    send(payment)
    deliver()
    assert states() == [(12800, "captured")]
    assert heard == [("payment_captured", str(payment.uuid))]
    assert money_of(ORDER) == Money(paid=12800, refunded=0)
