"""What is found, its order, pages and facets are what a plain look at every entry says."""

import random
import uuid
from collections import Counter
from datetime import UTC, datetime
from itertools import product

from cms.delivery.models import PublishedDocument
from cms.search.indexing import rows_of
from cms.search.lexemes import Findable
from cms.search.models import SearchEntry, SearchFacet

WORDS = ["amber", "birch", "cedar", "玻璃"]
FIELDS = ["title", "keywords", "summary", "body"]
FACETS = {"category": ["home", "deep", "care"], "tag": ["new", "old"], "price": ["0-4999"]}
FACETS["region"] = ["north", "south"]


def some(chance, words, at_most):
    return chance.sample(words, chance.randint(0, at_most))


def store(count):
    """Random entries; answers what each was made of."""
    chance = random.Random(7)
    made = []
    for number in range(count):
        words = {field: some(chance, WORDS, 2) for field in FIELDS}
        facets = {name: some(chance, values, 2 if len(values) > 1 else 1)
                  for name, values in FACETS.items()}  # fmt: skip
        document = PublishedDocument.objects.create(
            collection=chance.choice(["services", "articles"]), key=f"k{number:02}", locale="en",
            owner=uuid.uuid4(), body="{}", summary=f'{{"key": "k{number:02}"}}', etag='"x"',
            published_at=datetime(2026, 1, 1, tzinfo=UTC),
        )  # fmt: skip
        findable = Findable(
            title=" ".join(words["title"]), keywords=tuple(words["keywords"]),
            summary=" ".join(words["summary"]), body=" ".join(words["body"]),
            popularity=chance.randint(0, 3), facets=facets,
        )  # fmt: skip
        rows = rows_of(document, findable)
        entry = SearchEntry.objects.create(document=document, **rows.columns)
        SearchFacet.objects.bulk_create(
            SearchFacet(entry=entry, name=name, value=value) for name, value in rows.facets
        )
        made.append((document, words, facets, findable.popularity))
    return made


def tier(words, question):
    """The narrowest field that holds every word, with those before it; none of no match."""
    held = set()
    for number, field in enumerate(FIELDS):
        held |= set(words[field])
        if set(question) <= held:
            return number
    return None


def expected(made, question, narrowed):
    rows = []
    for document, words, facets, popularity in made:
        place = tier(words, question)
        fits = all(
            value in ([document.collection] if name == "type" else facets[name])
            for name, value in narrowed.items()
        )
        if place is not None and fits:
            order = (place, -popularity, document.collection, document.key)
            rows.append((order, document.key, [("type", document.collection)]
                         + [(n, v) for n, values in facets.items() for v in values]))  # fmt: skip
    rows.sort()
    return [key for _order, key, _facets in rows], Counter(f for *_, fs in rows for f in fs)


def test_found_ordered_paged_and_counted_as_by_hand(search):
    made = store(60)
    questions = [["amber"], ["玻璃"], ["birch", "cedar"], ["cedar", "amber", "玻璃"]]
    narrowings = [{}, {"tag": "new"}, {"type": "articles", "region": "north"}, {"price": "0-4999"}]
    for question, narrowed in product(questions, narrowings):
        keys, counts = expected(made, question, narrowed)
        given = {**narrowed, "facets": "true", "count": "true", "limit": 5}
        got, answer = [], {"next": "first"}
        while answer["next"]:
            answer = search(" ".join(question), **given, offset=len(got))
            got += [hit["item"]["key"] for hit in answer["items"]]
        assert got == keys
        assert answer["count"] == len(keys)
        assert counts == Counter(
            {(n, v["value"]): v["count"] for n, vs in answer["facets"].items() for v in vs}
        )
