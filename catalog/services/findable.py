"""What services and packages are found by."""

from bisect import bisect_right
from itertools import pairwise

from catalog.services.models import Category, PackagePage, ServicePage
from catalog.services.versions import tags_of
from catalog.services.words import words_in
from cms.pages.facts import versions_of
from cms.search.lexemes import Findable
from cms.search.registry import find_by
from cms.search.texts import other_titles, text_of

# Where the bands of prices begin, in minor units: the last is open.
BANDS = (0, 5_000, 10_000, 20_000, 50_000)
# As facets have them: ``5000-9999``.
PRICE_BANDS = (*(f"{low}-{high - 1}" for low, high in pairwise(BANDS)), f"{BANDS[-1]}-")


def band_of(price: int) -> str:
    """The band of a price in minor units."""
    return PRICE_BANDS[bisect_right(BANDS, price) - 1]


def category_names(category: Category) -> tuple[str, ...]:
    """What a category is called, in every language."""
    return tuple(sorted(name for name in category.name.values() if name))


def describe_service(page: ServicePage, locale: str) -> Findable:
    facts = page.source
    tags = tags_of(facts)
    category = facts.published_category
    labels = [option.label for option in page.options.all()]
    return Findable(
        title=page.title,
        keywords=(
            *other_titles(page),
            *category_names(category),
            *tags,
        ),
        summary=page.summary,
        body="\n".join([*labels, text_of(page.included, page.tools, page.body)]),
        popularity=facts.rating.count,
        facets={"category": [category.key], "tag": tags, "price": [band_of(facts.price or 0)]},
    )


def describe_package(page: PackagePage, locale: str) -> Findable:
    services = [item.service for item in page.source.items.all()]
    return Findable(
        title=page.title,
        keywords=other_titles(page),
        summary=page.summary,
        body="\n".join([*(_title(service, locale) for service in services), text_of(page.body)]),
        facets={"category": sorted({each.published_category.key for each in services})},
    )


def _title(service: ServicePage, locale: str) -> str:
    words = {code: each.title for code, each in versions_of(service).items()}
    return words_in(words, locale)


def register_findable() -> None:
    find_by("services", describe_service)
    find_by("packages", describe_package)
