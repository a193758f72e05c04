"""Reviews of finished orders: kind ones, angry ones, anonymous, answered, hidden."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.uploads.actions import store_upload
from accounts.users.models import User
from accounts.users.roles import CUSTOMER
from catalog.providers.models import Provider
from catalog.services.models import ServicePage
from cms.delivery.locales import default_locale
from community.reviews.actions import hide_review, invite, reply, write_review
from community.reviews.models import ReviewInvitation
from config.demo.people import newcomer
from config.demo.pictures import drawn
from config.demo.texts import data
from workflows.engine.models.cases import DIGITS, LETTERS

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Occasion:
    """A finished order that its customer may review."""

    order_number: str
    customer: User
    provider: Provider
    service_key: str
    finished_at: datetime


def load_reviews(occasions: Iterable[Occasion], *, by: User, now: datetime) -> None:
    """Invite the customers, and write what is in reviews.toml where a text fits the service.

    Whatever order was reviewed already keeps its review. Where no text is left, the invitation
    stays open. ``by`` hides what is to be hidden.
    """
    left = list(data("reviews")["review"])
    services = _services()
    for occasion in occasions:
        service = services[occasion.service_key]
        text = _fitting(left, service)
        if text is not None:
            left.remove(text)
        _load(occasion, service, text, by=by, now=now)


def _fitting(texts: list[dict[str, Any]], service: ServicePage) -> dict[str, Any] | None:
    """The first text about this service, else the first about any of its category."""
    of_category = [one for one in texts if one["category"] == service.published_category.key]
    exact = [one for one in of_category if one.get("service") == service.key]
    general = [one for one in of_category if "service" not in one]
    return next(iter(exact + general), None)


def past_occasions(people: dict[str, User], *, now: datetime) -> list[Occasion]:
    """A plausible order for each text, and one more that the cast's customer has yet to review."""
    customers = [newcomer(*each, role=CUSTOMER) for each in data("reviews")["customers"]]
    found = []
    for number, text in enumerate(data("reviews")["review"]):
        found.append(
            Occasion(
                order_number=_number(number),
                customer=customers[number % len(customers)],
                provider=_skilled(text["category"], number),
                service_key=_about(text, number),
                finished_at=now - (text["days_ago"] + 1) * DAY,
            )
        )
    # None of the texts is about it.
    waiting = Occasion(
        order_number=_number(len(found)),
        customer=people["customer"],
        provider=people["provider"].provider,
        service_key="deep-clean",
        finished_at=now - DAY,
    )
    return [*found, waiting]


@transaction.atomic
def _load(
    occasion: Occasion,
    service: ServicePage,
    text: dict[str, Any] | None,
    *,
    by: User,
    now: datetime,
) -> None:
    order = ReviewInvitation.objects.filter(order_number=occasion.order_number)
    if order.filter(review__isnull=False).exists():
        return
    invite(
        occasion.order_number,
        customer=occasion.customer,
        provider=occasion.provider,
        service_key=occasion.service_key,
        service_title=_title(service),
        now=occasion.finished_at,
    )
    if text is not None:
        written_at = max(occasion.finished_at, now - text["days_ago"] * DAY)
        _write(occasion, text, by=by, at=min(written_at, now), now=now)


def _write(
    occasion: Occasion, text: dict[str, Any], *, by: User, at: datetime, now: datetime
) -> None:
    attitude, skill, effect = text["marks"]
    review = write_review(
        occasion.order_number,
        attitude=attitude,
        skill=skill,
        effect=effect,
        text=text["text"],
        photos=_photos(occasion.customer, text, at),
        anonymous=text.get("anonymous", False),
        by=occasion.customer,
        now=at,
    )
    later = min(at + DAY, now)
    if "reply" in text:
        reply(review.uuid, text=text["reply"], by=occasion.provider.user, now=later)
    if "hidden" in text:
        hide_review(review.uuid, reason=text["hidden"], by=by, now=later)


def _photos(customer: User, text: dict[str, Any], at: datetime) -> list[Any]:
    if "photo" not in text:
        return []
    content = drawn(text["category"], text["photo"])
    return [store_upload(ContentFile(content, "after.jpg"), by=customer, now=at).pk]


def _services() -> dict[str, ServicePage]:
    pages = ServicePage.objects.live().filter(locale__language_code=default_locale())
    return {page.key: page for page in pages.select_related("category")}


def _about(text: dict[str, Any], number: int) -> str:
    """The service of a text; of one about any service of its category, some of them in turn."""
    if "service" in text:
        return str(text["service"])
    named = {one.get("service") for one in data("reviews")["review"]}
    pages = ServicePage.objects.live().filter(
        locale__language_code=default_locale(), category__key=text["category"]
    )
    free: list[str] = [page.key for page in pages.order_by("slug") if page.key not in named]
    return free[number % len(free)]


def _skilled(category: str, number: int) -> Provider:
    skilled = list(
        Provider.objects.active().filter(skills__key=category).order_by("user__username")
    )
    return skilled[number % len(skilled)]


def _title(service: ServicePage) -> dict[str, str]:
    return {page.locale.language_code: page.title for page in service.get_translations(True)}


def _number(number: int) -> str:
    """The same eight letters and digits for the same number, in the form of real ones."""
    left, letters = 7_919 + number * 104_729, []
    for at in range(8):
        choices = LETTERS if at % 4 < 2 else DIGITS
        left, place = divmod(left * 31 + at, len(choices))
        letters.append(choices[place])
    return "".join(letters)
