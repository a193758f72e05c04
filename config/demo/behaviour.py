"""What people looked at, liked and booked, and what is recommended to them for it."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.consents.actions import give_consent, withdraw_consent
from accounts.consents.models import Consent
from accounts.consents.purposes import purposes
from accounts.users.models import User
from accounts.users.roles import CUSTOMER
from catalog.behaviour.actions import mark
from catalog.behaviour.items import SERVICES, Item
from catalog.behaviour.models import DailyViews, Mark
from catalog.behaviour.recording import Sighting, record
from catalog.recommendations.tasks import make_lists
from config.demo.orders import OrderStory
from config.demo.people import newcomer
from config.demo.texts import data
from workflows.orders.models import Order

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
DAYS = 14
HOURS = (9, 11, 14, 16)


def load_behaviour(people: dict[str, User], *, now: datetime) -> None:
    """Whatever is missing: neighbours' orders, people's own doings, and the lists made of them."""
    told = data("behaviour")
    names = dict(data("reviews")["customers"])
    booked = [(who, service) for who, services in told["booked"].items() for service in services]
    for number, (username, service) in enumerate(booked):
        neighbour = newcomer(username, names[username], role=CUSTOMER)
        if not Order.objects.filter(customer=neighbour, quote__services__version__key=service):
            _book({username: neighbour, **people}, username, service, number, now)
    for person in told["person"]:
        user = people[person["username"]]
        if not Consent.objects.filter(user=user).exists():
            _live(user, person, now)
    if not DailyViews.objects.filter(key__in=told["views"]).exists():
        _look(told["views"], now)
    make_lists(now)


def _book(people: dict[str, User], username: str, service: str, number: int, now: datetime) -> None:
    days = 2 + number % 5
    story = {
        "customer": username,
        "service": service,
        "days": days,
        "hour": HOURS[number % len(HOURS)],
        # Ordered one to five days ago.
        "before": days + 1 + number % 5,
        "notes": "",
        "moves": ["pay", "accept"],
    }
    OrderStory(people, story, now).unfold()


def _live(user: User, person: dict[str, Any], now: datetime) -> None:
    """What somebody did in the last days, from the consent on."""
    asked = now - DAYS * DAY
    for each in purposes():
        if each.key in person["consents"]:
            give_consent(user, each.key, version=each.version, now=asked)
        else:
            withdraw_consent(user, each.key, by=user, now=asked)
    for kind, name in (Mark.Kind.FAVOURITE, "favourites"), (Mark.Kind.HIDDEN, "hidden"):
        for number, item in enumerate(person[name]):
            mark(user, kind, Item(*item), now=now - (number + 1) * DAY)
    record(
        [
            Sighting(user.pk, collection, key, now - number * 7 * HOUR)
            for number, (collection, key) in enumerate(person["seen"], start=1)
        ]
    )


def _look(ordinary: dict[str, int], now: datetime) -> None:
    today = timezone.localdate(now)
    DailyViews.objects.bulk_create(
        DailyViews(
            collection=SERVICES,
            key=key,
            day=today - number * DAY,
            # More at weekends.
            views=views * (2 if (today - number * DAY).weekday() >= 5 else 1),
        )
        for key, views in ordinary.items()
        for number in range(1, DAYS + 1)
    )
