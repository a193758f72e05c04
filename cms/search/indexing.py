"""Keeping what is found in step with what is published, in the transaction that publishes."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cms.delivery.models import PublishedDocument
from cms.delivery.registry import Beside, Written
from cms.search.lexemes import Findable, lexemes, spelled_words
from cms.search.models import SearchEntry, SearchFacet, TitleForm
from cms.search.registry import describers
from cms.search.spelling import learn
from cms.search.titles import forms_of

LONGEST_TITLE = 255
LONGEST_VALUE = 100
COLUMNS = ("locale", "collection", "key", "title", "lexemes", "popularity", "lat", "lng")


@dataclass(frozen=True)
class Rows:
    """The rows of one entry: its columns, its facets and the forms of its title."""

    columns: dict[str, Any]
    facets: frozenset[tuple[str, str]]
    forms: dict[str, int]


def rows_of(document: PublishedDocument, findable: Findable) -> Rows:
    lat, lng = findable.place or (None, None)
    columns = {
        "locale": document.locale,
        "collection": document.collection,
        "key": document.key,
        "title": findable.title[:LONGEST_TITLE],
        "lexemes": " ".join(lexemes(findable)),
        "popularity": findable.popularity,
        "lat": lat,
        "lng": lng,
    }
    return Rows(columns, frozenset(_facets(document, findable)), forms_of(findable.title))


def _facets(document: PublishedDocument, findable: Findable) -> Iterator[tuple[str, str]]:
    yield "type", document.collection
    for name, values in findable.facets.items():
        for value in values:
            yield name, value[:LONGEST_VALUE]


def write(written: Written) -> set[str]:
    """Have documents found as they now say; answers the locales where anything changed."""
    wanted = {}
    stored = _stored([document for document, _version in written])
    for document, version in written:
        describe = describers.get(document.collection)
        if describe is not None:
            findable = describe(version, document.locale)
            rows = rows_of(document, findable)
            if stored.get(document.pk) != rows:
                wanted[document.pk] = (rows, findable)
    if not wanted:
        return set()
    _replace({pk: rows for pk, (rows, _findable) in wanted.items()}, stored.keys())
    spelled: dict[str, set[str]] = defaultdict(set)
    for rows, findable in wanted.values():
        spelled[rows.columns["locale"]] |= spelled_words(findable)
    for locale in sorted(spelled):
        learn(spelled[locale], locale)
    return set(spelled)


def is_current(document: PublishedDocument, version: Any) -> bool:
    """Whether ``document`` is found as it says."""
    describe = describers.get(document.collection)
    stored = _stored([document]).get(document.pk)
    if describe is None or stored is None:
        return describe is None and stored is None
    return stored == rows_of(document, describe(version, document.locale))


def _stored(documents: Collection[PublishedDocument]) -> dict[int, Rows]:
    """What stands of these documents, by their keys."""
    entries = SearchEntry.objects.filter(document__in=[document.pk for document in documents])
    return {
        entry.pk: Rows(
            {name: getattr(entry, name) for name in COLUMNS},
            frozenset((facet.name, facet.value) for facet in entry.facets.all()),
            {form.form: form.place for form in entry.forms.all()},
        )
        for entry in entries.prefetch_related("facets", "forms")
    }


def _replace(wanted: Mapping[int, Rows], known: Collection[int]) -> None:
    SearchEntry.objects.bulk_create(
        [SearchEntry(document_id=pk, **rows.columns) for pk, rows in wanted.items()],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=COLUMNS,
    )
    if standing := wanted.keys() & known:
        SearchFacet.objects.filter(entry__in=standing).delete()
        TitleForm.objects.filter(entry__in=standing).delete()
    SearchFacet.objects.bulk_create(
        SearchFacet(entry_id=pk, name=name, value=value)
        for pk, rows in wanted.items()
        for name, value in sorted(rows.facets)
    )
    TitleForm.objects.bulk_create(
        TitleForm(entry_id=pk, locale=rows.columns["locale"], form=form, place=place)
        for pk, rows in wanted.items()
        for form, place in sorted(rows.forms.items())
    )


BESIDE = Beside(name="search entry", write=write, is_current=is_current)
