"""Money that goes back: never more than came, once per key, once at the gateway."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.users.models import User
from outbox.models import Message
from tests.payments.bank import pay
from tests.payments.conftest import ORDER, Ask, Heard
from workflows.payments.actions import refund, send_refund
from workflows.payments.models import Payment, Refund
from workflows.payments.queries import Money, money_of
from workflows.payments.refusals import InvalidRefund, RefundTooLarge
from workflows.sandbox.models import SandboxRefund, SandboxTrade

pytestmark = pytest.mark.django_db

Deliver = Callable[[], None]


def give_back(amount: int, key: str = "cancel", by: User | None = None) -> list[Refund]:
    return refund(ORDER, amount=amount, reason="Cancelled", key=key, by=by, now=timezone.now())


def at_the_gateway() -> list[tuple[str, int]]:
    rows = SandboxTrade.objects.order_by("pk")
    return list(rows.values_list("state", "refunded"))


def test_a_refund_reaches_the_gateway_after_commit(
    paid: Payment, cast: dict[str, User], deliver: Deliver
) -> None:
    (made,) = give_back(5000, by=cast["finance"])

    assert (made.payment, made.amount, made.status) == (paid, 5000, "requested")
    assert at_the_gateway() == [("SUCCESS", 0)]
    # What is on its way is gone for us: nobody gives it back a second time.
    assert money_of(ORDER) == Money(paid=12800, refunded=5000)

    deliver()
    made.refresh_from_db()
    theirs = SandboxRefund.objects.get()
    assert (made.status, made.reference) == ("done", theirs.refund_id)
    assert (theirs.out_refund_no, theirs.amount) == (made.uuid.hex, 5000)
    assert at_the_gateway() == [("REFUND", 5000)]
    entry = ModelLogEntry.objects.get(action="doorstep.payment.refund")
    assert (entry.user, entry.data["amount"], entry.data["key"]) == (
        cast["finance"],
        5000,
        "cancel",
    )


def test_it_is_done_once_per_key(paid: Payment, deliver: Deliver) -> None:
    first = give_back(5000)
    assert give_back(5000) == first
    # Also with another amount: the first stands.
    assert give_back(7000) == first
    deliver()
    assert give_back(5000) == first
    deliver()

    assert Refund.objects.count() == 1
    assert money_of(ORDER) == Money(paid=12800, refunded=5000)
    assert at_the_gateway() == [("REFUND", 5000)]


def test_several_refunds_add_up_to_what_was_paid_and_no_further(
    paid: Payment, deliver: Deliver
) -> None:
    give_back(5000, "one")
    give_back(7800, "two")
    with pytest.raises(RefundTooLarge) as refused:
        give_back(1, "three")
    deliver()

    assert (refused.value.status, refused.value.code) == (409, "refund_exceeds_captured")
    assert money_of(ORDER) == Money(paid=12800, refunded=12800)
    assert list(Refund.objects.order_by("pk").values_list("key", flat=True)) == ["one", "two"]
    assert at_the_gateway() == [("REFUND", 12800)]


def test_what_is_too_much_is_refused_whole(paid: Payment) -> None:
    with pytest.raises(RefundTooLarge):
        give_back(12801)

    assert Refund.objects.count() == 0
    assert Message.objects.filter(topic="refund_payment").count() == 0
    assert ModelLogEntry.objects.filter(action="doorstep.payment.refund").count() == 0
    assert money_of(ORDER) == Money(paid=12800, refunded=0)


def test_an_order_that_was_not_paid_gives_nothing_back(payment: Payment) -> None:
    with pytest.raises(RefundTooLarge):
        give_back(1)
    assert Refund.objects.count() == 0


@pytest.mark.parametrize(
    ("amount", "reason", "wrong"),
    [(0, "Cancelled", ["amount"]), (-1, "Cancelled", ["amount"]), (5, " ", ["reason"]),
     (0, "", ["amount", "reason"])],
)  # fmt: skip
def test_a_refund_has_an_amount_and_a_reason(
    paid: Payment, amount: int, reason: str, wrong: list[str]
) -> None:
    with pytest.raises(InvalidRefund) as refused:
        refund(ORDER, amount=amount, reason=reason, key="k", by=None, now=timezone.now())

    assert refused.value.status == 422
    assert [error["loc"] for error in refused.value.errors] == [[name] for name in wrong]
    assert Refund.objects.count() == 0


@pytest.fixture
def paid_twice(ask: Ask, paid: Payment, heard: Heard, deliver: Deliver) -> tuple[Payment, Payment]:
    """A deposit of 12800, and 3000 that were paid later."""
    second = ask(amount=3000)
    pay(second)
    deliver()
    second.refresh_from_db()
    return paid, second


def refunded(*payments: Payment) -> list[int]:
    for payment in payments:
        payment.refresh_from_db()
    return [payment.refunded for payment in payments]


def test_it_spreads_over_the_payments_and_begins_with_what_came_last(
    paid_twice: tuple[Payment, Payment], deliver: Deliver
) -> None:
    first, second = paid_twice
    assert money_of(ORDER) == Money(paid=15800, refunded=0)

    give_back(2000, "one")
    assert refunded(first, second) == [0, 2000]
    made = give_back(5000, "two")
    assert [(row.payment, row.amount) for row in made] == [(second, 1000), (first, 4000)]
    assert refunded(first, second) == [4000, 3000]
    assert give_back(5000, "two") == made
    deliver()

    assert at_the_gateway() == [("REFUND", 4000), ("REFUND", 3000)]
    assert money_of(ORDER) == Money(paid=15800, refunded=7000)


def test_too_much_for_all_of_them_together_touches_none(
    paid_twice: tuple[Payment, Payment],
) -> None:
    with pytest.raises(RefundTooLarge):
        give_back(15801)
    assert refunded(*paid_twice) == [0, 0]
    assert Refund.objects.count() == 0


def test_sending_it_twice_gives_it_back_once(paid: Payment, deliver: Deliver) -> None:
    (made,) = give_back(5000)
    deliver()
    # The worker died before it could say "done".
    Refund.objects.update(status="requested", reference="")
    send_refund(made.uuid, now=timezone.now())

    made.refresh_from_db()
    assert (made.status, made.reference) == ("done", SandboxRefund.objects.get().refund_id)
    assert at_the_gateway() == [("REFUND", 5000)]


def test_a_gateway_that_says_no_frees_the_amount(paid: Payment, deliver: Deliver) -> None:
    # By the gateway's books less is left than by ours.
    SandboxTrade.objects.update(refunded=10000)
    (made,) = give_back(5000)
    deliver()

    made.refresh_from_db()
    assert (made.status, made.refusal, made.reference) == ("failed", "NOT_ENOUGH", "")
    assert SandboxRefund.objects.count() == 0
    assert money_of(ORDER) == Money(paid=12800, refunded=0)
    # The key was used; another one tries again.
    assert [row.status for row in give_back(5000)] == ["failed"]
    assert [row.status for row in give_back(2800, "again")] == ["requested"]
    deliver()
    assert money_of(ORDER) == Money(paid=12800, refunded=2800)
    assert at_the_gateway() == [("REFUND", 12800)]


def test_refunds_keep_to_their_order(ask: Ask, paid: Payment, deliver: Deliver) -> None:
    other = ask("D-1002")
    pay(other)
    deliver()
    refund("D-1002", amount=12800, reason="x", key="cancel", by=None, now=timezone.now())

    assert money_of(ORDER) == Money(paid=12800, refunded=0)
    assert money_of("D-1002") == Money(paid=12800, refunded=12800)
    assert [row.amount for row in give_back(100)] == [100]


def test_the_database_itself_keeps_refunds_within_bounds(paid: Payment) -> None:
    for values in ({"refunded": 12801}, {"captured": 12801}, {"captured": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Payment.objects.update(**values)
    assert money_of(ORDER) == Money(paid=12800, refunded=0)
