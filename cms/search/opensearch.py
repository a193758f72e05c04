"""Which entries meet a question, asked of an OpenSearch: docs/adr/0016.

It keeps the lexemes that the database keeps, is filled by ``manage.py opensearch fill``, and is
asked once that is done. What it cannot answer, the database answers: it is always complete.
"""

import logging
from collections.abc import Collection, Mapping
from functools import cache
from time import monotonic
from typing import Any, ClassVar

from django.apps.registry import Apps
from django.conf import settings
from django.db import models
from modelsearch.backends import get_search_backend
from modelsearch.index import FilterField, Indexed, SearchField
from modelsearch.query import And, Or, PlainText

from cms.search.questions import Question

logger = logging.getLogger(__name__)

# What is written to, and the name by which it is asked, given once it is filled.
INDEX, FILLED = "doorstep_search_entries", "doorstep_search"
# OpenSearch's own window: of more matches than this it would have to be asked page by page.
MOST = 10_000
# Seconds: for an answer, for taking what is sent, and after no answer until it is asked again.
ASKING, SENDING, PAUSE = 2, 30, 30
BATCH = 500


class Unanswered(Exception):
    """The database has to be asked instead."""


class IndexedEntry(Indexed, models.Model):
    """A ``SearchEntry`` as modelsearch knows it.

    Outside of Django's registry: as a model that it finds there, modelsearch would index each in
    Wagtail's own search too, and have its rows deleted with it, one by one.
    """

    document = models.BigIntegerField(primary_key=True, db_column="document_id")
    locale = models.CharField(max_length=12)
    collection = models.CharField(max_length=50)
    lexemes = models.TextField()

    search_fields = [
        # They are cut and folded already, and their order and number say nothing.
        SearchField(
            "lexemes",
            es_extra={
                "analyzer": "whitespace",
                "index_options": "docs",
                "norms": False,
                "include_in_all": False,
            },
        ),
        FilterField("locale"),
        FilterField("collection"),
    ]
    objects: ClassVar[models.Manager["IndexedEntry"]]

    class Meta:
        apps = Apps()
        app_label = "search"
        managed = False
        db_table = "search_searchentry"


@cache
def _engine(url: str, timeout: int) -> Any:
    # Its client would ask thrice, and each time wait so long.
    options = {"max_retries": 0}
    return get_search_backend("cms.search.engine", URLS=[url], TIMEOUT=timeout, OPTIONS=options)


def engine(timeout: int) -> Any:
    return _engine(settings.OPENSEARCH_URL, timeout)


def body_of(question: Question, prefix: str, places: Mapping[str, str]) -> dict[str, Any]:
    """``question`` to one field, as ``lookups.write`` has it: the JSON that is sent."""
    groups = [
        Or(
            [
                PlainText(" ".join(prefix + lexeme for lexeme in sorted(way)), operator="and")
                for way in sorted(group, key=sorted)
            ]
        )
        for group in question.groups
    ]
    rows = IndexedEntry.objects.filter(**places)
    body: dict[str, Any] = engine(ASKING).body(And(groups), rows, "lexemes")
    return body


class _Pause:
    """After no answer nobody waits for another one for a while: of this process alone."""

    until = 0.0


def keys_met(question: Question, prefix: str, places: Mapping[str, str]) -> list[int]:
    """The keys of the entries that meet ``question`` in a field, in no order.

    ``places`` are the locale, and the collection if one is wanted. Raises ``Unanswered``.
    """
    if monotonic() < _Pause.until:
        raise Unanswered
    opensearch = engine(ASKING)
    try:
        keys: list[int] | None = opensearch.keys(FILLED, body_of(question, prefix, places), MOST)
    except opensearch.failure as error:
        if not isinstance(error, opensearch.refusal):
            _Pause.until = monotonic() + PAUSE
        logger.warning("OpenSearch gave no answer, the database is asked: %s", error)
        raise Unanswered from error
    if keys is None:
        raise Unanswered
    return keys


def _index() -> Any:
    """The index that is written to; what fails raises the ``failure`` of the engine."""
    opensearch = engine(SENDING)
    return opensearch.index_class(opensearch, INDEX)


def send(keys: Collection[int]) -> None:
    """Have these entries found as they now say; nothing, where nobody has begun to fill it."""
    index = _index()
    if index.exists():
        _send(index, keys)
        # So that whoever asks from now on meets them.
        index.refresh()


def _send(index: Any, keys: Collection[int]) -> None:
    """Have the entries of ``keys`` there as the database has them, or not at all."""
    before = None
    # Read again once sent: another process may have sent a newer state in between.
    while (rows := _rows(keys)) != before:
        index.add_items(IndexedEntry, [IndexedEntry(*row) for row in rows])
        for gone in set(keys) - {row[0] for row in rows}:
            index.delete_item(IndexedEntry(gone))
        before = rows


def _rows(keys: Collection[int]) -> list[tuple[Any, ...]]:
    rows = IndexedEntry.objects.filter(pk__in=list(keys)).order_by("pk")
    return list(rows.values_list("document", "locale", "collection", "lexemes"))


def fill(*, anew: bool = False) -> int:
    """Send all entries, and have it asked from then on; answers how many there are.

    What changes meanwhile is sent by the outbox as ever. ``anew``: the index is made again, and
    the database asked until it is full.
    """
    index = _index()
    if anew:
        index.delete()
    if not index.exists():
        index.put()
    # Always: an index that was made in another way is refused here.
    index.add_model(IndexedEntry)
    keys = list(IndexedEntry.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        _send(index, keys[start : start + BATCH])
    index.refresh()
    forget_gone()
    index.put_alias(FILLED)
    return len(keys)


def forget_gone() -> int:
    """Delete there what is no longer here; answers how many. They are shown to nobody."""
    index = _index()
    if not index.exists():
        return 0
    # First what is there: what is published meanwhile is here when it is looked for.
    known = set(index.backend.every_key(INDEX))
    gone = known - set(IndexedEntry.objects.values_list("pk", flat=True))
    for key in sorted(gone):
        index.delete_item(IndexedEntry(key))
    return len(gone)
