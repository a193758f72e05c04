"""What the outbox does for search: an OpenSearch is told once it is committed, never before."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from cms.delivery.actions import lock_collection, raise_generation
from cms.delivery.purging import purge_later
from cms.search import opensearch
from outbox.actions import enqueue
from outbox.registry import handler

SEND = "search_entries"


def send_later(entries: Mapping[int, Mapping[str, Any]]) -> None:
    """Have OpenSearch, if there is one, told of these entries, given by key with their columns."""
    if not settings.OPENSEARCH_URL:
        return
    collections: dict[str, dict[int, str]] = defaultdict(dict)
    for key, columns in entries.items():
        collections[columns["collection"]][key] = columns["locale"]
    for collection, locales in sorted(collections.items()):
        told = {"documents": sorted(locales), "locales": sorted(set(locales.values()))}
        enqueue(SEND, {"collection": collection, **told})


def send_entries(payload: dict[str, Any], *, key: str, now: datetime) -> None:
    """Send them as they are by now; an error means "try again later"."""
    opensearch.send(payload["documents"])


@handler(SEND, ask=send_entries)
def announce(payload: dict[str, Any], *, key: str, now: datetime, answer: None) -> None:
    """Searches answer anew: what was asked since the publication may have an old answer."""
    lock_collection(payload["collection"])
    purge_later(payload["collection"], [])
    raise_generation(payload["collection"], payload["locales"])


def forget_gone(now: datetime) -> int:
    """Have OpenSearch forget what is no longer published; answers how many entries."""
    return opensearch.forget_gone()
