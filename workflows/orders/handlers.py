"""What orders do when money comes."""

from datetime import datetime
from typing import Any

from accounts.notices.actions import notify
from outbox.registry import handler
from workflows.engine.actions import receive_event
from workflows.engine.models import Case
from workflows.engine.nodes import BaseFlow
from workflows.payments.actions import refund
from workflows.payments.actions.notices import CAPTURED_TOPIC, FAILED_TOPIC
from workflows.payments.models import Payment
from workflows.payments.queries import money_of

from .models import Order
from .states import CLOSED
from .vocabulary import PAYMENT_CAPTURED


@handler(CAPTURED_TOPIC)
def take_payment(payload: dict[str, Any], *, key: str, now: datetime) -> None:
    """Tell the case of its money; send back in full what comes too late or twice.

    The case's lock comes first: expiry, cancellation and another payment wait for it or were
    before, so an order is either paid or gone.
    """
    payment = Payment.objects.get(uuid=payload["payment"])
    case = Case.objects.filter(number=payment.order_number).first()
    if case is None:
        return
    with BaseFlow.lock(case.process_id):
        case.refresh_from_db()
        event = f"payment:{payment.uuid}"
        if case.events.filter(key=event).exists():
            # Delivered once more: the order has this money.
            return
        order = Order.objects.get(number=payment.order_number)
        if case.finished_at is not None or _overpaid(order):
            _send_back(payment, now=now)
            return
        receive_event(
            case.number,
            PAYMENT_CAPTURED,
            data={"amount": payment.captured, "payment": str(payment.uuid)},
            key=event,
            by=None,
            now=now,
        )


@handler(FAILED_TOPIC)
def tell_of_failure(payload: dict[str, Any], *, key: str, now: datetime) -> None:
    """A payment did not go through: its customer may try again while the order waits."""
    payment = Payment.objects.get(uuid=payload["payment"])
    order = Order.objects.filter(number=payment.order_number).first()
    if order is None or order.status in CLOSED:
        return
    notify(
        order.customer,
        key=f"payment-failed:{payment.uuid}",
        now=now,
        subject={"en": "The payment failed", "zh-hans": "付款未成功"},
        body={
            "en": "The payment of order {number} did not go through. Please try again.",
            "zh-hans": "订单 {number} 的付款未成功，请重新支付。",
        },
        context={"number": order.number},
    )


def _overpaid(order: Order) -> bool:
    money = money_of(order.number)
    return money.paid - money.refunded > order.total


def _send_back(payment: Payment, *, now: datetime) -> None:
    # Read under the case's lock: an order that expired with the money there has sent it back.
    payment.refresh_from_db()
    if payment.left == 0:
        return
    refund(
        payment.order_number,
        amount=payment.left,
        reason="The payment came too late or twice.",
        key=f"late:{payment.uuid}",
        by=None,
        now=now,
    )
