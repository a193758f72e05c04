"""Asking for money, and asking no more."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from outbox.actions import enqueue

from .. import gateways
from ..models import Payment
from ..refusals import AnotherRequested, GatewayNotOffered, UnknownGateway
from ..states import PaymentStatus, may_become

if TYPE_CHECKING:
    from accounts.users.models import User

CLOSE_TOPIC = "close_payment"


@transaction.atomic
def request_payment(
    order_number: str,
    *,
    amount: int,
    currency: str,
    gateway: str,
    title: str,
    by: "User | None",
    now: datetime,
) -> Payment:
    """Ask for ``amount`` (minor units) at ``gateway``; ``payment.client`` is what a client needs.

    An open payment of the order for the same is answered again; any other is closed, so that an
    order has one open payment. Raises ``GatewayNotOffered`` (422) and ``AnotherRequested`` (409).
    An amount of nothing breaks a constraint that speaks: 409 ``nothing_to_pay``.
    """
    chosen = _offered(gateway)
    asked = {"gateway": gateway, "amount": amount, "currency": currency}
    standing = Payment.objects.of_order(order_number).open().select_for_update().first()
    if standing is not None and _is_for(standing, asked):
        return standing
    _close(order_number, now=now)
    rest = {"title": title[:120], "requested_by": by, "created_at": now, "status_at": now}
    # Two requests at once: the constraint lets one in, the other gets that one, or is refused.
    payment, created = Payment.objects.get_or_create(
        order_number=order_number, status=PaymentStatus.PENDING, defaults={**asked, **rest}
    )
    if not created:
        if not _is_for(payment, asked):
            raise AnotherRequested
        return payment
    payment.client = chosen.open(payment)
    payment.save(update_fields=["client"])
    return payment


def close_payments(order_number: str, *, now: datetime) -> None:
    """Let nothing more of the order be paid, as far as its gateways keep to it.

    What is paid all the same, because it was on its way, is captured and told as usual.
    """
    with transaction.atomic():
        _close(order_number, now=now)


def close_at_gateway(payment: UUID) -> None:
    """Tell the gateway that a payment is closed; one paid meanwhile needs no closing."""
    closed = Payment.objects.get(uuid=payment)
    if closed.status != PaymentStatus.CLOSED:
        return
    try:
        gateways.gateway(closed.gateway).close(closed)
    except gateways.Refused:
        # It was paid at the last moment: the notice that says so is on its way.
        return


def _offered(key: str) -> gateways.Gateway:
    try:
        return gateways.gateway(key)
    except UnknownGateway as error:
        offered = _(" Ways to pay: %(names)s.") % {"names": ", ".join(sorted(gateways.gateways()))}
        text = str(GatewayNotOffered.detail) + offered
        loc = {"loc": ["gateway"], "type": "not_offered", "msg": text}
        raise GatewayNotOffered([loc]) from error


def _is_for(payment: Payment, asked: dict[str, object]) -> bool:
    return all(getattr(payment, name) == value for name, value in asked.items())


def _close(order_number: str, *, now: datetime) -> None:
    for payment in Payment.objects.of_order(order_number).payable().order_by("pk"):
        moved = Payment.objects.filter(
            pk=payment.pk, status__in=may_become(PaymentStatus.CLOSED)
        ).update(status=PaymentStatus.CLOSED, status_at=now)
        # Zero: it was paid between the look and the move.
        if moved:
            enqueue(CLOSE_TOPIC, {"payment": str(payment.uuid)}, key=str(payment.uuid))
