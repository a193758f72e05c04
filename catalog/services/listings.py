"""Keeping the listing rows in step with what they show."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Value
from django.db.models.functions import Concat, Substr

from catalog.services.models import Category, ListingTag, ServiceListing, ServicePage
from catalog.services.versions import tags_of
from cms.delivery.actions import lock_collection, raise_generation
from cms.delivery.locales import site_locales
from cms.delivery.models import PublishedDocument
from cms.delivery.purging import purge_later
from cms.delivery.registry import Beside, Written

# Its generation rises when popularity changes, since no document does.
POPULARITY = "popularity"
COLUMNS = (
    "locale", "key", "title", "category_path", "price", "duration", "created_at", "rating",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """What stands of one document, its popularity aside: that is kept by others."""

    columns: Mapping[str, Any]
    tags: Sequence[str]


def row_of(document: PublishedDocument, page: ServicePage, paths: Mapping[int, str]) -> Row:
    """``paths`` has the path of its category by key."""
    facts = page.source
    return Row(
        {
            "locale": document.locale,
            "key": facts.key,
            "title": page.title,
            "category_path": paths[facts.published_category.pk],
            "price": facts.price,
            "duration": facts.duration,
            "created_at": facts.first_published_at,
            "rating": facts.rating.mean,
        },
        tags_of(facts),
    )


def write(written: Written) -> set[str]:
    """Write the rows of services' documents: one per service and locale, gone with the document."""
    services = [(document, page) for document, page in written if isinstance(page, ServicePage)]
    if not services:
        return set()
    paths = paths_of(page.source.published_category for _document, page in services)
    wanted = {document.pk: row_of(document, page, paths) for document, page in services}
    stored = _stored(wanted)
    changed = {pk: row for pk, row in wanted.items() if stored.get(pk) != row}
    if changed:
        _replace(changed, stored.keys())
    return {row.columns["locale"] for row in changed.values()}


def is_current(document: PublishedDocument, page: Any) -> bool:
    """Whether the row of ``document`` and its tags say what the page says; none if no service."""
    wanted = None
    if isinstance(page, ServicePage):
        wanted = row_of(document, page, paths_of([page.source.published_category]))
    return _stored([document.pk]).get(document.pk) == wanted


BESIDE = Beside(name="listing row", write=write, is_current=is_current)


def _stored(documents: Collection[int]) -> dict[int, Row]:
    tags: dict[int, list[str]] = defaultdict(list)
    for pk, tag in ListingTag.objects.filter(listing__in=documents).values_list("listing", "tag"):
        tags[pk].append(tag)
    rows = ServiceListing.objects.filter(pk__in=documents).values_list("pk", *COLUMNS)
    return {
        pk: Row(dict(zip(COLUMNS, columns, strict=True)), sorted(tags[pk])) for pk, *columns in rows
    }


def _replace(wanted: Mapping[int, Row], known: Collection[int]) -> None:
    ServiceListing.objects.bulk_create(
        [ServiceListing(document_id=pk, **row.columns) for pk, row in wanted.items()],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=COLUMNS,
    )
    if standing := wanted.keys() & known:
        ListingTag.objects.filter(listing__in=standing).delete()
    ListingTag.objects.bulk_create(
        ListingTag(listing_id=pk, tag=tag) for pk, row in wanted.items() for tag in row.tags
    )


def path_of(category: Category) -> str:
    """The keys from the root to the category, each with a slash: ``home/cleaning/``."""
    return paths_of([category])[category.pk]


def paths_of(categories: Iterable[Category]) -> dict[int, str]:
    """The paths of several by primary key, in one query."""
    places = {category.pk: _places(category.path) for category in categories}
    above = Category.objects.filter(path__in={each for way in places.values() for each in way})
    keys = dict(above.values_list("path", "key"))
    return {pk: "".join(f"{keys[each]}/" for each in way) for pk, way in places.items()}


def _places(path: str) -> list[str]:
    """Where the root, what is below it, and so on down to ``path`` stand in the tree."""
    step = Category.steplen
    return [path[:end] for end in range(step, len(path) + 1, step)]


def move_listings(before: str, after: str) -> int:
    """Give every row below the path ``before`` its place below ``after``; how many there were.

    A path changes only where a category moves, so one statement reaches exactly its services.
    """
    below = ServiceListing.objects.filter(category_path__startswith=before)
    return below.update(
        category_path=Concat(Value(after), Substr("category_path", len(before) + 1))
    )


def keep_popularity(popularity: Mapping[str, int]) -> None:
    """Write what each service's popularity is now, by key; who is not named has none. In the
    caller's transaction.
    """
    lock_collection(POPULARITY)
    rows = ServiceListing.objects.only("pk", "key", "popularity").order_by("pk")
    changed = [row for row in rows if row.popularity != popularity.get(row.key, 0)]
    for row in changed:
        row.popularity = popularity.get(row.key, 0)
    ServiceListing.objects.bulk_update(changed, ["popularity"], batch_size=500)
    if changed:
        purge_later(POPULARITY, ())
        raise_generation(POPULARITY, site_locales())
