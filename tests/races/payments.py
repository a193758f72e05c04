"""Notices, refunds and requests for money that come at once."""

from collections import Counter
from datetime import datetime
from typing import Any

import pytest
from django.db.models import F
from django.db.models.query import QuerySet
from django.db.models.signals import pre_save
from django.utils import timezone

from accounts.users.models import User
from outbox import registry
from outbox.delivery import drain
from outbox.models import Message
from tests.payments.bank import Sent, pay, send, signed, told
from tests.races.barrier import CERTAIN, at_once, meeting, meeting_before, without_constraints
from workflows.payments.actions import handle_notice, notices, refund, refunds, request_payment
from workflows.payments.models import GatewayNotice, Payment, Refund
from workflows.payments.queries import Money, money_of
from workflows.payments.refusals import RefundTooLarge
from workflows.payments.states import Finding
from workflows.sandbox.models import SandboxRefund, SandboxTrade

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ORDER = "D-1001"
AMOUNT = 10000
TIMES = 20


@pytest.fixture
def payment(cast: dict[str, User]) -> Payment:
    return ask(AMOUNT)


def ask(amount: int) -> Payment:
    return request_payment(
        ORDER,
        amount=amount,
        currency="CNY",
        gateway="sandbox",
        title="Window cleaning",
        by=None,
        now=timezone.now(),
    )


@pytest.fixture
def effects(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The payments that the area above was told of, each time it was."""
    told_of: list[str] = []

    def hear(payload: dict[str, Any], *, key: str, now: datetime) -> None:
        told_of.append(payload["payment"])

    monkeypatch.setitem(registry._handlers, "payment_captured", registry.Handler(hear))
    return told_of


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: queries that lock rows do not lock them."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_options: rows.all())


def work() -> None:
    """Several workers take up what waits, until nothing does."""

    def until_done() -> None:
        while drain(now=timezone.now(), limit=100):
            pass

    at_once(*[until_done] * 4)


# One notice, twenty times


def replay(sent: Sent) -> Counter[int]:
    """Twenty copies at once; how many were answered with which status."""
    return Counter(at_once(*[lambda: sent.send().status_code] * TIMES))


def test_twenty_replays_of_one_notice_have_one_effect(payment: Payment, effects: list[str]) -> None:
    with meeting(pre_save, sender=GatewayNotice, parties=TIMES, patience=CERTAIN):
        assert replay(signed(told(payment))) == {204: TIMES}
    assert GatewayNotice.objects.count() == 1
    work()

    payment.refresh_from_db()
    assert (payment.status, payment.captured) == ("captured", AMOUNT)
    assert effects == [str(payment.uuid)]


def test_control_without_the_constraint_each_copy_is_stored(payment: Payment) -> None:
    with (
        without_constraints(GatewayNotice, "a_notice_is_stored_once"),
        meeting(pre_save, sender=GatewayNotice, parties=TIMES, patience=CERTAIN),
    ):
        assert replay(signed(told(payment))) == {204: TIMES}
        assert GatewayNotice.objects.count() == TIMES


# Twenty notices of one payment


def handle_all(payment: Payment) -> Counter[Any]:
    """Twenty notices that say the same, handled at once; how many came to which finding."""
    for number in range(TIMES):
        send(payment, notice_id=f"EV-{number}")
    stored = GatewayNotice.objects.values_list("uuid", flat=True)
    calls = [lambda uuid=uuid: handle_notice(uuid, now=timezone.now()) for uuid in stored]
    return Counter(at_once(*calls))


def test_twenty_notices_of_one_payment_have_one_effect(
    payment: Payment, effects: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting_before(monkeypatch, notices, "_capture", parties=TIMES, patience=CERTAIN)
    assert handle_all(payment) == {Finding.APPLIED: 1, Finding.NO_CHANGE: TIMES - 1}
    work()
    assert effects == [str(payment.uuid)]
    assert money_of(ORDER) == Money(paid=AMOUNT, refunded=0)


def test_control_who_looks_before_acting_is_told_many_times(
    payment: Payment, effects: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_and_capture(seen: Payment, reference: str, *, now: datetime) -> bool:
        if seen.status == "captured":
            return False
        Payment.objects.filter(pk=seen.pk).update(status="captured", captured=seen.amount)
        return True

    monkeypatch.setattr(notices, "_capture", look_and_capture)
    meeting_before(monkeypatch, notices, "_capture", parties=TIMES, patience=CERTAIN)
    assert handle_all(payment) == {Finding.APPLIED: TIMES}
    work()
    assert effects == [str(payment.uuid)] * TIMES


# Twenty refunds of 60 %


@pytest.fixture
def paid(payment: Payment, effects: list[str]) -> Payment:
    pay(payment)
    work()
    payment.refresh_from_db()
    assert payment.captured == AMOUNT
    return payment


def give_back(amount: int, *keys: str) -> Counter[str]:
    """Refunds at once, one for each key; how many were made, and how many refused."""

    def call(key: str) -> list[Refund]:
        return refund(ORDER, amount=amount, reason="x", key=key, by=None, now=timezone.now())

    results = at_once(*[lambda key=key: call(key) for key in keys])
    return Counter("made" if isinstance(one, list) else type(one).__name__ for one in results)


KEYS = [f"refund-{number}" for number in range(TIMES)]
ONE_OF_THEM = {"made": 1, RefundTooLarge.__name__: TIMES - 1}


def assert_refunded(amount: int, rows: int = 1) -> None:
    """By our books and, once the workers are through, by the gateway's."""
    assert money_of(ORDER).refunded == amount
    assert Refund.objects.count() == rows
    work()
    assert list(Refund.objects.values_list("status", flat=True)) == ["done"] * rows
    assert sum(SandboxTrade.objects.values_list("refunded", flat=True)) == amount
    assert SandboxRefund.objects.count() == rows


def test_of_twenty_refunds_of_sixty_percent_one_is_made(
    paid: Payment, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting_before(monkeypatch, refunds, "spread", parties=TIMES)
    assert give_back(6000, *KEYS) == ONE_OF_THEM
    assert_refunded(6000)


def test_without_the_lock_the_condition_alone_lets_one_through(
    paid: Payment, unlocked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting_before(monkeypatch, refunds, "spread", parties=TIMES, patience=CERTAIN)
    assert give_back(6000, *KEYS) == ONE_OF_THEM
    assert money_of(ORDER) == Money(paid=AMOUNT, refunded=6000)


def test_control_without_any_guard_more_goes_back_than_came(
    paid: Payment, unlocked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hold(payment: Payment, part: int) -> int:
        return Payment.objects.filter(pk=payment.pk).update(refunded=F("refunded") + part)

    monkeypatch.setattr(refunds, "_hold", hold)
    meeting_before(monkeypatch, refunds, "spread", parties=TIMES, patience=CERTAIN)
    with without_constraints(Payment, "refunded_is_within_captured_within_amount"):
        assert give_back(6000, *KEYS) == {"made": TIMES}
        assert money_of(ORDER) == Money(paid=AMOUNT, refunded=TIMES * 6000)


def test_of_twenty_refunds_over_two_payments_one_is_made(
    paid: Payment, monkeypatch: pytest.MonkeyPatch
) -> None:
    pay(ask(5000))
    work()
    assert money_of(ORDER) == Money(paid=15000, refunded=0)

    meeting_before(monkeypatch, refunds, "spread", parties=TIMES)
    assert give_back(9000, *KEYS) == ONE_OF_THEM
    # 5000 of the later payment, 4000 of the first.
    assert_refunded(9000, rows=2)


def test_twenty_requests_with_one_key_are_one_refund(
    paid: Payment, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting_before(monkeypatch, refunds, "spread", parties=TIMES)
    assert give_back(500, *["cancel"] * TIMES) == {"made": TIMES}
    assert_refunded(500)


def test_control_without_lock_and_constraint_one_key_is_many_refunds(
    paid: Payment, unlocked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting_before(monkeypatch, refunds, "spread", parties=TIMES, patience=CERTAIN)
    with without_constraints(Refund, "a_payment_is_refunded_once_per_key"):
        assert give_back(500, *["cancel"] * TIMES) == {"made": TIMES}
        assert money_of(ORDER) == Money(paid=AMOUNT, refunded=TIMES * 500)


# Twenty requests for money


def ask_at_once() -> list[Any]:
    with meeting(pre_save, sender=Payment, parties=TIMES, patience=CERTAIN):
        return at_once(*[lambda: ask(AMOUNT).uuid] * TIMES)


def test_twenty_requests_open_one_payment(cast: dict[str, User]) -> None:
    (asked,) = set(ask_at_once())
    assert list(Payment.objects.values_list("uuid", flat=True)) == [asked]
    assert SandboxTrade.objects.count() == 1


def test_control_without_the_constraint_an_order_can_be_paid_twenty_times(
    cast: dict[str, User],
) -> None:
    with without_constraints(Payment, "an_order_has_one_open_payment"):
        assert len(set(ask_at_once())) == TIMES
        assert SandboxTrade.objects.count() == TIMES
    assert Message.objects.count() == 0
