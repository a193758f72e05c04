"""Orders that meet: at a slot, at a quote, at the end of their time, at the provider's answer."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db.models import F
from django.db.models.signals import pre_save
from django.utils import timezone
from rest_framework.test import APIClient
from viewflow.workflow.models import Task

from accounts.users.models import User
from accounts.users.tokens import issue_token
from catalog.providers.models import Provider
from catalog.scheduling.models import Booking
from outbox.models import Message
from tests.orders.town import HERE, at, build_town, make_provider
from tests.races.barrier import CERTAIN, PATIENCE, at_once, meeting, meeting_before
from tests.races.bookings import without_exclusion
from workflows.engine.models import Case, Deadline
from workflows.engine.refusals import NotAvailable
from workflows.engine.states import SETTLED
from workflows.engine.sweep import sweep
from workflows.orders import effects, handlers
from workflows.orders.actions import pay_order, place_order
from workflows.orders.models import Order, Quote
from workflows.orders.quoting import make_quote
from workflows.orders.requests import Place, QuoteRequest
from workflows.payments.models import Payment
from workflows.payments.queries import Money, money_of

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Cast = dict[str, User]
PLACE = Place(**{name: HERE[name] for name in ("lat", "lng", "region", "line")})


@pytest.fixture
def town(cast: Cast, settings: Any, tmp_path: Any) -> dict[str, Provider]:
    settings.MEDIA_ROOT = tmp_path
    call_command("processes", "import", "--defaults")
    return build_town(cast)


def customers(count: int) -> list[User]:
    people = [User.objects.create(username=f"customer-{number}") for number in range(count)]
    Group.objects.get(name="customer").user_set.add(*people)
    return people


def quoted(
    by: User, *, provider: Provider | None = None, starts_at: datetime | None = None
) -> Quote:
    asked = QuoteRequest(
        starts_at=starts_at or at(10),
        address=PLACE,
        service="window-clean",
        provider=provider.public_id if provider else None,
    )
    return make_quote(asked, by=by, now=timezone.now())


def ordering(person: User, quote: Quote) -> Callable[[], tuple[int, str]]:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_token(person, name='races')}")

    def call() -> tuple[int, str]:
        answer = client.post("/api/v1/orders/", {"quote": str(quote.uuid)}, format="json")
        return answer.status_code, answer.json().get("code", "")

    return call


def test_of_fifty_customers_for_one_slot_one_gets_it(town: dict[str, Provider]) -> None:
    people = customers(50)
    calls = [ordering(one, quoted(one, provider=town["provider"])) for one in people]
    assert Counter(at_once(*calls)) == {(201, ""): 1, (409, "slot_taken"): 49}
    assert Order.objects.count() == Case.objects.count() == Booking.objects.count() == 1


def test_control_without_lock_and_constraint_ten_are_sold_one_slot(
    town: dict[str, Provider], unlocked: None
) -> None:
    people = customers(10)
    calls = [ordering(one, quoted(one, provider=town["provider"])) for one in people]
    with (
        without_exclusion(),
        meeting(pre_save, sender=Booking, parties=10, patience=CERTAIN),
    ):
        assert Counter(at_once(*calls)) == {(201, ""): 10}
        assert Booking.objects.standing().filter(provider=town["provider"]).count() == 10


def test_of_twenty_customers_for_any_of_five_providers_five_are_served(
    town: dict[str, Provider], cast: Cast
) -> None:
    calls = for_any_of_five(cast)
    assert Counter(at_once(*calls)) == {(201, ""): 5, (409, "slot_taken"): 15}
    assert Order.objects.values("provider").distinct().count() == 5


def test_control_without_lock_and_constraint_twenty_are_promised_the_same_provider(
    town: dict[str, Provider], cast: Cast, unlocked: None
) -> None:
    calls = for_any_of_five(cast)
    with (
        without_exclusion(),
        meeting(pre_save, sender=Booking, parties=20, patience=CERTAIN),
    ):
        assert Counter(at_once(*calls)) == {(201, ""): 20}
        assert Order.objects.values("provider").distinct().count() == 1


def for_any_of_five(cast: Cast) -> list[Callable[[], tuple[int, str]]]:
    """Twenty customers who order the same hour; any of the five providers may come."""
    for name in ("applicant", "support", "finance"):
        make_provider(cast[name], "cleaning", name=name.title())
    return [ordering(one, quoted(one)) for one in customers(20)]


def test_a_quote_is_ordered_once(town: dict[str, Provider], cast: Cast) -> None:
    quote = quoted(cast["customer"])
    calls = [ordering(cast["customer"], quote) for _ in range(5)]
    assert Counter(at_once(*calls)) == {(201, ""): 1, (409, "quote_used"): 4}
    assert Order.objects.count() == Booking.objects.count() == 1


# Money that comes as the order expires


@pytest.fixture
def due(town: dict[str, Provider], cast: Cast) -> Payment:
    """A payment that was captured, of an order whose time is over."""
    customer, now = cast["customer"], timezone.now()
    order = place_order(quoted(customer).uuid, notes="", by=customer, now=now)
    payment = pay_order(order, gateway="sandbox", by=customer, now=now)
    Payment.objects.filter(pk=payment.pk).update(status="captured", captured=F("amount"))
    past = now - timedelta(minutes=1)
    Deadline.objects.update(due_at=past, running_since=past - timedelta(minutes=30))
    Task.objects.exclude(scheduled=None).update(scheduled=past)
    return payment


def take(payment: Payment) -> Callable[[], None]:
    return lambda: handlers.take_payment(
        {"payment": str(payment.uuid)}, key="races", now=timezone.now()
    )


def test_payment_against_expiry_one_or_the_other_and_the_money_is_right(due: Payment) -> None:
    assert at_once(take(due), lambda: sweep(timezone.now())) in ([None, 0], [None, 1])
    order = Order.objects.get()
    outcome = (order.status, money_of(order.number), Booking.objects.get().released_at is None)
    assert outcome in (
        ("expired", Money(20_000, 20_000), False),
        ("awaiting_acceptance", Money(20_000, 0), True),
    )


@pytest.mark.parametrize(
    ("first", "outcome"),
    [
        ("payment", ("awaiting_acceptance", Money(20_000, 0), True)),
        ("expiry", ("expired", Money(20_000, 20_000), False)),
    ],
)
def test_whichever_holds_the_case_the_other_waits_for_it(
    due: Payment, first: str, outcome: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each comes first once: it is in the middle of its work when the other one begins."""
    calls = {"payment": take(due), "expiry": lambda: sweep(timezone.now())}
    middle = {"payment": (handlers, "receive_event"), "expiry": (effects, "close_payments")}
    owner, name = middle[first]
    begun, act = threading.Event(), getattr(owner, name)

    def slowly(*arguments: Any, **options: Any) -> Any:
        begun.set()
        time.sleep(PATIENCE)
        return act(*arguments, **options)

    monkeypatch.setattr(owner, name, slowly)
    (second,) = set(calls) - {first}

    def follow() -> Any:
        assert begun.wait(timeout=CERTAIN)
        return calls[second]()

    results = at_once(calls[first], follow)
    assert [one for one in results if isinstance(one, Exception)] == []
    order = Order.objects.get()
    standing = Booking.objects.get().released_at is None
    assert (order.status, money_of(order.number), standing) == outcome


def test_control_without_the_lock_money_comes_to_an_order_that_is_expiring(
    due: Payment, unlocked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The handler has looked; before it acts, the order expires.
    def late(*arguments: Any, **options: Any) -> Any:
        at_once(lambda: sweep(timezone.now()))
        return receive(*arguments, **options)

    receive = handlers.receive_event
    monkeypatch.setattr(handlers, "receive_event", late)
    with pytest.raises(NotAvailable):
        take(due)()
    order = Order.objects.get()
    # Nobody took it: had the order not looked for money itself, it would be kept.
    assert (order.status, money_of(order.number)) == ("expired", Money(20_000, 20_000))


# The customer cancels while the provider accepts


@pytest.fixture
def offered(due: Payment) -> str:
    """The number of an order that was paid and waits for the provider's answer."""
    later = timezone.now() + timedelta(minutes=5)
    Deadline.objects.update(due_at=later, running_since=timezone.now())
    take(due)()
    return due.order_number


def acting(person: User, number: str, action: str) -> Callable[[], int]:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_token(person, name='races')}")
    path = f"/api/v1/orders/{number}/actions/{action}/"
    return lambda: client.post(path, {"data": {}}, format="json").status_code


def test_cancelling_against_accepting_one_comes_first(offered: str, cast: Cast) -> None:
    cancelled, accepted = at_once(
        acting(cast["customer"], offered, "cancel"), acting(cast["provider"], offered, "accept")
    )
    order, case = Order.objects.get(), Case.objects.get()
    # An accepted order may be cancelled too; a cancelled one cannot be accepted.
    assert (cancelled, order.status, case.result) == (200, "cancelled", "cancelled")
    assert accepted in (200, 409)
    assert (order.accepted_at is not None) is (accepted == 200)
    assert money_of(offered) == Money(20_000, 20_000)
    assert not Task.objects.exclude(status__in=SETTLED).exists()
    assert Message.objects.filter(topic="refund_payment").count() == 1


def test_control_without_the_lock_a_cancelled_order_is_accepted(
    offered: str, cast: Cast, unlocked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workflows.engine.actions import cases

    # Both have looked at the case before either changes it.
    meeting_before(monkeypatch, cases.WorkItem.objects.__class__, "open_to", parties=2)
    cancelled, accepted = at_once(
        acting(cast["customer"], offered, "cancel"), acting(cast["provider"], offered, "accept")
    )
    assert (cancelled, accepted) == (200, 200)
    assert Task.objects.exclude(status__in=SETTLED).exists()
