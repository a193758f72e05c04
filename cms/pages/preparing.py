"""Reading at once what the documents of several pages are made of.

Where pages are built together, each then finds its source, its blocks, the pictures that it shows,
what it refers to and what it links to without a query of its own.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from wagtail.models import Page

from cms.delivery.locales import default_locale
from cms.delivery.references import references_from
from cms.media.documents import with_renditions
from cms.media.models import File, Picture
from cms.pages.blocks import pictures_in, stream_fields
from cms.pages.models import BasePage
from cms.pages.targets import files, linked


def prepare(pages: Sequence[BasePage]) -> None:
    """``pages`` are of one model and published: all that are built together."""
    give_sources(pages)
    _give_blocks(pages)
    with_renditions([*_own_pictures(pages), *_pictures_within(pages)])
    _look_up_links(pages)


def give_sources(pages: Sequence[BasePage]) -> None:
    """Have each know the page that holds its facts, a draft perhaps."""
    known = {page.translation_key: page for page in pages if _is_source(page)}
    unknown = {page.translation_key for page in pages} - known.keys()
    if unknown:
        drafts = type(pages[0])._default_manager.filter(
            translation_key__in=unknown, locale__language_code=default_locale()
        )
        known |= {page.translation_key: page for page in drafts.select_related("locale")}
    for page in pages:
        page.read_with = known.get(page.translation_key, page)


def _is_source(page: BasePage) -> bool:
    return bool(page.locale.language_code == default_locale())


def give_rows(pages: Sequence[BasePage], relation: str, *related: str) -> list[Any]:
    """Have each know its rows of a child relation, with what is ``related`` to them; all of them.

    They come as if they were edited: the pages are to be read, not to be saved.
    """
    if not pages:
        return []
    field = pages[0]._meta.get_field(relation).field
    rows = field.model._default_manager.filter(**{f"{field.name}__in": pages})
    of_page: dict[int, list[Any]] = {page.pk: [] for page in pages}
    for row in rows.prefetch_related(*related):
        of_page[getattr(row, field.attname)].append(row)
    for page in pages:
        setattr(page, relation, of_page[page.pk])
    return [row for several in of_page.values() for row in several]


def _give_blocks(pages: Sequence[BasePage]) -> None:
    """Read what the blocks of all name, such as pictures, in one query for each kind of block."""
    for field in stream_fields(pages[0]):
        raw = [list(getattr(page, field.name).raw_data) for page in pages]
        for page, value in zip(pages, field.stream_block.bulk_to_python(raw), strict=True):
            setattr(page, field.name, value)


def _pictures_within(pages: Sequence[BasePage]) -> Iterator[Picture]:
    for field in stream_fields(pages[0]):
        for page in pages:
            yield from pictures_in(field.stream_block, getattr(page, field.name))


def _own_pictures(pages: Sequence[BasePage]) -> list[Picture | None]:
    names = [field.name for field in pages[0]._meta.fields if field.related_model is Picture]
    prefetch_related_objects(pages, *names)
    return [getattr(page, name) for page in pages for name in names]


def _look_up_links(pages: Sequence[BasePage]) -> None:
    within = {field.name for field in stream_fields(pages[0])}
    named: dict[str, set[int]] = {Page._meta.label_lower: set(), File._meta.label_lower: set()}
    for references in references_from(page.pk for page in pages).values():
        for each in references:
            if each.field in within and each.label in named:
                named[each.label].add(int(each.pk))
    linked(named[Page._meta.label_lower])
    files(named[File._meta.label_lower])
