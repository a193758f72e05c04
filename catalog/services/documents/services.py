"""What the public reads of a service, and the listing row that stands beside it."""

from datetime import datetime

from pydantic import BaseModel

from catalog.services.documents.categories import CategoryLink, category_link
from catalog.services.listings import list_service, rating_of
from catalog.services.models import ServicePage
from catalog.services.versions import record_version, tags_of
from cms.delivery.locales import default_locale
from cms.delivery.models import PublishedDocument
from cms.delivery.registry import Content, DocumentType
from cms.media.documents import ImageBody, image_body
from cms.pages.bodies import PageBody, PageSummary, content_of, page_fields, summary_fields
from cms.pages.facts import live_with_facts

COLLECTION = "services"


class OptionBody(BaseModel):
    """``price`` in minor units and ``duration`` in minutes are what the option adds."""

    key: str
    kind: str
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
    unit: str
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
    rating = rating_of(facts.key)
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
    return [
        image_body(row.image, locale, alt=captions.get(row.translation_key) or None)
        for row in facts.gallery.select_related("image")
    ]


def written(document: PublishedDocument, page: ServicePage) -> None:
    """Keep the listing row and the versions in step, in the transaction that publishes."""
    facts = page.source
    list_service(document, facts, title=page.title, rating=rating_of(facts.key))
    if document.locale == default_locale():
        # Once for all locales: a version holds the words of each.
        record_version(facts)


DOCUMENTS = DocumentType(
    collection=COLLECTION,
    model=ServicePage,
    build=build,
    key_of=lambda page: page.key,
    versions=live_with_facts,
    written=written,
)
