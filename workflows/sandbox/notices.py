"""How the sandbox tells its merchant, in the manner of WeChat Pay API v3.

A notice is written with what it tells. It is sent right after that is committed and, until the
merchant answers 2xx, again by the outbox; each copy is encrypted and signed anew.
"""

import json
import secrets
from datetime import datetime, timedelta

from outbox.actions import enqueue
from workflows.payments import apiv3

from . import keys
from .models import SandboxNotice, SandboxTrade
from .sending import post
from .states import TradeState

TOPIC = "sandbox_notice"
FIRST_RETRY = timedelta(seconds=15)
ORIGINAL_TYPE = "transaction"
EVENT_TYPES = {
    TradeState.SUCCESS: "TRANSACTION.SUCCESS",
    # Ours: WeChat Pay tells of success alone. The word is its state of such a trade.
    TradeState.PAYERROR: "TRANSACTION.PAYERROR",
}


def make_notice(trade: SandboxTrade, *, now: datetime) -> SandboxNotice:
    """Write down what the trade has come to; the caller's transaction has brought it there."""
    state = TradeState(trade.state)
    notice = SandboxNotice.objects.create(
        notice_id=f"EV-{now:%Y%m%d%H%M%S}{secrets.randbelow(10**10):010}",
        trade=trade,
        event_type=EVENT_TYPES[state],
        resource=transaction_of(trade),
        created_at=now,
    )
    payload = {"notice": notice.notice_id}
    enqueue(TOPIC, payload, key=notice.notice_id, available_at=now + FIRST_RETRY)
    return notice


def transaction_of(trade: SandboxTrade) -> dict[str, object]:
    """The trade as merchants are told of it."""
    return {
        "mchid": trade.mchid,
        "out_trade_no": trade.out_trade_no,
        "transaction_id": trade.transaction_id,
        "trade_type": "NATIVE",
        "trade_state": trade.state,
        "success_time": trade.state_at.isoformat(timespec="seconds"),
        "amount": {
            "total": trade.total,
            "payer_total": trade.total,
            "currency": trade.currency,
            "payer_currency": trade.currency,
        },
    }


def body_of(notice: SandboxNotice) -> bytes:
    """The body of one copy."""
    plain = json.dumps(notice.resource, ensure_ascii=False).encode()
    resource = apiv3.encrypt(
        plain,
        key=keys.api_key(),
        nonce=secrets.token_hex(6),
        associated_data=ORIGINAL_TYPE,
    )
    content = {
        "id": notice.notice_id,
        "create_time": notice.created_at.isoformat(timespec="seconds"),
        "resource_type": "encrypt-resource",
        "event_type": notice.event_type,
        "summary": notice.event_type,
        "resource": {"original_type": ORIGINAL_TYPE, **resource},
    }
    return json.dumps(content, ensure_ascii=False).encode()


def headers_of(body: bytes, *, now: datetime) -> dict[str, str]:
    """What a copy is signed with, at ``now``."""
    key = keys.signing_key()
    return apiv3.signed_headers(
        body,
        key=key,
        serial=keys.serial_of(key.public_key()),
        timestamp=int(now.timestamp()),
        nonce=secrets.token_hex(16),
    )


def deliver(notice: SandboxNotice, *, now: datetime) -> bool:
    """Send a copy, unless the merchant has heard; answers whether it has."""
    if notice.delivered_at is not None:
        return True
    body = body_of(notice)
    status = post(notice.trade.notify_url, body, headers=headers_of(body, now=now))
    if not 200 <= status < 300:
        return False
    SandboxNotice.objects.filter(pk=notice.pk).update(delivered_at=now)
    return True
