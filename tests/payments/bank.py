"""Notices as a gateway with the sandbox's keys could send them: genuine ones, and others."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from workflows.payments.models import Payment
from workflows.sandbox.actions import trade_of
from workflows.sandbox.models import SandboxNotice
from workflows.sandbox.notices import body_of, headers_of, transaction_of

NOTIFY = "/api/v1/payments/sandbox/notify/"
SUCCESS = "TRANSACTION.SUCCESS"


@dataclass(frozen=True)
class Sent:
    """A notice as it goes over the wire."""

    body: bytes
    headers: Mapping[str, str]

    def send(self, path: str = NOTIFY) -> Any:
        return Client().post(
            path, self.body, content_type="application/json", headers=dict(self.headers)
        )


def told(
    payment: Payment, *, notice_id: str = "EV-1", state: str = "SUCCESS", **changes: Any
) -> bytes:
    """The body of a notice about ``payment``; ``changes`` are made to what it says.

    ``total`` and ``currency`` are those of its amount.
    """
    resource: dict[str, Any] = transaction_of(trade_of(payment.uuid.hex))
    amount = {name: changes.pop(name) for name in ("total", "currency") if name in changes}
    resource["amount"] = {**resource["amount"], **amount}
    notice = SandboxNotice(
        notice_id=notice_id,
        event_type=f"TRANSACTION.{state}",
        resource={**resource, "trade_state": state, **changes},
        created_at=timezone.now(),
    )
    return body_of(notice)


def signed(body: bytes, *, at: datetime | None = None) -> Sent:
    return Sent(body, headers_of(body, now=at or timezone.now()))


def send(payment: Payment, **notice: Any) -> Any:
    """Send a genuine notice about ``payment``; answers the response."""
    return signed(told(payment, **notice)).send()


def changed(body: bytes, **changes: Any) -> bytes:
    """The same notice with other members in its outer part."""
    return json.dumps({**json.loads(body), **changes}).encode()


def pay(payment: Payment) -> None:
    """The payer pays on the gateway's page, and the gateway tells."""
    page = f"/sandbox/payments/{payment.uuid}/"
    answer = Client().post(page, {"result": "paid"}, content_type="application/json")
    assert answer.json() == {"trade_state": "SUCCESS", "notified": True}
