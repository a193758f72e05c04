"""What a gateway does with a trade: opened by its merchant, paid or not by its payer.

Every verb is one transaction of the sandbox's own, decided by a conditional update.
"""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import F

from .models import SandboxNotice, SandboxRefund, SandboxTrade
from .notices import make_notice
from .refusals import SandboxError
from .states import PAID, PAYABLE, TradeState


def open_trade(
    out_trade_no: str,
    *,
    mchid: str,
    description: str,
    notify_url: str,
    total: int,
    currency: str,
    now: datetime,
) -> SandboxTrade:
    """Make ready to be paid; the same again is answered with what is there."""
    asked = {"mchid": mchid, "total": total, "currency": currency}
    trade, _created = SandboxTrade.objects.get_or_create(
        out_trade_no=out_trade_no,
        defaults={
            **asked,
            "description": description,
            "notify_url": notify_url,
            "transaction_id": _number("42", now),
            "created_at": now,
            "state_at": now,
        },
    )
    if any(getattr(trade, name) != value for name, value in asked.items()):
        raise SandboxError("OUT_TRADE_NO_USED")
    return trade


@transaction.atomic
def pay_trade(out_trade_no: str, *, now: datetime) -> SandboxNotice:
    """The payer pays."""
    return _settle(out_trade_no, TradeState.SUCCESS, now=now)


@transaction.atomic
def fail_trade(out_trade_no: str, *, now: datetime) -> SandboxNotice:
    """The payer tries to pay and cannot; another try may follow."""
    return _settle(out_trade_no, TradeState.PAYERROR, now=now)


@transaction.atomic
def close_trade(out_trade_no: str, *, now: datetime) -> None:
    """Let nobody pay any more. Raises ``SandboxError`` (ORDERPAID)."""
    trade = trade_of(out_trade_no)
    if not _move(trade, TradeState.CLOSED, now=now):
        trade.refresh_from_db()
        if trade.state in PAID:
            raise SandboxError("ORDERPAID")


@transaction.atomic
def refund_trade(
    out_trade_no: str, *, out_refund_no: str, amount: int, now: datetime
) -> SandboxRefund:
    """Give money back, once per ``out_refund_no``. Raises ``SandboxError``."""
    trade = trade_of(out_trade_no)
    refund, created = SandboxRefund.objects.get_or_create(
        out_refund_no=out_refund_no,
        defaults={
            "trade": trade,
            "amount": amount,
            "refund_id": _number("50", now),
            "created_at": now,
        },
    )
    if (refund.trade_id, refund.amount) != (trade.pk, amount):
        raise SandboxError("INVALID_REQUEST")
    if created and not _give_back(trade, amount):
        raise SandboxError("NOT_ENOUGH")
    return refund


def trade_of(out_trade_no: str) -> SandboxTrade:
    try:
        return SandboxTrade.objects.get(out_trade_no=out_trade_no)
    except SandboxTrade.DoesNotExist:
        raise SandboxError("RESOURCE_NOT_EXISTS") from None


def _settle(out_trade_no: str, state: TradeState, *, now: datetime) -> SandboxNotice:
    trade = trade_of(out_trade_no)
    moved = _move(trade, state, now=now)
    trade.refresh_from_db()
    if not moved:
        raise SandboxError("ORDER_CLOSED" if trade.state == TradeState.CLOSED else "ORDERPAID")
    return make_notice(trade, now=now)


def _move(trade: SandboxTrade, state: TradeState, *, now: datetime) -> int:
    return SandboxTrade.objects.filter(pk=trade.pk, state__in=PAYABLE).update(
        state=state, state_at=now
    )


def _give_back(trade: SandboxTrade, amount: int) -> int:
    return SandboxTrade.objects.filter(
        pk=trade.pk, state__in=PAID, refunded__lte=F("total") - amount
    ).update(state=TradeState.REFUND, refunded=F("refunded") + amount)


def _number(prefix: str, now: datetime) -> str:
    """28 digits, as the gateways have them: a prefix, the instant, and twelve at random."""
    return f"{prefix}{now:%Y%m%d%H%M%S}{secrets.randbelow(10**12):012}"
