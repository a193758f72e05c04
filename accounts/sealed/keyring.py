"""The master keys and the index key, read from settings and refused loudly when they are wrong."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32


@dataclass(frozen=True)
class MasterKeys:
    """The keys that wrap people's keys: ``current_id`` wraps, every other only unwraps."""

    current_id: str
    keys: Mapping[str, bytes] = field(repr=False)


def master_keys() -> MasterKeys:
    """The keys of ``settings.SEALED_MASTER_KEYS``; the first is the current one."""
    return _parse_master_keys(settings.SEALED_MASTER_KEYS)


def index_key() -> bytes:
    """The secret of keyed hashes, ``settings.SEALED_INDEX_KEY``: 32 bytes in base64.

    It is apart from the master keys because rotating those must not change a hash: a value
    that was found before the rotation is found after it.
    """
    return _parse_key(settings.SEALED_INDEX_KEY, "SEALED_INDEX_KEY")


@lru_cache(maxsize=8)
def _parse_master_keys(text: str) -> MasterKeys:
    """Parse ``"id:base64,id:base64"``. Errors name the id, never the key."""
    keys: dict[str, bytes] = {}
    for number, entry in enumerate(text.split(","), start=1):
        key_id, colon, encoded = entry.strip().partition(":")
        if not (key_id and colon and encoded):
            raise ImproperlyConfigured(
                f"SEALED_MASTER_KEYS: entry {number} is not of the form id:base64."
            )
        if key_id in keys:
            raise ImproperlyConfigured(f"SEALED_MASTER_KEYS: the id {key_id!r} appears twice.")
        keys[key_id] = _parse_key(encoded, f"SEALED_MASTER_KEYS: the key {key_id!r}")
    return MasterKeys(current_id=next(iter(keys)), keys=keys)


def _parse_key(encoded: str, what: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        # "from None": the original message may quote a part of the key.
        raise ImproperlyConfigured(f"{what} is not base64.") from None
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"{what} must be {KEY_BYTES} bytes long, in base64.")
    return key
