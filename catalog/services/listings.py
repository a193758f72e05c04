"""Keeping the listing rows in step with what they show."""

from django.db.models import Value
from django.db.models.functions import Concat, Substr

from catalog.services.models import Category, ListingTag, ServiceListing, ServicePage, ServiceRating
from catalog.services.ratings import UNRATED, Rating
from catalog.services.versions import tags_of
from cms.delivery.models import PublishedDocument


def list_service(
    document: PublishedDocument, facts: ServicePage, *, title: str, rating: Rating
) -> None:
    """Write the row of ``document``: one per service and locale, gone with the document."""
    values = {
        "locale": document.locale,
        "key": facts.key,
        "title": title,
        "category_path": path_of(facts.published_category),
        "price": facts.price,
        "duration": facts.duration,
        "created_at": facts.first_published_at,
        "rating": rating.mean,
    }
    listing, _made = ServiceListing.objects.update_or_create(document=document, defaults=values)
    wanted = set(tags_of(facts))
    held = set(listing.tags.values_list("tag", flat=True))
    listing.tags.filter(tag__in=held - wanted).delete()
    ListingTag.objects.bulk_create(
        ListingTag(listing=listing, tag=tag) for tag in sorted(wanted - held)
    )


def rating_of(key: str) -> Rating:
    """What the reviews of the service come to."""
    row = ServiceRating.objects.filter(key=key).first()
    return row.rating if row else UNRATED


def path_of(category: Category) -> str:
    """The keys from the root to the category, each with a slash: ``home/cleaning/``."""
    keys = [*category.get_ancestors().values_list("key", flat=True), category.key]
    return "".join(f"{key}/" for key in keys)


def move_listings(before: str, after: str) -> int:
    """Give every row below the path ``before`` its place below ``after``; how many there were.

    A path changes only where a category moves, so one statement reaches exactly its services.
    """
    below = ServiceListing.objects.filter(category_path__startswith=before)
    return below.update(
        category_path=Concat(Value(after), Substr("category_path", len(before) + 1))
    )
