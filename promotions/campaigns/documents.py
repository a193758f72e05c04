"""What the public reads of a promotion.

Its window is told, never judged: what is on now changes by itself, and no document does.
"""

from datetime import datetime

from pydantic import BaseModel

from catalog.services.models import ServicePage
from cms.delivery.locales import pick
from cms.delivery.registry import Content, DocumentType
from cms.media.documents import ImageBody
from cms.pages.bodies import (
    PageBody,
    PageSummary,
    content_of,
    page_fields,
    picture_body,
    summary_fields,
)
from cms.pages.facts import give_versions, live_with_facts, versions_of
from cms.pages.preparing import give_rows
from cms.pages.preparing import prepare as prepare_pages
from promotions.campaigns.models import PromotionPage

COLLECTION = "promotions"


class PromotedServiceBody(BaseModel):
    key: str
    title: str


class PromotionSummary(PageSummary):
    """Shown from ``starts_at`` up to but not including ``ends_at``; ``null`` is open."""

    summary: str
    starts_at: datetime | None
    ends_at: datetime | None
    picture: ImageBody | None


class PromotionBody(PageBody, PromotionSummary):
    """A promotion in full, with those of its services that are published."""

    services: list[PromotedServiceBody]


def build(page: PromotionPage, locale: str) -> Content | None:
    facts = page.source
    in_list = {
        "summary": page.summary,
        "starts_at": facts.starts_at,
        "ends_at": facts.ends_at,
        "picture": picture_body(facts.picture, locale),
    }
    body = PromotionBody(
        **page_fields(page, locale, page.body), **in_list, services=_services(facts, locale)
    )
    return content_of(page, body, PromotionSummary(**summary_fields(page, locale), **in_list))


def _services(facts: PromotionPage, locale: str) -> list[PromotedServiceBody]:
    found: list[ServicePage | None] = [
        pick(versions_of(row.service), locale) for row in facts.services.all()
    ]
    return [
        PromotedServiceBody(key=service.key, title=service.title)
        for service in found
        if service is not None and service.read_by_everyone
    ]


def prepare(pages: list[PromotionPage]) -> None:
    """Read the services of all, with their words, too."""
    prepare_pages(pages)
    give_versions([row.service for row in give_rows(pages, "services", "service")])


DOCUMENTS = DocumentType(
    collection=COLLECTION,
    model=PromotionPage,
    build=build,
    key_of=lambda page: page.key,
    versions=live_with_facts,
    prepare=prepare,
)
