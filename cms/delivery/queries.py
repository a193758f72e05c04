"""Reads of published documents: one indexed query each."""

import hashlib
from collections.abc import Collection as Several
from typing import Any

from django.db.models import QuerySet

from cms.delivery.models import Collection, PublishedDocument

# A detail needs no summary, a list no body: neither is fetched for the other.
DETAIL = ("collection", "key", "locale", "path", "body", "etag", "cache_keys", "updated_at")
ITEM = ("key", "locale", "summary", "updated_at")


def read_document(collection: str, key: str, locale: str) -> PublishedDocument:
    """The document of one object. Raises ``PublishedDocument.DoesNotExist``."""
    return PublishedDocument.objects.only(*DETAIL).get(
        collection=collection, key=key, locale=locale
    )


def read_owner(owners: QuerySet[Any, Any], locale: str) -> PublishedDocument:
    """The document of the owner that the subquery ``owners`` finds, whatever its collection."""
    return PublishedDocument.objects.only(*DETAIL).get(owner__in=owners, locale=locale)


def read_path(path: str, locale: str) -> PublishedDocument:
    """The document at an address of the site, such as ``/articles/deep-clean/``."""
    return PublishedDocument.objects.only(*DETAIL).get(path=path, locale=locale)


def read_summaries(
    collection: str, keys: Several[str], locale: str
) -> dict[str, PublishedDocument]:
    """By key the documents of ``keys`` that are published, with summaries and tags alone."""
    found = PublishedDocument.objects.filter(collection=collection, locale=locale, key__in=keys)
    return {document.key: document for document in found.only(*ITEM, "etag")}


def list_documents(collection: str, locale: str) -> QuerySet[PublishedDocument]:
    """The documents of a list in its order, with their summaries alone."""
    return (
        PublishedDocument.objects.filter(collection=collection, locale=locale)
        .only(*ITEM)
        .order_by("position", "-published_at", "key")
    )


def generation(collection: str, locale: str) -> int:
    """How often the list has changed."""
    row = Collection.objects.filter(name=collection, locale=locale).first()
    return row.generation if row else 0


def collection_etag(collection: str, locale: str, *parts: str) -> str:
    """The ETag of a list as asked for: its generation and the ``parts`` of the question.

    Read it before the rows: a publication in between then makes the tag too old, never too new.
    """
    told = "\n".join((collection, locale, str(generation(collection, locale)), *parts))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'
