"""What is published and may be recommended, with the words that reasons quote."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from catalog.behaviour.items import PACKAGES, SERVICES, Item
from catalog.services.models import ServiceListing
from cms.delivery.locales import default_locale
from cms.delivery.models import PublishedDocument


@dataclass(frozen=True)
class Shown:
    """An item as it is published in one locale: the document's key in the database."""

    document: int
    title: str
    published_at: datetime


@dataclass(frozen=True)
class Shelf:
    """By locale what is published in it; and the category's path of every item, empty for none."""

    shown: Mapping[str, Mapping[Item, Shown]]
    paths: Mapping[Item, str]


def shelf() -> Shelf:
    shown: dict[str, dict[Item, Shown]] = {}
    rows = PublishedDocument.objects.filter(collection__in=(SERVICES, PACKAGES)).order_by("pk")
    for pk, collection, key, locale, summary, published_at in rows.values_list(
        "pk", "collection", "key", "locale", "summary", "published_at"
    ):
        there = Shown(pk, json.loads(summary)["title"], published_at)
        shown.setdefault(locale, {})[Item(collection, key)] = there
    listed = ServiceListing.objects.filter(locale=default_locale())
    categories = dict(listed.values_list("key", "category_path"))
    found = {item for items in shown.values() for item in items}
    paths = {
        item: categories.get(item.key, "") if item.collection == SERVICES else ""
        for item in sorted(found)
    }
    return Shelf(shown, paths)
