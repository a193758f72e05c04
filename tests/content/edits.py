"""Whatever is edited, in whatever order: every document is what a fresh build makes of it, and
none is written again that says the same.

200 edits by default; ``make fuzz`` makes one for each two of its ``FUZZ_CASES``.
"""

import os
from collections import Counter
from random import Random
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from accounts.users.models import User
from catalog.services.models import ServiceListing
from cms.delivery.models import Collection, PublishedDocument
from cms.delivery.rebuilding import differences, document_types, rebuild
from cms.pages.models import HomePage
from cms.search.models import SearchEntry
from outbox.models import Message
from outbox.registry import handler_of

from .desk import Desk

EDITS = 20
EXAMPLES = max(200, int(os.environ.get("FUZZ_CASES", "0")) // 2) // EDITS
SEED = 20260715
COLUMNS = ("body", "summary", "etag", "path", "cache_keys", "position", "published_at", "owner")
FOUND_BY = ("title", "lexemes", "popularity", "lat", "lng")
LISTED_BY = ("title", "category_path", "price", "duration", "created_at", "rating")

Place = tuple[str, str, str]


@pytest.fixture
def desk(cast: dict[str, User], home: HomePage) -> Desk:
    return Desk(cast, home)


def test_documents_follow_every_edit_and_nothing_else(desk: Desk) -> None:
    seen: Counter[str] = Counter()

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        # A site's edits are drawn by Python's generator: there is nothing to shrink.
        phases=[Phase.generate],
    )
    @given(random=st.randoms(use_true_random=True))
    def run(random: Random) -> None:
        # Wagtail remembers renditions there, of pictures that are rolled back.
        cache.clear()
        with transaction.atomic():
            _edit(desk, random, seen)
            transaction.set_rollback(True)

    settle()
    run()
    # What was never done proves nothing.
    assert {name.removesuffix(" refused") for name in seen} >= set(desk.edits)


def _edit(desk: Desk, random: Random, seen: Counter[str]) -> None:
    done: list[str] = []
    for _number in range(EDITS):
        before, listed = stored(), generations()
        done.append(desk._edit(random))
        if random.random() < 0.3:
            settle()
        _assert_exact(before, listed, done)
    settle()
    seen.update(done)
    assert [str(each) for type_ in document_types() for each in differences(type_)] == [], " ".join(
        done
    )
    assert stored_content() == built_afresh(), " ".join(done)


def _assert_exact(
    before: dict[Place, PublishedDocument], listed: dict[tuple[str, str], int], done: list[str]
) -> None:
    """What says the same was not written, and no list of what is the same has changed."""
    after = stored()
    same = {
        place for place in before.keys() & after.keys() if said(before[place]) == said(after[place])
    }
    for place in same:
        assert before[place].pk == after[place].pk, (place, " ".join(done))
        assert before[place].updated_at == after[place].updated_at, (place, " ".join(done))
    changed = {(collection, locale) for collection, _key, locale in before.keys() ^ after.keys()}
    changed |= {(p[0], p[2]) for p in before.keys() & after.keys() if p not in same}
    found_otherwise = {(p[0], p[2]) for p in same if before[p].found != after[p].found}
    for list_, generation in generations().items():
        if list_ not in changed | found_otherwise:
            assert listed.get(list_, 0) == generation, (list_, " ".join(done))


def said(document: PublishedDocument) -> tuple[Any, ...]:
    return tuple(getattr(document, name) for name in COLUMNS)


def stored() -> dict[Place, Any]:
    """Every document by its place, with how it is ``found``."""
    rows = PublishedDocument.objects.all()
    entries = {entry.pk: entry for entry in SearchEntry.objects.prefetch_related("facets", "forms")}
    places = {}
    for row in rows:
        row.found = found_by(entries.get(row.pk))
        places[row.collection, row.key, row.locale] = row
    return places


def found_by(entry: SearchEntry | None) -> tuple[Any, ...] | None:
    if entry is None:
        return None
    return (
        *(getattr(entry, name) for name in FOUND_BY),
        sorted((facet.name, facet.value) for facet in entry.facets.all()),
        sorted((form.form, form.place) for form in entry.forms.all()),
    )


def generations() -> dict[tuple[str, str], int]:
    return {(row.name, row.locale): row.generation for row in Collection.objects.all()}


def stored_content() -> dict[Place, tuple[Any, ...]]:
    """All that is published, with what stands beside it."""
    listings = {
        listing.pk: (
            *(getattr(listing, name) for name in LISTED_BY),
            sorted(tag.tag for tag in listing.tags.all()),
        )
        for listing in ServiceListing.objects.prefetch_related("tags")
    }
    return {place: (said(row), row.found, listings.get(row.pk)) for place, row in stored().items()}


def built_afresh() -> dict[Place, tuple[Any, ...]]:
    """The same, of nothing but what it is made of."""
    with transaction.atomic():
        PublishedDocument.objects.all().delete()
        for each in document_types():
            rebuild(each)
        fresh = stored_content()
        transaction.set_rollback(True)
    return fresh


def settle() -> None:
    """Deliver what the outbox holds for delivery, also what comes of it, within the transaction."""
    while message := Message.objects.open().filter(topic="documents_rebuild").first():
        Message.objects.filter(pk=message.pk).update(done_at=timezone.now())
        handler_of(message.topic).handle(message.payload, key=message.key, now=timezone.now())
