"""What the documents of one object should say, and what is to be done so that they do."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cms.delivery.models import PublishedDocument
from cms.delivery.registry import Content

# What a document says; the others are what it is.
COLUMNS = (
    "key", "path", "body", "summary", "etag", "cache_keys", "position", "published_at",
)  # fmt: skip


@dataclass(frozen=True)
class Built:
    """The documents of one object as they should be: by language code, with their versions."""

    key: str
    contents: Mapping[str, tuple[Content, Any]]


def fields_of(key: str, content: Content) -> dict[str, Any]:
    """The columns of the document that ``content`` becomes."""
    body = content.body.model_dump_json()
    summary = content.summary.model_dump_json() if content.summary is not None else body
    return {
        "key": key,
        "path": content.path,
        "body": body,
        "summary": summary,
        "etag": f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"',
        "cache_keys": list(content.cache_keys),
        "position": content.position,
        "published_at": content.published_at,
    }


@dataclass(frozen=True)
class Changes:
    """What is to be done for the documents of one object; ``written`` are all it has then."""

    owner: uuid.UUID
    keys: set[str]
    gone: list[PublishedDocument]
    changed: list[PublishedDocument]
    new: list[PublishedDocument]
    written: list[tuple[PublishedDocument, Any]]
    moved: bool

    @property
    def all(self) -> list[PublishedDocument]:
        return [*self.gone, *self.changed, *self.new]


def changes_of(
    collection: str, owner: uuid.UUID, stored: Mapping[str, PublishedDocument], built: Built
) -> Changes:
    """How the rows ``stored`` of one object, by locale, become those that ``built`` asks for.

    The rows of ``changed`` have their new values; nothing is written.
    """
    keys = {row.key for row in stored.values()} | ({built.key} if built.contents else set())
    gone = [row for locale, row in stored.items() if locale not in built.contents]
    changes = Changes(owner, keys, gone, [], [], [], moved=False)
    moved = False
    for locale, (content, version) in built.contents.items():
        values = fields_of(built.key, content)
        document = stored.get(locale) or PublishedDocument(
            collection=collection, owner=owner, locale=locale
        )
        if any(getattr(document, name) != value for name, value in values.items()):
            moved |= locale in stored and document.path != values["path"]
            for name, value in values.items():
                setattr(document, name, value)
            (changes.changed if locale in stored else changes.new).append(document)
        changes.written.append((document, version))
    return replace(changes, moved=moved)
