"""What the public reads of a package."""

from collections.abc import Mapping

from pydantic import BaseModel

from catalog.services.models import PackagePage, ServicePage
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
from cms.pages.facts import live_with_facts

COLLECTION = "packages"


class PackagedService(BaseModel):
    """``quantity`` counts units of the service."""

    key: str
    title: str
    unit: str
    quantity: int


class PackageSummary(PageSummary):
    """``price`` is in minor units for the whole package."""

    summary: str
    price: int
    currency: str
    picture: ImageBody | None
    services: list[PackagedService]


class PackageBody(PageBody, PackageSummary):
    """A package in full."""


def complete_versions(page: PackagePage) -> Mapping[str, PackagePage]:
    """The live versions; none while the public cannot see, let alone order, one of the services."""
    versions = live_with_facts(page)
    standing = next(iter(versions.values()), None)
    if standing is None:
        return {}
    items = standing.source.items.select_related("service")
    whole = all(item.service.live and item.service.read_by_everyone for item in items)
    return versions if whole else {}


def build(page: PackagePage, locale: str) -> Content | None:
    facts = page.source
    if facts.price is None:
        # A draft under preview: there is nothing to show before it has a price.
        return None
    in_list = {
        "summary": page.summary,
        "price": facts.price,
        "currency": facts.currency,
        "picture": picture_body(facts.picture, locale),
        "services": [
            _packaged(item.service, item.quantity, locale)
            for item in facts.items.select_related("service")
        ],
    }
    body = PackageBody(**page_fields(page, locale, page.body), **in_list)
    return content_of(page, body, PackageSummary(**summary_fields(page, locale), **in_list))


def _packaged(service: ServicePage, quantity: int, locale: str) -> PackagedService:
    words = pick(live_with_facts(service), locale) or service
    return PackagedService(key=service.key, title=words.title, unit=service.unit, quantity=quantity)


DOCUMENTS = DocumentType(
    collection=COLLECTION,
    model=PackagePage,
    build=build,
    key_of=lambda page: page.key,
    versions=complete_versions,
)
