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
from cms.search.tasks import send_later
from cms.search.titles import forms_of

LONGEST_TITLE = 255
LONGEST_VALUE = 100
# Of these columns, what an entry is found by.
SENT = ("locale", "collection", "lexemes")
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
    _replace({pk: rows for pk, (rows, _findable) in wanted.items()}, stored)
    send_later({pk: rows.columns for pk, (rows, _) in wanted.items() if _differ(rows, stored, pk)})
    spelled: dict[str, set[str]] = defaultdict(set)
    for rows, findable in wanted.values():
        spelled[rows.columns["locale"]] |= spelled_words(findable)
    for locale in sorted(spelled):
        learn(spelled[locale], locale)
    return set(spelled)


def _differ(rows: Rows, stored: Mapping[int, Rows], pk: int) -> bool:
    before = stored.get(pk)
    return before is None or any(rows.columns[each] != before.columns[each] for each in SENT)


def is_current(document: PublishedDocument, version: Any) -> bool:
    """Whether ``document`` is found as it says."""
    describe = describers.get(document.collection)
    stored = _stored([document]).get(document.pk)
    if describe is None or stored is None:
        return describe is None and stored is None
    return stored == rows_of(document, describe(version, document.locale))


def _stored(documents: Collection[PublishedDocument]) -> dict[int, Rows]:
    """What stands of these documents, by their keys."""
    keys = [document.pk for document in documents]
    facets: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for pk, name, value in SearchFacet.objects.filter(entry__in=keys).values_list(
        "entry_id", "name", "value"
    ):
        facets[pk].add((name, value))
    forms: dict[int, dict[str, int]] = defaultdict(dict)
    for pk, form, place in TitleForm.objects.filter(entry__in=keys).values_list(
        "entry_id", "form", "place"
    ):
        forms[pk][form] = place
    return {
        pk: Rows(dict(zip(COLUMNS, columns, strict=True)), frozenset(facets[pk]), forms[pk])
        for pk, *columns in SearchEntry.objects.filter(pk__in=keys).values_list("pk", *COLUMNS)
    }


def _replace(wanted: Mapping[int, Rows], stored: Mapping[int, Rows]) -> None:
    """Write what differs: most changes leave the facets and the title of an entry alone."""
    none = Rows({}, frozenset(), {})
    before = {pk: stored.get(pk, none) for pk in wanted}
    entries = {pk: rows for pk, rows in wanted.items() if rows.columns != before[pk].columns}
    SearchEntry.objects.bulk_create(
        [SearchEntry(document_id=pk, **rows.columns) for pk, rows in entries.items()],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=COLUMNS,
    )
    facets = {pk: rows.facets for pk, rows in wanted.items() if rows.facets != before[pk].facets}
    _empty(SearchFacet, facets.keys() & stored.keys())
    SearchFacet.objects.bulk_create(
        SearchFacet(entry_id=pk, name=name, value=value)
        for pk, values in facets.items()
        for name, value in sorted(values)
    )
    forms = {pk: rows.forms for pk, rows in wanted.items() if rows.forms != before[pk].forms}
    _empty(TitleForm, forms.keys() & stored.keys())
    TitleForm.objects.bulk_create(
        TitleForm(entry_id=pk, locale=wanted[pk].columns["locale"], form=form, place=place)
        for pk, titles in forms.items()
        for form, place in sorted(titles.items())
    )


def _empty(model: type[SearchFacet | TitleForm], entries: Collection[int]) -> None:
    if entries:
        model._default_manager.filter(entry__in=entries).delete()


BESIDE = Beside(name="search entry", write=write, is_current=is_current)
