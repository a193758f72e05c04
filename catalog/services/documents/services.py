"""What the public reads of a service."""

from datetime import datetime

from django.db.models import prefetch_related_objects
from pydantic import BaseModel

from catalog.services.documents.categories import CategoryLink, category_link
from catalog.services.models import ServicePage
from catalog.services.models.options import OptionKind
from catalog.services.models.prices import Unit
from catalog.services.models.ratings import ServiceRating
from catalog.services.ratings import UNRATED
from catalog.services.versions import tags_of
from cms.delivery.registry import Content, DocumentType
from cms.media.documents import ImageBody, image_body, with_renditions
from cms.pages.bodies import PageBody, PageSummary, content_of, page_fields, summary_fields
from cms.pages.facts import live_with_facts
from cms.pages.preparing import give_rows
from cms.pages.preparing import prepare as prepare_pages

COLLECTION = "services"


class OptionBody(BaseModel):
    """``price`` in minor units and ``duration`` in minutes are what the option adds."""

    key: str
    kind: OptionKind
    label: str
    price: int
    duration: int
    included: bool


class ServiceSummary(PageSummary):
    """``price`` is in minor units for one ``unit``, ``duration`` in minutes for a visit.

    ``created_at`` is when the service was first published: what ``ordering=-created_at`` means.
    ``rating`` is the Bayesian mean of its reviews, from 1 to 5; null before the first.
    """

    summary: str
    category: CategoryLink
    price: int
    currency: str
    unit: Unit
    duration: int
    picture: ImageBody | None
    tags: list[str]
    rating: float | None
    rating_count: int
    created_at: datetime


class ServiceBody(PageBody, ServiceSummary):
    """A service in full; accessories are options of that kind."""

    options: list[OptionBody]
    included: list[str]
    tools: list[str]
    gallery: list[ImageBody]


def build(page: ServicePage, locale: str) -> Content | None:
    """``page`` is the one in ``locale`` or its fallback; the facts are those of its source."""
    facts = page.source
    if not facts.complete:
        # A draft under preview: there is nothing to show before it has a price.
        return None
    gallery = _gallery(facts, page, locale)
    rating = facts.rating
    in_list = {
        "summary": page.summary,
        "category": category_link(facts.published_category, locale),
        "price": facts.price,
        "currency": facts.currency,
        "unit": facts.unit,
        "duration": facts.duration,
        "picture": gallery[0] if gallery else None,
        "tags": tags_of(facts),
        "rating": rating.mean,
        "rating_count": rating.count,
        "created_at": summary_fields(facts, locale)["published_at"],
    }
    body = ServiceBody(
        **page_fields(page, locale, page.body),
        **in_list,
        options=_options(facts, page),
        included=[str(block.value) for block in page.included],
        tools=[str(block.value) for block in page.tools],
        gallery=gallery,
    )
    return content_of(page, body, ServiceSummary(**summary_fields(page, locale), **in_list))


def _options(facts: ServicePage, page: ServicePage) -> list[OptionBody]:
    labels = {option.translation_key: option.label for option in page.options.all()}
    return [
        OptionBody(
            key=option.key,
            kind=option.kind,
            # An option that is newer than the translation is named as in the source.
            label=labels.get(option.translation_key) or option.label,
            price=option.price,
            duration=option.duration,
            included=option.included,
        )
        for option in facts.options.all()
    ]


def _gallery(facts: ServicePage, page: ServicePage, locale: str) -> list[ImageBody]:
    captions = {row.translation_key: row.caption for row in page.gallery.all()}
    rows = facts.gallery.all()
    with_renditions([row.image for row in rows])
    return [
        image_body(row.image, locale, alt=captions.get(row.translation_key) or None) for row in rows
    ]


def prepare(pages: list[ServicePage]) -> None:
    """Read the rows of all: documents, listings, versions and search look at them."""
    prepare_pages(pages)
    prefetch_related_objects(pages, "category")
    give_rows(pages, "options")
    give_rows(pages, "tagged_items", "tag")
    with_renditions([row.image for row in give_rows(pages, "gallery", "image")])
    keys = {page.key for page in pages}
    ratings = {row.key: row.rating for row in ServiceRating.objects.filter(key__in=keys)}
    for page in pages:
        page.rating = ratings.get(page.key, UNRATED)


DOCUMENTS = DocumentType(
    collection=COLLECTION,
    model=ServicePage,
    build=build,
    key_of=lambda page: page.key,
    versions=live_with_facts,
    prepare=prepare,
)
