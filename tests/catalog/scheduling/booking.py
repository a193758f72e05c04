"""Booking: what takes time, what gives it back, and what is refused."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from catalog.providers.actions import suspend_provider
from catalog.scheduling.actions import book, book_first, move_booking, release_booking
from catalog.scheduling.models import Booking, DatedHours, Leave, WeeklyHours
from catalog.scheduling.queries import Needs, eligible_providers, free_among, slots_of
from catalog.scheduling.refusals import AlreadyBooked, SlotTaken
from catalog.services.models import Category
from tests.catalog.scheduling.conftest import NOW, at

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def rows():
    return [
        (each.order_number, each.provider.user.username, each.starts_at, each.released_at)
        for each in Booking.objects.order_by("order_number")
    ]


def test_a_booking_takes_the_time(provider):
    li = provider("li")
    book("A1", provider=li, starts_at=at(7, 10), ends_at=at(7, 12), now=NOW)
    assert rows() == [("A1", "li", at(7, 10), None)]
    assert Booking.objects.get().booked_at == NOW
    # What only touches it does not overlap.
    book("A2", provider=li, starts_at=at(7, 9), ends_at=at(7, 10), now=NOW)
    book("A3", provider=li, starts_at=at(7, 12), ends_at=at(7, 13), now=NOW)
    assert Booking.objects.count() == 3


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (at(7, 10), at(7, 12)),
        (at(7, 9), at(7, 10, 1)),
        (at(7, 11, 30), at(7, 13)),
        (at(7, 10, 30), at(7, 11)),
        (at(7, 9), at(7, 16)),
        # Outside of hours, before and after and on a Sunday.
        (at(7, 8, 30), at(7, 9, 30)),
        (at(7, 16, 30), at(7, 17, 1)),
        (at(13, 10), at(13, 11)),
        # On leave; on a closed date; outside of the hours of a date.
        (at(8, 11), at(8, 12)),
        (at(9, 10), at(9, 11)),
        (at(10, 10), at(10, 11)),
    ],
)
def test_what_is_not_free_is_refused(provider, since, until):
    li = provider("li")
    book("A1", provider=li, starts_at=at(7, 10), ends_at=at(7, 12), now=NOW)
    Leave.objects.create(provider=li, starts_at=at(8, 11, 30), ends_at=at(8, 13))
    DatedHours.objects.create(provider=li, date=at(9, 0).date())
    DatedHours.objects.create(provider=li, date=at(10, 0).date(), starts=time(18), ends=time(0))
    assert free_among([li], starts_at=since, ends_at=until) == []
    with pytest.raises(SlotTaken) as refusal:
        book("A2", provider=li, starts_at=since, ends_at=until, now=NOW)
    assert (refusal.value.status, refusal.value.code) == (409, "slot_taken")
    assert rows() == [("A1", "li", at(7, 10), None)]


@pytest.mark.parametrize(
    ("zone", "minute", "second", "may"),
    [
        ("Asia/Shanghai", 0, 0, True),
        ("Asia/Shanghai", 30, 0, True),
        ("Asia/Shanghai", 15, 0, False),
        ("Asia/Shanghai", 30, 1, False),
        # A quarter of an hour beside the others: its own half hours count.
        ("Asia/Kathmandu", 0, 0, False),
        ("Asia/Kathmandu", 15, 0, True),
    ],
)
def test_a_visit_starts_on_a_full_or_half_hour_of_the_providers_clock(
    provider, categories, zone, minute, second, may
):
    li = provider("li", hours=(time(0), time(0)), weekdays=range(7), timezone=zone)
    start = at(7, 12, minute).replace(second=second)
    visit = {"starts_at": start, "ends_at": start + HOUR}
    # It is free when the slots say so, which are shown for booking.
    needs, first = Needs((categories["cleaning"],)), at(6, 0).date()
    shown = slots_of(needs, duration=HOUR, first=first, days=3, now=NOW)
    assert (start in [slot.starts_at for slot in shown]) is may
    assert free_among([li], **visit) == ([li] if may else [])
    if may:
        book("A1", provider=li, **visit, now=NOW)
    else:
        with pytest.raises(SlotTaken):
            book("A1", provider=li, **visit, now=NOW)
    assert rows() == ([("A1", "li", start, None)] if may else [])


def test_the_hours_of_a_date_are_bookable_until_midnight(provider):
    li = provider("li")
    DatedHours.objects.create(provider=li, date=at(10, 0).date(), starts=time(18), ends=time(0))
    book("A1", provider=li, starts_at=at(10, 22), ends_at=at(11, 0), now=NOW)
    assert Booking.objects.count() == 1


def test_a_suspended_provider_is_not_booked(provider):
    li = provider("li")
    suspend_provider(li, reason="Paper", by=None, now=NOW)
    with pytest.raises(SlotTaken):
        book("A1", provider=li, starts_at=at(7, 10), ends_at=at(7, 12), now=NOW)
    assert rows() == []


def test_the_first_who_is_free_is_booked(provider):
    first, second, third = provider("a"), provider("b"), provider("c")
    time_of = {"starts_at": at(7, 10), "ends_at": at(7, 12), "now": NOW}
    candidates = [first, second, third]
    assert book_first("A1", providers=candidates, **time_of).provider == first
    assert book_first("A2", providers=candidates, **time_of).provider == second
    assert book_first("A3", providers=[second, third], **time_of).provider == third
    with pytest.raises(SlotTaken):
        book_first("A4", providers=candidates, **time_of)
    assert [(number, name) for number, name, *_ in rows()] == [
        ("A1", "a"),
        ("A2", "b"),
        ("A3", "c"),
    ]
    with pytest.raises(SlotTaken):
        book_first("A4", providers=[], **time_of)


def test_the_same_booking_again_is_the_same(provider):
    li = provider("li")
    first = book("A1", provider=li, starts_at=at(7, 10), ends_at=at(7, 12), now=NOW)
    assert book("A1", provider=li, starts_at=at(7, 10), ends_at=at(7, 12), now=NOW) == first
    with pytest.raises(AlreadyBooked):
        book("A1", provider=li, starts_at=at(7, 13), ends_at=at(7, 14), now=NOW)
    assert rows() == [("A1", "li", at(7, 10), None)]


def test_a_released_booking_frees_the_time_and_may_be_booked_again(provider):
    li = provider("li")
    book("A1", provider=li, starts_at=at(7, 10), ends_at=at(7, 12), now=NOW)
    release_booking("A1", now=NOW + HOUR)
    release_booking("A1", now=NOW + 2 * HOUR)
    release_booking("gone", now=NOW)
    assert rows() == [("A1", "li", at(7, 10), NOW + HOUR)]
    book("A2", provider=li, starts_at=at(7, 11), ends_at=at(7, 13), now=NOW)
    with pytest.raises(SlotTaken):
        book("A1", provider=li, starts_at=at(7, 10), ends_at=at(7, 12), now=NOW)
    book("A1", provider=li, starts_at=at(7, 14), ends_at=at(7, 15), now=NOW)
    assert rows() == [("A1", "li", at(7, 14), None), ("A2", "li", at(7, 11), None)]


def test_a_move_frees_and_takes_at_once(provider):
    first, second = provider("a"), provider("b")
    book("A1", provider=first, starts_at=at(7, 10), ends_at=at(7, 12), now=NOW)
    # Its own time does not stand in its way.
    move_booking("A1", providers=[first], starts_at=at(7, 11), ends_at=at(7, 13), now=NOW)
    assert rows() == [("A1", "a", at(7, 11), None)]
    move_booking("A1", providers=[second, first], starts_at=at(7, 11), ends_at=at(7, 13), now=NOW)
    assert rows() == [("A1", "b", at(7, 11), None)]
    book("A2", provider=first, starts_at=at(7, 11), ends_at=at(7, 13), now=NOW)
    with pytest.raises(SlotTaken):
        move_booking("A2", providers=[second], starts_at=at(7, 12), ends_at=at(7, 14), now=NOW)
    assert rows() == [("A1", "b", at(7, 11), None), ("A2", "a", at(7, 11), None)]
    release_booking("A1", now=NOW)
    move_booking("A1", providers=[second], starts_at=at(7, 9), ends_at=at(7, 10), now=NOW)
    move_booking("A3", providers=[second], starts_at=at(7, 14), ends_at=at(7, 15), now=NOW)
    assert [row[0] for row in rows() if row[1] == "b" and row[3] is None] == ["A1", "A3"]


def test_no_booking_without_time_or_order(provider):
    li = provider("li")
    for values in (
        {"order_number": "A1", "starts_at": at(7, 10), "ends_at": at(7, 10)},
        {"order_number": "", "starts_at": at(7, 10), "ends_at": at(7, 11)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Booking.objects.create(provider=li, booked_at=NOW, **values)
    assert rows() == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL alone has exclusion")
def test_the_database_refuses_what_overlaps(provider):
    li = provider("li")

    def insert(number, since, until, released_at=None):
        with transaction.atomic():
            Booking.objects.create(
                order_number=number, provider=li, starts_at=since, ends_at=until,
                booked_at=NOW, released_at=released_at,
            )  # fmt: skip

    insert("A1", at(7, 10), at(7, 12))
    insert("A2", at(7, 12), at(7, 13))
    insert("A3", at(7, 11), at(7, 13), released_at=NOW)
    with pytest.raises(IntegrityError, match="a_provider_is_booked_once_at_a_time"):
        insert("A4", at(7, 11, 59), at(7, 12))


def test_who_is_eligible(provider, categories):
    provider("a", skills=("home",))
    provider("b", skills=("cleaning",), areas=("shanghai", "chengdu"))
    provider("c", skills=("deep",))
    provider("d", skills=("home", "care"), areas=("chengdu",))
    suspend_provider(provider("e", skills=("home",)), reason="Paper", by=None, now=NOW)

    def names(*keys, region=None):
        needs = Needs(tuple(Category.objects.get(key=key) for key in keys), region)
        found = list(eligible_providers(needs))
        assert [each.public_id for each in found] == sorted(each.public_id for each in found)
        return sorted(each.user.username for each in found)

    assert names("deep") == ["a", "b", "c", "d"]
    assert names("cleaning") == ["a", "b", "d"]
    assert names("home") == ["a", "d"]
    assert names("deep", region="chengdu") == ["b", "d"]
    assert names("cleaning", "care") == ["d"]
    assert names("care", region="shanghai") == []
    assert names() == ["a", "b", "c", "d"]


def test_slots_of_any_provider(provider, categories, django_assert_num_queries):
    first = provider("a", hours=(time(9), time(11)))
    second = provider("b", hours=(time(10), time(12)))
    provider("c", hours=None)
    book("A1", provider=first, starts_at=at(7, 9), ends_at=at(7, 10), now=NOW)
    needs = Needs((Category.objects.get(key="cleaning"),))
    asked = {"duration": HOUR, "first": at(7, 0).date(), "days": 1, "now": NOW}
    with django_assert_num_queries(5):
        found = slots_of(needs, **asked)
    both = tuple(sorted((first.public_id, second.public_id)))
    assert [(each.starts_at, each.ends_at, each.providers) for each in found] == [
        (at(7, 10), at(7, 11), both),
        (at(7, 10, 30), at(7, 11, 30), (second.public_id,)),
        (at(7, 11), at(7, 12), (second.public_id,)),
    ]
    chosen = slots_of(needs, **asked, provider=first)
    assert [(each.starts_at, each.providers) for each in chosen] == [
        (at(7, 10), (first.public_id,))
    ]
    # An hour's lead: half past nine is too soon at nine.
    late = asked | {"now": at(7, 9, 1)}
    assert [each.starts_at for each in slots_of(needs, **late)] == [at(7, 10, 30), at(7, 11)]


def test_a_visit_may_end_after_the_last_date(provider, categories):
    li = provider("li", hours=(time(0), time(0)), weekdays=range(7))
    needs = Needs((Category.objects.get(key="cleaning"),))
    found = slots_of(
        needs, duration=timedelta(days=2), first=at(7, 0).date(), days=1, now=NOW, provider=li
    )
    assert (len(found), found[-1].starts_at, found[-1].ends_at) == (
        48,
        at(7, 23, 30),
        at(9, 23, 30),
    )


def test_dates_of_several_zones_are_those_of_the_platform(provider, categories, settings):
    provider("a", hours=(time(9), time(10)))
    provider("b", hours=(time(9), time(10)), timezone="America/New_York")
    needs = Needs((Category.objects.get(key="cleaning"),))
    found = slots_of(needs, duration=HOUR, first=at(8, 0).date(), days=1, now=NOW)
    # Nine in New York is ten at night in Shanghai.
    assert [(each.starts_at, each.starts_at.tzinfo.key) for each in found] == [
        (at(8, 9), "Asia/Shanghai"),
        (at(8, 22), "Asia/Shanghai"),
    ]


def test_hours_are_what_they_say(provider):
    li = provider("li", hours=None)
    for values in (
        {"weekday": 7, "starts": time(9), "ends": time(10)},
        {"weekday": 0, "starts": time(9), "ends": time(9)},
        {"weekday": 0, "starts": time(9), "ends": time(8)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            WeeklyHours.objects.create(provider=li, **values)
    for values in ({"starts": time(9)}, {"ends": time(0)}, {"starts": time(9), "ends": time(9)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DatedHours.objects.create(provider=li, date=at(7, 0).date(), **values)
    assert (WeeklyHours.objects.count(), DatedHours.objects.count()) == (0, 0)
