"""Caches further out: by which keys they know an answer, and telling them what has changed.

An answer bears the keys of what it shows in ``Surrogate-Key``. A change purges the key of the
document and that of its collection, which all lists bear.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.request import Request, urlopen

from django.conf import settings
from standardwebhooks import Webhook

from outbox.actions import enqueue

PURGE = "cdn_purge"
# Caches take 8 to 16 KiB of headers; keys that do not fit are left out from the end.
LONGEST_HEADER = 4096
PATIENCE = 10  # seconds


def document_key(collection: str, key: str) -> str:
    """What an answer that shows this document is known by, in every language."""
    return f"{collection}/{key}"


def header_of(keys: Iterable[str]) -> str:
    """``keys`` once each, in their order, separated by blanks, as ``Surrogate-Key`` has them.

    The keys of a list's items may be cut off: its collection's key comes first and says the same.
    """
    header = " ".join(dict.fromkeys(keys))
    if len(header) <= LONGEST_HEADER:
        return header
    return header[: header.rindex(" ", 0, LONGEST_HEADER + 1)]


def purge_later(collection: str, keys: Iterable[str]) -> None:
    """Have caches forget these documents and all lists of them, once this is committed."""
    if settings.CDN_PURGE_URL:
        named = [document_key(collection, key) for key in sorted(set(keys))]
        enqueue(PURGE, {"keys": [collection, *named]})


def ask_to_purge(payload: dict[str, Any], *, key: str, now: datetime) -> None:
    """POST ``{"keys": [...]}``, signed as Standard Webhooks say; an error means "try again later".

    The message's key is the ``webhook-id``: a repetition bears the same.
    """
    body = json.dumps(payload)
    headers = {
        "Content-Type": "application/json",
        "webhook-id": key,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(settings.CDN_PURGE_TOKEN.encode()).sign(key, now, body),
    }
    request = Request(settings.CDN_PURGE_URL, body.encode(), headers)  # noqa: S310 (a setting)
    with urlopen(request, timeout=PATIENCE):  # noqa: S310
        pass
