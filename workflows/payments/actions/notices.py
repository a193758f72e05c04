"""What gateways tell: stored first, with a quick answer; handled once that is committed."""

import logging
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from outbox.actions import enqueue

from .. import gateways
from ..gateways import NoticeFacts
from ..models import GatewayNotice, Payment
from ..states import Event, Finding, PaymentStatus, may_become

logger = logging.getLogger("doorstep.payments")

NOTICE_TOPIC = "gateway_notice"
CAPTURED_TOPIC = "payment_captured"
FAILED_TOPIC = "payment_failed"


@transaction.atomic
def receive_notice(
    gateway: str, *, headers: Mapping[str, str], body: bytes, now: datetime
) -> GatewayNotice:
    """Check what came and keep it; a copy of a notice gives the one already there.

    ``headers`` by any case of name. Raises ``UnknownGateway`` (404) and ``NoticeRefused`` (401
    for signature and age, 400 for what cannot be read); nothing is stored then.
    """
    source = gateways.gateway(gateway)
    given = {name.lower(): value for name, value in headers.items()}
    facts = source.read_notice(given, body, now=now)
    kept = {name: given[name] for name in source.signed_headers if name in given}
    notice, created = GatewayNotice.objects.get_or_create(
        gateway=gateway,
        notice_id=facts.notice_id,
        defaults={"headers": kept, "body": body, "received_at": now},
    )
    if created:
        enqueue(NOTICE_TOPIC, {"notice": str(notice.uuid)}, key=str(notice.uuid))
    return notice


@transaction.atomic
def handle_notice(uuid: UUID, *, now: datetime) -> Finding:
    """Let a stored notice have its effect, once; answers what became of it."""
    notice = GatewayNotice.objects.select_for_update().get(uuid=uuid)
    if notice.finding:
        return Finding(notice.finding)
    source = gateways.gateway(notice.gateway)
    # Read again as it came: what it says is nowhere in the clear but here.
    facts = source.read_notice(notice.headers, bytes(notice.body), now=notice.received_at)
    payment = _payment(facts, gateway=notice.gateway)
    finding = _judge(facts, payment, merchant=source.merchant, now=now)
    if finding in Finding.misfits():
        logger.error("Notice %s has no effect: %s.", notice, finding)
    notice.event, notice.payment, notice.finding = facts.event, payment, finding
    notice.handled_at = now
    notice.save(update_fields=["event", "payment", "finding", "handled_at"])
    return finding


def _payment(facts: NoticeFacts, *, gateway: str) -> Payment | None:
    if facts.payment is None:
        return None
    return Payment.objects.filter(uuid=facts.payment, gateway=gateway).first()


def _judge(facts: NoticeFacts, payment: Payment | None, *, merchant: str, now: datetime) -> Finding:
    """Whether it is about what we asked for; if so, let it have its effect."""
    if facts.event == Event.OTHER:
        return Finding.NOT_FOR_US
    if facts.merchant != merchant:
        return Finding.WRONG_MERCHANT
    if payment is None:
        return Finding.UNKNOWN_PAYMENT
    if facts.amount != payment.amount:
        return Finding.WRONG_AMOUNT
    if facts.currency != payment.currency:
        return Finding.WRONG_CURRENCY
    return _apply(facts, payment, now=now)


def _apply(facts: NoticeFacts, payment: Payment, *, now: datetime) -> Finding:
    if facts.event == Event.PAID:
        moved, topic = _capture(payment, facts.reference, now=now), CAPTURED_TOPIC
    else:
        moved, topic = _fail(payment, now=now), FAILED_TOPIC
    # Not moved: another notice of the same was quicker, or this one is old news.
    if not moved:
        return Finding.NO_CHANGE
    enqueue(topic, {"payment": str(payment.uuid)})
    return Finding.APPLIED


def _capture(payment: Payment, reference: str, *, now: datetime) -> bool:
    # The condition, not the look before it, lets one of several notices through.
    rows = Payment.objects.filter(
        pk=payment.pk, status__in=may_become(PaymentStatus.CAPTURED)
    ).update(
        status=PaymentStatus.CAPTURED,
        captured=payment.amount,
        reference=reference,
        status_at=now,
    )
    return bool(rows)


def _fail(payment: Payment, *, now: datetime) -> bool:
    rows = Payment.objects.filter(
        pk=payment.pk, status__in=may_become(PaymentStatus.FAILED)
    ).update(status=PaymentStatus.FAILED, status_at=now)
    return bool(rows)
