"""Customers who want one provider's time at the same moment."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.models.signals import pre_save

from api.conventions.contention import is_contention
from catalog.providers.models import Provider
from catalog.scheduling.actions import ONCE_AT_A_TIME, book, book_first, move_booking
from catalog.scheduling.leave import take_leave
from catalog.scheduling.models import Booking, Leave
from catalog.scheduling.refusals import LeaveHitsBookings, SlotTaken
from catalog.services.models import Category
from tests.catalog.scheduling.conftest import NOW, at, provider
from tests.races.barrier import CERTAIN, at_once, meeting

__all__ = ["provider"]

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

SLOT = {"starts_at": at(7, 10), "ends_at": at(7, 12), "now": NOW}
Make = Callable[..., Provider]


@pytest.fixture
def categories(db: None) -> None:
    Category.add_root(key="cleaning", name={"en": "Cleaning"})


@contextmanager
def without_exclusion() -> Iterator[None]:
    """Drop the exclusion constraint; all bookings go when it is put back."""
    migration = import_module("catalog.scheduling.migrations.0002_no_overlap")
    with connection.cursor() as cursor:
        cursor.execute(migration.REMOVE)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE scheduling_booking CASCADE")
            cursor.execute(migration.ADD)


def outcomes(results: list[Any]) -> Counter[str]:
    return Counter(type(each).__name__ for each in results)


def was_refused(result: Any) -> bool:
    if isinstance(result, OperationalError):
        return is_contention(result)
    return isinstance(result, SlotTaken)


def bookers(times: int, providers: list[Provider]) -> list[Callable[[], Booking]]:
    return [
        lambda number=number: book_first(f"A{number}", providers=providers, **SLOT)
        for number in range(times)
    ]


def test_fifty_bookings_of_one_slot_are_one(provider: Make) -> None:
    li = provider("li")
    results = at_once(*bookers(50, [li]))
    assert outcomes(results) == {"Booking": 1, "SlotTaken": 49}
    assert Booking.objects.count() == 1


def test_any_of_five_for_twenty_are_five(provider: Make) -> None:
    five = [provider(name) for name in "abcde"]
    results = at_once(*bookers(20, five))
    assert outcomes(results) == {"Booking": 5, "SlotTaken": 15}
    assert sorted(Booking.objects.values_list("provider", flat=True)) == [p.pk for p in five]


def test_any_of_five_in_any_order_neither_lock_each_other_out_nor_leave_one_free(
    provider: Make,
) -> None:
    five = [provider(name) for name in "abcde"]
    calls = [
        lambda turn=turn: book_first(
            f"A{turn}", providers=five[turn % 5 :] + five[: turn % 5], **SLOT
        )
        for turn in range(20)
    ]
    assert outcomes(at_once(*calls)) == {"Booking": 5, "SlotTaken": 15}
    assert Booking.objects.values("provider").distinct().count() == 5


def test_without_the_lock_the_constraint_decides(unlocked: None, provider: Make) -> None:
    li = provider("li")
    with meeting(pre_save, sender=Booking, parties=10, patience=CERTAIN):
        results = at_once(*bookers(10, [li]))
    # Who inserts at the very same time waits for each other: PostgreSQL ends such a deadlock.
    assert [type(each) for each in results if not was_refused(each)] == [Booking]
    assert Booking.objects.count() == 1


def test_without_the_constraint_the_lock_decides(provider: Make) -> None:
    li = provider("li")
    with without_exclusion(), meeting(pre_save, sender=Booking, parties=10):
        results = at_once(*bookers(10, [li]))
        assert outcomes(results) == {"Booking": 1, "SlotTaken": 9}
        assert Booking.objects.count() == 1


def test_control_without_either_each_is_booked(unlocked: None, provider: Make) -> None:
    li = provider("li")
    with (
        without_exclusion(),
        meeting(pre_save, sender=Booking, parties=10, patience=CERTAIN),
    ):
        assert outcomes(at_once(*bookers(10, [li]))) == {"Booking": 10}
        assert Booking.objects.standing().during(SLOT["starts_at"], SLOT["ends_at"]).count() == 10


def test_control_without_either_five_serve_more_than_five(unlocked: None, provider: Make) -> None:
    five = [provider(name) for name in "abcde"]
    with (
        without_exclusion(),
        meeting(pre_save, sender=Booking, parties=20, patience=CERTAIN),
    ):
        assert outcomes(at_once(*bookers(20, five))) == {"Booking": 20}
        assert Booking.objects.values("provider").distinct().count() == 1


def test_two_orders_that_change_places_do_not_wait_for_each_other(provider: Make) -> None:
    first, second = provider("a"), provider("b")
    book("A1", provider=first, **SLOT)
    book("A2", provider=second, **SLOT)
    results = at_once(
        lambda: move_booking("A1", providers=[second], **SLOT),
        lambda: move_booking("A2", providers=[first], **SLOT),
    )
    assert outcomes(results) == {"SlotTaken": 2}
    assert list(Booking.objects.order_by("order_number").values_list("provider", flat=True)) == [
        first.pk,
        second.pk,
    ]


def test_moves_and_bookings_of_one_slot_leave_one_there(provider: Make) -> None:
    here, there = provider("a"), provider("b")
    for number in range(5):
        start = at(8, 9) + timedelta(hours=number)
        book(
            f"M{number}",
            provider=here,
            starts_at=start,
            ends_at=start + timedelta(hours=1),
            now=NOW,
        )
    moves = [
        lambda number=number: move_booking(f"M{number}", providers=[there], **SLOT)
        for number in range(5)
    ]
    results = at_once(*moves, *bookers(5, [there]))
    assert outcomes(results) == {"Booking": 1, "SlotTaken": 9}
    assert Booking.objects.standing().filter(provider=there).count() == 1
    # Who was refused keeps the time it had.
    winner = Booking.objects.standing().get(provider=there).order_number
    kept = Booking.objects.standing().filter(provider=here).values_list("order_number", flat=True)
    assert sorted(kept) == sorted({f"M{number}" for number in range(5)} - {winner})


def leave_and_book(li: Provider) -> list[Any]:
    return at_once(
        lambda: take_leave(li, starts_at=at(7, 9), ends_at=at(7, 17), reason="", by=None, now=NOW),
        lambda: book("A1", provider=li, **SLOT),
    )


def test_leave_and_a_booking_of_the_same_time_are_one_of_both(provider: Make) -> None:
    li = provider("li")
    with meeting(pre_save, when=lambda row: isinstance(row, Leave | Booking)):
        left, booked = leave_and_book(li)
    assert [type(left), type(booked)] in ([Leave, SlotTaken], [LeaveHitsBookings, Booking])
    assert (Leave.objects.count(), Booking.objects.count()) in {(1, 0), (0, 1)}


def test_control_without_the_lock_leave_lies_over_a_booking(unlocked: None, provider: Make) -> None:
    li = provider("li")
    with meeting(pre_save, when=lambda row: isinstance(row, Leave | Booking), patience=CERTAIN):
        left, booked = leave_and_book(li)
    assert [type(left), type(booked)] == [Leave, Booking]
    assert (Leave.objects.count(), Booking.objects.count()) == (1, 1)


def test_the_constraint_bears_the_name_that_the_action_looks_for(provider: Make) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'x'")
        assert cursor.fetchall() == [(ONCE_AT_A_TIME,)]
