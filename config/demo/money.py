"""An order paid in the past: at the sandbox, told by a genuine notice, taken by the order."""

from datetime import datetime

from accounts.users.models import User
from workflows.orders.actions import pay_order
from workflows.orders.handlers import take_payment
from workflows.orders.models import Order
from workflows.payments.actions import handle_notice, receive_notice
from workflows.sandbox.actions import pay_trade
from workflows.sandbox.gateway import KEY
from workflows.sandbox.models import SandboxNotice
from workflows.sandbox.notices import body_of, headers_of


def settle(order: Order, *, by: User, now: datetime) -> None:
    """Everything that comes of a payment, at ``now``; the outbox finds it done."""
    payment = pay_order(order, gateway=KEY, by=by, now=now)
    told = pay_trade(payment.uuid.hex, now=now)
    body = body_of(told)
    notice = receive_notice(KEY, headers=headers_of(body, now=now), body=body, now=now)
    SandboxNotice.objects.filter(pk=told.pk).update(delivered_at=now)
    handle_notice(notice.uuid, now=now)
    take_payment({"payment": str(payment.uuid)}, key=str(payment.uuid), now=now)
