"""Reads of services."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import F, OrderBy, QuerySet

from catalog.services.listings import path_of
from catalog.services.models import Category, ServiceListing
from cms.delivery.locales import default_locale
from cms.delivery.models import PublishedDocument
from cms.delivery.queries import ITEM

# How a list may be ordered; services that are equal in it stand by key.
ORDERINGS: dict[str, str | OrderBy] = {
    "price": "service_listing__price",
    "-price": "-service_listing__price",
    "created_at": "service_listing__created_at",
    "-created_at": "-service_listing__created_at",
    # Who has no rating yet stands last.
    "-rating": F("service_listing__rating").desc(nulls_last=True),
}


@dataclass(frozen=True)
class ServiceFilters:
    """What a listed service must meet altogether; ``None`` filters nothing.

    Prices are minor units, durations minutes, both ends inclusive. ``category`` covers all below
    it; ``tag`` is a slug. A service without reviews has no rating that ``rating_min`` could meet.
    """

    category: Category | None = None
    price_min: int | None = None
    price_max: int | None = None
    rating_min: Decimal | None = None
    duration_min: int | None = None
    duration_max: int | None = None
    tag: str | None = None
    ordering: str = "-created_at"


@dataclass(frozen=True)
class ListedService:
    """What a published service needs of whoever comes: the skill and the time."""

    category: Category
    duration: timedelta


def listed_service(key: str) -> ListedService:
    """Raises ``ServiceListing.DoesNotExist`` for what is not published."""
    listing = ServiceListing.objects.get(key=key, locale=default_locale())
    category = Category.objects.get(key=listing.category_path.split("/")[-2])
    return ListedService(category, timedelta(minutes=listing.duration))


def list_services(filters: ServiceFilters, locale: str) -> QuerySet[PublishedDocument]:
    """The documents of the services that meet ``filters``, with their summaries alone."""
    wanted = {
        "price__gte": filters.price_min,
        "price__lte": filters.price_max,
        "rating__gte": filters.rating_min,
        "duration__gte": filters.duration_min,
        "duration__lte": filters.duration_max,
        "tags__tag": filters.tag,
        "category_path__startswith": path_of(filters.category) if filters.category else None,
    }
    given = {
        f"service_listing__{name}": value for name, value in wanted.items() if value is not None
    }
    return (
        PublishedDocument.objects.filter(service_listing__locale=locale, **given)
        .only(*ITEM)
        .order_by(ORDERINGS[filters.ordering], "service_listing__key")
    )
