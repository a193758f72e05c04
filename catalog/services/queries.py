"""Reads of services."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import F, OrderBy, Q, QuerySet, Subquery

from accounts.users.statements import PreparedQuery
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
    "-popularity": "-service_listing__popularity",
    # Who has no rating yet stands last.
    "-rating": F("service_listing__rating").desc(nulls_last=True),
}


@dataclass(frozen=True)
class ServiceFilters:
    """What a listed service must meet altogether; ``None`` filters nothing.

    Prices are minor units, durations minutes, both ends inclusive. ``category`` is a key and
    covers all below it; ``tag`` is a slug. A service without reviews has no rating that
    ``rating_min`` could meet.
    """

    category: str | None = None
    price_min: int | None = None
    price_max: int | None = None
    rating_min: Decimal | None = None
    duration_min: int | None = None
    duration_max: int | None = None
    tag: str | None = None
    ordering: str = "-created_at"


# What they ask of a document, the category excepted.
LOOKUPS = {
    "price_min": "service_listing__price__gte",
    "price_max": "service_listing__price__lte",
    "rating_min": "service_listing__rating__gte",
    "duration_min": "service_listing__duration__gte",
    "duration_max": "service_listing__duration__lte",
    "tag": "service_listing__tags__tag",
}


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


def keys_below(category: str) -> list[str]:
    """The category's key and those of all below it; none of what is not there."""
    top = Category.objects.filter(key=category).order_by()
    below = Category.objects.filter(path__startswith=Subquery(top.values("path")))
    return list(below.values_list("key", flat=True))


def category_paths() -> dict[int, str]:
    """By primary key the paths of all categories as listings have them: keys, each with a slash."""
    found: dict[int, str] = {}
    by_node = {"": ""}
    for pk, node, key in Category.objects.order_by("path").values_list("pk", "path", "key"):
        by_node[node] = by_node[node[: -Category.steplen]] + f"{key}/"
        found[pk] = by_node[node]
    return found


def longest_durations(paths: Collection[str], locale: str, *, most: int) -> dict[str, int]:
    """The longest duration up to ``most`` minutes of each category in which something is listed."""
    if not paths:
        return {}
    # Written out: Django has no rows of values, and grouping reads every row of the categories.
    sql = f"""
        WITH wanted(path) AS (VALUES {", ".join(["(%s)"] * len(paths))})
        SELECT path, (
            SELECT MAX(duration) FROM {ServiceListing._meta.db_table}
            WHERE locale = %s AND category_path = path AND duration <= %s
        ) FROM wanted
    """  # noqa: S608 - the name of a table
    with connection.cursor() as cursor:
        cursor.execute(sql, [*paths, locale, most])
        return {path: duration for path, duration in cursor.fetchall() if duration is not None}


def list_services(filters: ServiceFilters, locale: str) -> QuerySet[PublishedDocument]:
    """The documents of the services that meet ``filters``, with their summaries alone."""
    return ask_services(filters, locale).rows()


def ask_services(filters: ServiceFilters, locale: str) -> PreparedQuery:
    """The same, composed once."""
    wanted = {lookup: getattr(filters, name) for name, lookup in LOOKUPS.items()}
    given = {lookup: value for lookup, value in wanted.items() if value is not None}
    if filters.category is not None:
        # Whose path has the key in it, which is unique: no question to the tree of categories.
        given |= {"top": f"{filters.category}/", "inside": f"/{filters.category}/"}
    return PreparedQuery(_find, (filters.ordering,), {"locale": locale, **given})


def _find(ordering: str, *, locale: Any, **given: Any) -> QuerySet[PublishedDocument]:
    within = Q()
    if "top" in given:
        within = Q(service_listing__category_path__startswith=given.pop("top")) | Q(
            service_listing__category_path__contains=given.pop("inside")
        )
    return (
        PublishedDocument.objects.filter(within, service_listing__locale=locale, **given)
        .only(*ITEM)
        .order_by(ORDERINGS[ordering], "service_listing__key")
    )
