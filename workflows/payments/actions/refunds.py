"""Money that goes back: never more than came, once per key."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.users import audit
from outbox.actions import enqueue

from .. import gateways
from ..models import Payment, Refund
from ..refusals import InvalidRefund, RefundTooLarge
from ..spreading import spread
from ..states import RefundStatus

if TYPE_CHECKING:
    from accounts.users.models import User

REFUND_TOPIC = "refund_payment"


@transaction.atomic
def refund(
    order_number: str,
    *,
    amount: int,
    reason: str,
    key: str,
    by: "User | None",
    now: datetime,
) -> list[Refund]:
    """Send ``amount`` (minor units) of the order's money back, spread over its payments.

    Once per ``key`` ("order:…:cancel"): the refunds already there are answered again. The money
    that came last goes first: it is what came too late or twice. Raises ``RefundTooLarge`` (409,
    ``refund_exceeds_captured``) and ``InvalidRefund`` (422); nothing is written then.
    """
    _check(amount, reason)
    # Locked in one order everywhere: refunds of an order take their turns here.
    payments = list(
        Payment.objects.of_order(order_number).captured().select_for_update().order_by("pk")
    )
    asked = Refund.objects.filter(key=key, payment__order_number=order_number)
    standing = list(asked.order_by("pk"))
    if standing:
        return standing
    payments.sort(key=lambda payment: (payment.status_at, payment.pk), reverse=True)
    parts = spread(amount, [payment.left for payment in payments])
    if parts is None:
        raise RefundTooLarge
    return [
        _take(payment, part, reason=reason.strip()[:200], key=key, by=by, now=now)
        for payment, part in zip(payments, parts, strict=True)
        if part
    ]


def send_refund(uuid: UUID, *, now: datetime) -> None:
    """Have the gateway send it back. A final "no" frees the amount for another refund."""
    due = Refund.objects.select_related("payment").select_for_update(of=("self",)).get(uuid=uuid)
    if due.status != RefundStatus.REQUESTED:
        return
    try:
        due.reference = gateways.gateway(due.payment.gateway).refund(due)
        due.status = RefundStatus.DONE
    except gateways.Refused as refused:
        due.refusal, due.status = refused.code[:64], RefundStatus.FAILED
        Payment.objects.filter(pk=due.payment_id).update(refunded=F("refunded") - due.amount)
    due.status_at = now
    due.save(update_fields=["reference", "refusal", "status", "status_at"])


def _check(amount: int, reason: str) -> None:
    errors = []
    if amount <= 0:
        errors.append({"loc": ["amount"], "type": "not_positive", "msg": _("Give an amount.")})
    if not reason.strip():
        errors.append({"loc": ["reason"], "type": "required", "msg": _("Say why.")})
    if errors:
        raise InvalidRefund(errors)


def _take(
    payment: Payment,
    part: int,
    *,
    reason: str,
    key: str,
    by: "User | None",
    now: datetime,
) -> Refund:
    # Zero rows: somebody took it between the look and here. All of this refund is undone.
    if not _hold(payment, part):
        raise RefundTooLarge
    made = Refund.objects.create(
        payment=payment,
        amount=part,
        reason=reason,
        key=key,
        requested_by=by,
        created_at=now,
        status_at=now,
    )
    data = {"refund": str(made.uuid), "amount": part, "key": key}
    audit.record(payment, "doorstep.payment.refund", by=by, data=data)
    enqueue(REFUND_TOPIC, {"refund": str(made.uuid)}, key=str(made.uuid))
    return made


def _hold(payment: Payment, part: int) -> int:
    """Count ``part`` as refunded if that much is left; answers how many rows that was."""
    return Payment.objects.filter(pk=payment.pk, refunded__lte=F("captured") - part).update(
        refunded=F("refunded") + part
    )
