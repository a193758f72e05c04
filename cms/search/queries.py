"""Answers to questions, the best first: docs/algorithms/search.md says what is best."""

# ruff: noqa: S608 - what stands in statements are numbers and names of ours, and SQL of Django's

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import cos, radians
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    Case,
    Count,
    ExpressionWrapper,
    F,
    FloatField,
    IntegerField,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Abs, Least
from django.db.models.lookups import LessThanOrEqual

from accounts.users.statements import Parameter, Statement
from cms.delivery.models import PublishedDocument
from cms.search.lexemes import FIELDS
from cms.search.matching import Condition, Matching
from cms.search.models import SearchEntry, SearchFacet
from cms.search.questions import ask, ask_again, latin_words
from cms.search.spelling import spellings
from cms.search.synonyms import Kept, kept_in

# Within these many kilometres an object is near, or in reach; one without a place is in reach.
NEAR, IN_REACH = 5.0, 20.0
# A degree of latitude in kilometres, on a sphere of 6,371 km.
DEGREE = 111.195
COLUMNS = ("document_id", "away", "popularity", "collection", "key")
# The parameter for the question in one of the fields.
ASKED = "asked"


class Hit(NamedTuple):
    """What a list shows of a document that is found."""

    id: int
    key: str
    collection: str
    summary: str


@dataclass(frozen=True)
class Wanted:
    """What is looked for in ``locale``.

    ``facets`` maps a facet to the values of which one must be met; ``among`` are documents that
    other filters of a list leave. ``near`` is latitude and longitude in degrees.
    """

    text: str
    locale: str
    collection: str | None = None
    facets: Mapping[str, Iterable[str]] = field(default_factory=dict)
    among: QuerySet[PublishedDocument] | None = None
    near: tuple[float, float] | None = None


class Found:
    """The documents that meet a question, in their order: sliced and counted like a queryset.

    Read a slice first: whether it has to be asked again, less strictly, is known by it.
    """

    def __init__(self, wanted: Wanted, kept: Kept | None = None) -> None:
        self.wanted = wanted
        self.kept = kept or kept_in(wanted.locale)
        self.question = ask(wanted.text, self.kept.synonyms)
        self.asked_of = Matching(self._places())
        self.asked_again = False

    def __getitem__(self, part: slice) -> Sequence[Hit | PublishedDocument]:
        rows = self._page(part.start or 0, part.stop)
        if not rows and self._forgive():
            rows = self._page(part.start or 0, part.stop)
        return rows

    def count(self) -> int:
        return self.matching().count()

    @property
    def forgiven(self) -> bool:
        """Whether what is found is found by similar words, not by the words themselves."""
        return self.asked_again and self.count() > 0

    def within(self, rows: QuerySet[PublishedDocument]) -> QuerySet[PublishedDocument]:
        """Those of ``rows`` that are found, in the order of ``rows``."""
        self._forgive()
        return rows.filter(search_entry__in=self.matching())

    def facets(self) -> dict[str, dict[str, int]]:
        """By facet how many of all that is found have each value, the most frequent first."""
        rows = (
            SearchFacet.objects.filter(entry__in=self.matching().values("pk"))
            .values_list("name", "value")
            .annotate(found=Count("pk"))
            .order_by("name", "-found", "value")
        )
        counted: dict[str, dict[str, int]] = {}
        for name, value, found in rows:
            counted.setdefault(name, {})[value] = found
        return counted

    def matching(self) -> QuerySet[SearchEntry]:
        """The entries that meet the question, in no order."""
        if not self.question:
            return SearchEntry.objects.none()
        condition = self.asked_of.meets(self.question, FIELDS[-1:])
        (value,) = condition.values.values()
        return self._entries().filter(**{f"lexemes__{condition.lookup}": value})

    def _entries(self) -> QuerySet[SearchEntry]:
        wanted = self.wanted
        entries = SearchEntry.objects.filter(**self._places())
        if wanted.among is not None:
            entries = entries.filter(document__in=wanted.among.order_by().values("pk"))
        for name, values in wanted.facets.items():
            met = SearchFacet.objects.filter(name=name, value__in=list(values))
            entries = entries.filter(pk__in=met.values("entry"))
        return entries

    def _places(self) -> dict[str, str]:
        wanted = self.wanted
        collection = {} if wanted.collection is None else {"collection": wanted.collection}
        return {"locale": wanted.locale, **collection}

    def _forgive(self) -> bool:
        """Ask less strictly, unless something is found as it is; answers whether that is new."""
        # Counted: asked for any one, PostgreSQL may look for it without the index.
        if self.asked_again or self.count():
            return False
        words = spellings(latin_words(self.wanted.text), self.wanted.locale)
        self.question = ask_again(self.wanted.text, self.kept.synonyms, words)
        self.asked_again = True
        return bool(self.question)

    def _page(self, start: int, stop: int) -> Sequence[Hit | PublishedDocument]:
        if not self.question:
            return []
        for fields in (FIELDS[:1], FIELDS):
            # What is widely met fills the page by titles alone, which is much less to plan.
            condition = self.asked_of.meets(self.question, fields)
            try:
                statement, values = self._best(condition.lookup)
            except EmptyResultSet:
                # A facet is asked for that has no value at all, such as an unknown category.
                return []
            with connection.cursor() as cursor:
                cursor.execute(*_ranked(statement, values, condition, start, stop))
                found = [Hit(*row) for row in cursor.fetchall()]
            if len(found) == stop - start:
                break
        among = self.wanted.among
        if among is None or not among.query.annotations:
            return found
        # As the list reads them, with what it says of each.
        rows = {row.pk: row for row in among.filter(pk__in=[hit.id for hit in found])}
        return [rows[hit.id] for hit in found]

    def _best(self, lookup: str) -> tuple[Statement, dict[str, str]]:
        """The matches in the field of ``ASKED``, the best first, and what else it depends on."""
        wanted, places = self.wanted, self._places()
        if wanted.among is None and wanted.near is None and not wanted.facets:
            return _best_in(tuple(places), lookup), places
        return Statement(_best_first(self._entries(), lookup, wanted.near)), {}


@cache
def _best_in(places: Sequence[str], lookup: str) -> Statement:
    entries = SearchEntry.objects.filter(**{name: Parameter(name) for name in places})
    return Statement(_best_first(entries, lookup, near=None))


def _best_first(
    entries: QuerySet[SearchEntry], lookup: str, near: tuple[float, float] | None
) -> QuerySet[SearchEntry, tuple[Any, ...]]:
    """Those that meet what is ``ASKED``; ``away`` is the band of their distance."""
    away = Value(0) if near is None else _away(near)
    met = entries.filter(**{f"lexemes__{lookup}": Parameter(ASKED)}).annotate(away=away)
    return met.order_by("away", "-popularity", "collection", "key").values_list(*COLUMNS)


def _ranked(
    best: Statement,
    values: Mapping[str, str],
    condition: Condition,
    start: int,
    stop: int,
) -> tuple[str, list[Any]]:
    """One statement for a page: one field after the other, until the page is full.

    What matches in a field matches in all wider ones too: the best ``stop`` of a field that is
    asked hold enough of those that are new in it.
    """
    columns = ", ".join(COLUMNS)
    tiers: list[str] = []
    parameters: list[Any] = []
    for number, asked in enumerate(condition.values.values()):
        short = "".join(f" AND (SELECT count(*) FROM tier{n}) < {stop}" for n in range(number))
        some = f"SELECT {columns} FROM ({best.sql} LIMIT {stop}) AS best WHERE true{short}"
        tiers.append(f"tier{number} AS ({some})")
        parameters += best.filled({**values, ASKED: asked})
    every = " UNION ALL ".join(f"SELECT {n} AS tier, * FROM tier{n}" for n in range(len(tiers)))
    statement = f"""
        WITH {", ".join(tiers)}
        SELECT d.id, d.key, d.collection, d.summary
        FROM (
            SELECT min(tier) AS tier, {columns} FROM ({every}) AS every GROUP BY {columns}
            ORDER BY tier, away, popularity DESC, collection, key
            LIMIT {stop - start} OFFSET {start}
        ) AS page
        JOIN delivery_publisheddocument d ON d.id = page.document_id
        ORDER BY tier, away, popularity DESC, page.collection, page.key
    """
    return statement, parameters


def _away(near: tuple[float, float]) -> Case:
    """0 for what is near, 1 in reach or nowhere, 2 beyond.

    On a plane at that latitude, which is exact enough within the bands.
    """
    lat, lng = near
    apart = Abs(F("lng") - Value(lng), output_field=FloatField())
    east = Least(apart, Value(360.0) - apart) * Value(cos(radians(lat)) * DEGREE)
    north = (F("lat") - Value(lat)) * Value(DEGREE)
    square = ExpressionWrapper(east * east + north * north, output_field=FloatField())
    return Case(
        When(lat__isnull=True, then=Value(1)),
        When(LessThanOrEqual(square, Value(NEAR**2)), then=Value(0)),
        When(LessThanOrEqual(square, Value(IN_REACH**2)), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
