"""The list of services for wishes about the provider finds what a look at each of them finds."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from math import acos, cos, radians, sin

import h3
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.users.models import User
from catalog.providers.locations import centre_of, metres_to
from catalog.providers.models import Provider, ProviderArea
from catalog.scheduling.candidates import Wishes
from catalog.scheduling.listing import list_nearest, list_wished
from catalog.scheduling.models import Booking, DatedHours, Leave, WeeklyHours
from catalog.scheduling.slots import LEAD_TIME, Calendar, Hours
from catalog.services.models import Category, ServiceListing
from catalog.services.queries import ServiceFilters
from cms.delivery.models import PublishedDocument
from tests.catalog.scheduling import oracle

START = datetime(2026, 12, 1, tzinfo=UTC)
DAY = date(2026, 12, 7)
PLACE = (31.2304, 121.4737)
# Cells on two rings round the place, and one on the other side of the earth.
HERE = h3.latlng_to_cell(*PLACE, 8)
CELLS = ["", HERE, *sorted(h3.grid_ring(HERE, 1))[:2], *sorted(h3.grid_ring(HERE, 3))[:2],
         h3.latlng_to_cell(-31.2304, -58.5263, 8)]  # fmt: skip
DISTANCES = sorted({metres_to(cell, PLACE) for cell in CELLS if cell})
PATHS = {"home": "home/", "cleaning": "home/cleaning/", "deep": "home/cleaning/deep/",
         "care": "care/"}  # fmt: skip
ZONES = ["Asia/Shanghai", "America/New_York"]
DURATIONS = [30, 60, 90, 180, 1500, 31 * 24 * 60 + 1]

spans = st.tuples(st.integers(0, 47), st.integers(1, 48)).filter(lambda pair: pair[0] < pair[1])
minutes = st.tuples(st.integers(-300, 1900), st.sampled_from([1, 60, 180, 900]))
providers = st.lists(
    st.fixed_dictionaries(
        {
            "active": st.sampled_from([True, True, True, False]),
            "skills": st.sets(st.sampled_from(sorted(PATHS)), max_size=3),
            "areas": st.sets(st.sampled_from(["shanghai", "chengdu"])),
            "gender": st.sampled_from(["female", "male", "unstated"]),
            "experience_years": st.integers(0, 3),
            "cell": st.sampled_from(CELLS),
            "timezone": st.sampled_from(ZONES),
            # One span for every weekday; all day and all night is likely enough to matter.
            "weekly": st.none() | st.just((0, 48)) | spans,
            "dated": st.none() | st.just(()) | spans,
            "leave": st.lists(minutes, max_size=1),
            "bookings": st.lists(minutes, max_size=1),
        }
    ),
    max_size=7,
)
services = st.lists(
    st.tuples(st.sampled_from(sorted(PATHS)), st.sampled_from(DURATIONS), st.integers(1, 3)),
    max_size=8,
)
questions = st.fixed_dictionaries(
    {
        "near": st.none() | st.just(PLACE),
        "radius": st.none() | st.sampled_from([0, *DISTANCES, *(each - 1 for each in DISTANCES)]),
        "region": st.none() | st.sampled_from(["shanghai", "chengdu", "nowhere"]),
        "available_on": st.none() | st.just(DAY),
        "gender": st.none() | st.sampled_from(["female", "male"]),
        "experience_min": st.none() | st.integers(0, 3),
    }
)
orderings = st.sampled_from(["distance", "price", "-created_at"])


@pytest.fixture
def people(db):
    return User.objects.bulk_create(User(username=f"p{number}") for number in range(7))


def clock(half_hours: int) -> time:
    return time(half_hours % 48 // 2, half_hours % 2 * 30)


def moment(offset: int) -> datetime:
    return datetime.combine(DAY, time(), UTC) + timedelta(minutes=offset)


def store_providers(rows, people, categories):
    for row, user in zip(rows, people, strict=False):
        placed = bool(row["cell"])
        provider = Provider.objects.create(
            user=user,
            kind="person",
            public_name=user.username,
            status="active" if row["active"] else "suspended",
            status_reason="" if row["active"] else "Paper",
            status_since=START,
            activated_at=START,
            lat=Decimal("31.2") if placed else None,
            lng=Decimal("121.4") if placed else None,
            **{name: row[name] for name in ("gender", "experience_years", "cell", "timezone")},
        )
        provider.skills.set([categories[key] for key in row["skills"]])
        ProviderArea.objects.bulk_create(
            ProviderArea(provider=provider, region=region) for region in row["areas"]
        )
        if row["weekly"]:
            WeeklyHours.objects.bulk_create(
                WeeklyHours(
                    provider=provider,
                    weekday=weekday,
                    starts=clock(row["weekly"][0]),
                    ends=clock(row["weekly"][1]),
                )
                for weekday in range(7)
            )
        if row["dated"] is not None:
            first, last = map(clock, row["dated"]) if row["dated"] else (None, None)
            DatedHours.objects.create(provider=provider, date=DAY, starts=first, ends=last)
        for offset, length in row["leave"]:
            Leave.objects.create(
                provider=provider, starts_at=moment(offset), ends_at=moment(offset + length)
            )
        for offset, length in row["bookings"]:
            Booking.objects.create(
                order_number=user.username, provider=provider, booked_at=START,
                starts_at=moment(offset), ends_at=moment(offset + length),
            )  # fmt: skip


def store_services(rows):
    for number, (category, duration, price) in enumerate(rows):
        document = PublishedDocument.objects.create(
            collection="services", key=f"s-{number}", locale="en", owner=uuid.uuid4(),
            body="{}", summary="{}", etag='"x"', published_at=START,
        )  # fmt: skip
        ServiceListing.objects.create(
            document=document, locale="en", key=document.key, title="", created_at=START,
            category_path=PATHS[category], duration=duration, price=price,
        )  # fmt: skip


def has_time(row, duration, now):
    """Whether a visit may start on the day, minute by minute."""
    if duration > 31 * 24 * 60:
        return False

    def hours(span):
        return [Hours(clock(span[0]), clock(span[1]))] if span else []

    calendar = Calendar(
        row["timezone"],
        weekly={weekday: hours(row["weekly"]) for weekday in range(7)},
        dated={} if row["dated"] is None else {DAY: hours(row["dated"])},
    )
    busy = [
        (moment(offset), moment(offset + length))
        for offset, length in row["leave"] + row["bookings"]
    ]
    free = oracle.free_minutes(calendar, busy, DAY, 3)
    found = oracle.starts(calendar, free, timedelta(minutes=duration), now + LEAD_TIME)
    zone = oracle.ZoneInfo(row["timezone"])
    return any(each.astimezone(zone).date() == DAY for each in found)


def distance(cell):
    return metres_to(cell, PLACE)


def meets(row, category, duration, wishes, now):
    return (
        row["active"]
        and any(PATHS[category].startswith(PATHS[skill]) for skill in row["skills"])
        and (wishes.region is None or wishes.region in row["areas"])
        and (wishes.gender is None or wishes.gender == row["gender"])
        and (wishes.experience_min is None or row["experience_years"] >= wishes.experience_min)
        and (wishes.near is None or bool(row["cell"]))
        and (wishes.near is None or wishes.radius is None or distance(row["cell"]) <= wishes.radius)
        and (wishes.available_on is None or has_time(row, duration, now))
    )


def brute_force(rows, listed, wishes, ordering, now):
    found = []
    for number, (category, duration, price) in enumerate(listed):
        who = [row for row in rows if meets(row, category, duration, wishes, now)]
        if who:
            away = min(distance(row["cell"]) for row in who) if wishes.near else 0
            found.append((f"s-{number}", away, price))
    if ordering == "distance":
        found.sort(key=lambda each: each[1])
    if ordering == "price":
        found.sort(key=lambda each: each[2])
    return [(key, away) for key, away, _price in found]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=providers,
    listed=services,
    question=questions,
    ordering=orderings,
    wait=st.sampled_from([-3000, 300, 900]),
)
def test_the_list_is_equal_to_brute_force(
    categories, people, rows, listed, question, ordering, wait
):
    wishes, now = Wishes(**question), moment(wait)
    filters = ServiceFilters(ordering=ordering)
    with transaction.atomic():
        store_providers(rows, people, {row.key: row for row in Category.objects.all()})
        store_services(listed)
        found = [(row.key, row.metres) for row in list_wished(filters, wishes, "en", now=now)]
        expected = brute_force(rows, listed, wishes, ordering, now)
        assert found == expected
        if ordering == "distance":
            nearest = list_nearest(filters, wishes, "en", now=now)
            assert nearest.count() == len(expected)
            for offset in range(len(listed) + 1):
                page = [(row.key, row.metres) for row in nearest[offset : offset + 2]]
                assert page == expected[offset : offset + 2]
        transaction.set_rollback(True)


def test_distances_are_the_great_circles():
    for cell in CELLS[1:]:
        lat, lng = map(radians, centre_of(cell))
        here, east = map(radians, PLACE)
        # The spherical law of cosines: another formula of the same circle.
        angle = acos(min(1.0, sin(lat) * sin(here) + cos(lat) * cos(here) * cos(lng - east)))
        assert metres_to(cell, PLACE) == pytest.approx(6_371_008.8 * angle, abs=1)
    assert DISTANCES[0] == metres_to(HERE, PLACE) < 600
    assert 19_000_000 < DISTANCES[-1] < 20_015_200


def test_the_home_itself_is_never_measured(provider, categories):
    li = provider("li", lat=Decimal(str(PLACE[0])), lng=Decimal(str(PLACE[1])))
    store_services([("cleaning", 60, 1)])
    (row,) = list_wished(ServiceFilters(), Wishes(near=PLACE), "en", now=START)
    assert row.metres == metres_to(li.cell, PLACE) != 0
