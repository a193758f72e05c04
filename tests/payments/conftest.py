"""An order that is to be paid at the sandbox, and somebody above who waits to hear of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.users.models import User
from outbox import registry
from outbox.delivery import drain
from tests.payments.bank import pay
from workflows.payments.actions import request_payment
from workflows.payments.models import Payment

ORDER = "D-1001"
AMOUNT = 12800

Ask = Callable[..., Payment]
Heard = list[tuple[str, str]]


@pytest.fixture
def ask(cast: dict[str, User]) -> Ask:
    """``ask(amount=…)`` asks for a payment of the order."""

    def asked(order: str = ORDER, **changes: Any) -> Payment:
        what = {"amount": AMOUNT, "currency": "CNY", "gateway": "sandbox", **changes}
        return request_payment(
            order, title="Window cleaning", by=cast["customer"], now=timezone.now(), **what
        )

    return asked


@pytest.fixture
def payment(ask: Ask) -> Payment:
    return ask()


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """What the area above is told, as ``(topic, payment)``, each time it is."""
    messages: Heard = []

    def hearing(topic: str) -> Callable[..., None]:
        def hear(payload: dict[str, Any], *, key: str, now: Any) -> None:
            messages.append((topic, payload["payment"]))

        return hear

    for topic in ("payment_captured", "payment_failed"):
        monkeypatch.setitem(registry._handlers, topic, registry.Handler(hearing(topic)))
    return messages


@pytest.fixture
def deliver() -> Callable[[], None]:
    """What the worker does: everything in the outbox, and what comes of it."""

    def run() -> None:
        while drain(now=timezone.now(), limit=100):
            pass

    return run


@pytest.fixture
def paid(payment: Payment, heard: Heard, deliver: Callable[[], None]) -> Payment:
    """The payment, once the gateway has told that it is paid."""
    pay(payment)
    deliver()
    payment.refresh_from_db()
    return payment
