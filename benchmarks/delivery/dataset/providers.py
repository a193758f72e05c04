"""Providers round a city: as many in a square kilometre, however many there are."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from math import cos, radians, sqrt
from random import Random
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db.models import Max
from django.utils import timezone

from accounts.users.models import User
from benchmarks.delivery.dataset.facts import FIRST, LEAVES
from benchmarks.delivery.dataset.rows import continue_numbers, insert
from catalog.providers.documents import COLLECTION, build
from catalog.providers.locations import cell_of
from catalog.providers.models import Provider, ProviderArea
from catalog.providers.states import Gender, ProviderKind
from catalog.scheduling.models import Booking, Leave, WeeklyHours
from catalog.services.models import Category
from cms.delivery.changes import fields_of
from cms.delivery.locales import site_locales
from cms.delivery.models import PublishedDocument

CENTRE = (31.2304, 121.4737)
PER_SQUARE_KILOMETRE = 0.5
KILOMETRES_PER_DEGREE = 111.2
SKILLS = 3
# Days from today on with a booking each, and one in so many on leave.
BOOKED_DAYS = 14
ON_LEAVE = 20
AT_ONCE = 500


def add_providers(count: int, categories: Mapping[str, Category]) -> None:
    """The rows of everybody, with skills, hours, bookings and documents."""
    first_user = (User.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    password = make_password(None)
    insert(User, (_user(number, first_user, password) for number in range(count)))
    insert(Provider, (_provider(number, first_user, count) for number in range(count)))
    skills = [categories[key] for key, _parent, _words in LEAVES]
    insert(Provider.skills.through, _skills(count, skills))
    insert(ProviderArea, (ProviderArea(provider_id=n + 1, region="shanghai") for n in range(count)))
    insert(WeeklyHours, _hours(count))
    today = timezone.now().astimezone(UTC).replace(hour=2, minute=0, second=0, microsecond=0)
    insert(Booking, _bookings(count, today))
    insert(Leave, _leave(count, today))
    continue_numbers(User, Provider)
    for first in range(0, count, AT_ONCE):
        insert(PublishedDocument, _documents(range(first, min(first + AT_ONCE, count))))


def _user(number: int, first: int, password: str) -> User:
    return User(
        pk=first + number,
        username=f"provider-{number:06}",
        display_name=f"Provider {number}",
        password=password,
        date_joined=FIRST,
    )


def _provider(number: int, first_user: int, count: int) -> Provider:
    random = Random(f"provider {number}")
    lat, lng = _place(random, count)
    return Provider(
        pk=number + 1,
        public_id=UUID(int=random.getrandbits(128), version=4),
        user_id=first_user + number,
        kind=ProviderKind.PERSON,
        public_name=f"Provider {number}",
        bio={"en": "Careful and on time.", "zh-hans": "细心守时。"},
        experience_years=random.randrange(20),
        gender=random.choice((Gender.FEMALE, Gender.MALE)),
        lat=lat,
        lng=lng,
        cell=cell_of(lat, lng),
        status_since=FIRST,
        activated_at=FIRST + timedelta(minutes=number),
    )


def _place(random: Random, count: int) -> tuple[Decimal, Decimal]:
    """Somewhere in a square whose side grows with the root of ``count``."""
    half = sqrt(count / PER_SQUARE_KILOMETRE) / 2
    north, east = random.uniform(-half, half), random.uniform(-half, half)
    lat = CENTRE[0] + north / KILOMETRES_PER_DEGREE
    lng = CENTRE[1] + east / (KILOMETRES_PER_DEGREE * cos(radians(CENTRE[0])))
    return round(Decimal(lat), 6), round(Decimal(lng), 6)


def _skills(count: int, skills: list[Category]) -> Iterator[object]:
    for number in range(count):
        for skill in Random(f"skills {number}").sample(skills, SKILLS):
            yield Provider.skills.through(provider_id=number + 1, category_id=skill.pk)


def _hours(count: int) -> Iterator[WeeklyHours]:
    for number in range(count):
        off = number % 7
        for weekday in range(7):
            if weekday != off:
                yield WeeklyHours(
                    provider_id=number + 1,
                    weekday=weekday,
                    starts=time(8 + number % 3),
                    ends=time(18),
                )


def _bookings(count: int, today: datetime) -> Iterator[Booking]:
    for number in range(count):
        random = Random(f"bookings {number}")
        for day in range(BOOKED_DAYS):
            starts_at = today + timedelta(days=day, hours=random.randrange(7))
            yield Booking(
                order_number=f"B{number:06}{day:02}",
                provider_id=number + 1,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=2),
                booked_at=FIRST,
            )


def _leave(count: int, today: datetime) -> Iterator[Leave]:
    for number in range(0, count, ON_LEAVE):
        yield Leave(
            provider_id=number + 1,
            uuid=UUID(int=number, version=4),
            starts_at=today,
            ends_at=today + timedelta(days=7),
        )


def _documents(numbers: range) -> list[PublishedDocument]:
    """What publication would write, built by the product for many at once."""
    providers = Provider.objects.select_related("photo").prefetch_related(
        "skills", "areas", "certificates", "portfolio__picture"
    )
    return [
        PublishedDocument(
            collection=COLLECTION,
            owner=provider.public_id,
            locale=locale,
            **fields_of(str(provider.public_id), build(provider, locale)),
        )
        for provider in providers.filter(pk__in=[number + 1 for number in numbers])
        for locale in site_locales()
    ]
