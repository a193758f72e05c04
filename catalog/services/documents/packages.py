"""What the public reads of a package."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel

from catalog.services.models import PackagePage, ServicePage
from catalog.services.models.prices import Unit
from cms.delivery.locales import default_locale, pick
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

COLLECTION = "packages"


class PackagedService(BaseModel):
    """``quantity`` counts units of the service."""

    key: str
    title: str
    unit: Unit
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


def complete_versions(pages: Sequence[PackagePage]) -> list[dict[str, PackagePage]]:
    """The live versions; none while the public cannot see, let alone order, one of the services."""
    found = live_with_facts(pages)
    sources = [versions[default_locale()] for versions in found if versions]
    give_rows(sources, "items", "service__category")
    return [versions if versions and _is_whole(versions) else {} for versions in found]


def _is_whole(versions: Mapping[str, PackagePage]) -> bool:
    services = [item.service for item in versions[default_locale()].items.all()]
    return all(service.live and service.read_by_everyone for service in services)


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
        "services": [_packaged(item.service, item.quantity, locale) for item in facts.items.all()],
    }
    body = PackageBody(**page_fields(page, locale, page.body), **in_list)
    return content_of(page, body, PackageSummary(**summary_fields(page, locale), **in_list))


def _packaged(service: ServicePage, quantity: int, locale: str) -> PackagedService:
    words = pick(versions_of(service), locale) or service
    return PackagedService(key=service.key, title=words.title, unit=service.unit, quantity=quantity)


def prepare(pages: list[PackagePage]) -> None:
    """Read the services of all, with their words, too."""
    prepare_pages(pages)
    give_versions([item.service for page in pages for item in page.source.items.all()])


DOCUMENTS = DocumentType(
    collection=COLLECTION,
    model=PackagePage,
    build=build,
    key_of=lambda page: page.key,
    versions=complete_versions,
    prepare=prepare,
)
