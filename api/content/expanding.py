"""``expand=``: what a document names, in full."""

import json
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from pydantic import BaseModel

from api.conventions.views import View
from catalog.services.documents import categories
from cms.delivery import queries
from cms.delivery.models import PublishedDocument
from cms.delivery.purging import document_key


class Found(NamedTuple):
    """What is put in, and the document that it is of."""

    body: dict[str, Any]
    key: str
    etag: str


Reader = Callable[[str, AbstractSet[str], str], Mapping[str, Found]]


def read_listed(collection: str, keys: AbstractSet[str], locale: str) -> Mapping[str, Found]:
    """What the list of ``collection`` shows of ``keys``, in one query."""
    found = queries.read_summaries(collection, keys, locale)
    return {key: Found(json.loads(each.summary), key, each.etag) for key, each in found.items()}


def read_categories(collection: str, keys: AbstractSet[str], locale: str) -> Mapping[str, Found]:
    """The categories of ``keys`` with all below them, out of the one document of their tree."""
    try:
        tree = queries.read_document(collection, categories.TREE, locale)
    except PublishedDocument.DoesNotExist:
        return {}
    every = _each(json.loads(tree.body)["items"])
    return {one["key"]: Found(one, tree.key, tree.etag) for one in every if one["key"] in keys}


@dataclass(frozen=True)
class Expansion:
    """A field that names objects of ``collection``; expanded, each is of ``shape`` too."""

    collection: str
    shape: type[BaseModel]
    read: Reader = read_listed


CATEGORY = Expansion(categories.COLLECTION, categories.CategoryBody, read_categories)


class Expanding(View):
    """A view whose documents name others: ``expands`` says by field which.

    An expanded item has what the other collection's list shows of it, beside what it had. What is
    not published stays as it was.
    """

    expands: ClassVar[Mapping[str, Expansion]] = {}

    def expanded(self, bodies: list[dict[str, Any]], locale: str) -> dict[str, str]:
        """Expand in place what was asked for, in one query for each field.

        Answers the tags of what was put in, by its key for caches.
        """
        tags = {}
        for name in self.parameters.get("expand") or ():
            expansion = self.expands[name]
            items = [item for body in bodies for item in _items(body[name])]
            found = expansion.read(expansion.collection, {item["key"] for item in items}, locale)
            for item in items:
                if known := found.get(item["key"]):
                    item |= known.body
            for each in sorted(found.values(), key=lambda each: each.key):
                tags[document_key(expansion.collection, each.key)] = each.etag
        return tags


def _items(value: Any) -> list[dict[str, Any]]:
    """A field names several, or one, or none."""
    if isinstance(value, list):
        return value
    return [value] if value else []


def _each(roots: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in roots:
        yield one
        yield from _each(one["children"])
