"""Pages of services in both languages: rows in bulk, then published by the product."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from taggit.models import Tag
from wagtail.models import Locale, Page, ReferenceIndex
from wagtail.search.backends import get_search_backend

from benchmarks.delivery.dataset import texts
from benchmarks.delivery.dataset.facts import Facts, facts, key_of
from benchmarks.delivery.dataset.rows import continue_numbers, insert
from catalog.services.models import Category, ServicePage, ServiceRating
from catalog.services.models.services import ServiceTag
from cms.delivery.actions import publish_document

INDEXED_AT_ONCE = 500


@dataclass(frozen=True)
class Places:
    """Where the pages stand: ``first`` is the key of the first, the others follow it."""

    first: int
    content_type: ContentType
    locales: Mapping[str, Locale]
    sections: Mapping[str, Page]
    categories: Mapping[str, Category]

    def page_id(self, number: int, language: str) -> int:
        return self.first + 2 * (number - 1) + texts.LANGUAGES.index(language)

    def page(self, of: Facts, language: str) -> ServicePage:
        """The page as a publication leaves it, apart from its revision."""
        parent, title = self.sections[language], of.title(language)
        page_id = self.page_id(of.number, language)
        return ServicePage(
            id=page_id,
            page_ptr_id=page_id,
            content_type=self.content_type,
            locale=self.locales[language],
            translation_key=UUID(int=of.number),
            path=Page._get_path(parent.path, parent.depth + 1, of.number),
            depth=parent.depth + 1,
            url_path=f"{parent.url_path}{of.key}/",
            slug=of.key,
            title=title,
            draft_title=title,
            live=True,
            first_published_at=of.published_at,
            last_published_at=of.published_at,
            latest_revision_created_at=of.published_at,
            category=self.categories[of.category],
            price=of.price,
            duration=of.duration,
            summary=_summary(of.template, language),
            body=_body(of.template, language),
        )


def add_pages(
    services: int, categories: Mapping[str, Category], sections: Mapping[str, Page]
) -> Places:
    """The rows of all pages with their tags and ratings."""
    places = Places(
        first=(Page.objects.aggregate(last=Max("pk"))["last"] or 0) + 1,
        content_type=ContentType.objects.get_for_model(ServicePage),
        locales={locale.language_code: locale for locale in Locale.objects.all()},
        sections=sections,
        categories=categories,
    )
    for model in (Page, ServicePage):
        # Twice, so that no more than one page is in memory.
        insert(model, _pages(places, services))
    insert(ServiceTag, _tags(places, services))
    insert(ServiceRating, _ratings(services))
    Page.objects.filter(pk__in=[page.pk for page in sections.values()]).update(numchild=services)
    continue_numbers(Page)
    return places


def publish_services(numbers: range) -> None:
    """Write the documents of these services as their publication does."""
    keys = [key_of(number) for number in numbers]
    for page in ServicePage.objects.filter(slug__in=keys).order_by("pk"):
        ReferenceIndex.create_or_update_for_object(page)
    for page in ServicePage.objects.filter(slug__in=keys, locale__language_code=texts.EN):
        publish_document("services", page)


def index_pages(numbers: range) -> None:
    """Put the pages of these services into Wagtail's own search index."""
    index = get_search_backend().get_index_for_model(ServicePage)
    pages = ServicePage.objects.filter(slug__in=[key_of(number) for number in numbers]).iterator()
    while some := list(islice(pages, INDEXED_AT_ONCE)):
        index.add_items(ServicePage, some)


def _pages(places: Places, services: int) -> Iterator[ServicePage]:
    for number in range(1, services + 1):
        for language in texts.LANGUAGES:
            yield places.page(facts(number), language)


def _tags(places: Places, services: int) -> Iterator[ServiceTag]:
    tags = {tag: Tag.objects.get_or_create(name=tag, slug=tag)[0].pk for tag in texts.TAGS}
    for number in range(1, services + 1):
        for language in texts.LANGUAGES:
            page = places.page_id(number, language)
            for tag in facts(number).tags:
                yield ServiceTag(content_object_id=page, tag_id=tags[tag])


def _ratings(services: int) -> Iterator[ServiceRating]:
    for each in map(facts, range(1, services + 1)):
        if each.rating is not None:
            yield ServiceRating(
                key=each.key, rating_count=each.rating_count, rating_mean=each.rating
            )


@cache
def _summary(template: int, language: str) -> str:
    return facts(template).summary(language)


@cache
def _body(template: int, language: str) -> str:
    return facts(template).body(language)
