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
from community.reviews.models import Review, ReviewInvitation
from config.demo.people import newcomer
from config.demo.pictures import drawn
from config.demo.texts import data
from workflows.engine.models.cases import DIGITS, LETTERS
from workflows.orders.models import Order

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Occasion:
    """An invitation, and what its customer says there."""

    invitation: ReviewInvitation
    text: dict[str, Any]


def load_reviews(occasions: Iterable[Occasion], *, by: User, now: datetime) -> None:
    """Write what is in reviews.toml; whatever was reviewed already keeps its review.

    ``by`` hides what is to be hidden.
    """
    for occasion in occasions:
        if not Review.objects.filter(invitation=occasion.invitation).exists():
            _load(occasion, by=by, now=now)


def past_occasions(*, now: datetime) -> list[Occasion]:
    """An invitation for each text that is about none of the orders in orders.toml.

    Ratings need volume: sixty services have a mean of what more customers said than there are
    orders to look at. These are of orders before the platform kept them, so there is no more of
    them than their number. All orders that there are invite their customers by themselves.
    """
    customers = [newcomer(*each, role=CUSTOMER) for each in data("reviews")["customers"]]
    services = _services()
    found = []
    for number, text in enumerate(data("reviews")["review"]):
        if "order" in text:
            continue
        key = _about(text, number)
        invitation = invite(
            _number(number),
            customer=customers[number % len(customers)],
            provider=_skilled(text["category"], number),
            service_key=key,
            service_title=_title(services[key]),
            now=now - (text["days_ago"] + 1) * DAY,
        )
        found.append(Occasion(invitation, text))
    return found


def own_occasions() -> list[Occasion]:
    """The invitations of completed orders that a text is about; those of the others stay open."""
    texts = {text["order"]: text for text in data("reviews")["review"] if "order" in text}
    numbers = dict(Order.objects.filter(notes__in=texts).values_list("number", "notes"))
    invitations = ReviewInvitation.objects.filter(order_number__in=numbers).order_by("created_at")
    return [Occasion(each, texts[numbers[each.order_number]]) for each in invitations]


@transaction.atomic
def _load(occasion: Occasion, *, by: User, now: datetime) -> None:
    finished_at, text = occasion.invitation.created_at, occasion.text
    written_at = now - text["days_ago"] * DAY if "days_ago" in text else finished_at + DAY
    _write(occasion, by=by, at=min(max(finished_at, written_at), now), now=now)


def _write(occasion: Occasion, *, by: User, at: datetime, now: datetime) -> None:
    invitation, text = occasion.invitation, occasion.text
    attitude, skill, effect = text["marks"]
    review = write_review(
        invitation.order_number,
        attitude=attitude,
        skill=skill,
        effect=effect,
        text=text["text"],
        photos=_photos(invitation.customer, text, at),
        anonymous=text.get("anonymous", False),
        by=invitation.customer,
        now=at,
    )
    later = min(at + DAY, now)
    if "reply" in text:
        reply(review.uuid, text=text["reply"], by=invitation.provider.user, now=later)
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
