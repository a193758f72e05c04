"""Reads of published documents: one indexed query each, of columns and not of objects."""

import hashlib
from collections.abc import Collection as Several
from collections.abc import Hashable
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from accounts.users.statements import Find, PreparedQuery
from cms.delivery.models import Collection, PublishedDocument

TABLE = Collection._meta.db_table
ITEM = ("key", "locale", "summary", "updated_at")


class Document(NamedTuple):
    """What a reader gets of one document: ``body`` is JSON text, ``etag`` is quoted."""

    collection: str
    key: str
    body: str
    etag: str
    cache_keys: list[str]


def read_document(collection: str, key: str, locale: str) -> Document:
    """The document of one object. Raises ``PublishedDocument.DoesNotExist``."""
    return _one(collection=collection, key=key, locale=locale)


def read_owner(owners: QuerySet[Any, Any], locale: str) -> Document:
    """The document of the owner that the subquery ``owners`` finds, whatever its collection."""
    rows = PublishedDocument.objects.filter(owner__in=owners, locale=locale)
    return Document(*rows.values_list(*Document._fields).get())


def read_path(path: str, locale: str) -> Document:
    """The document at an address of the site, such as ``/articles/deep-clean/``."""
    return _one(path=path, locale=locale)


def read_summaries(
    collection: str, keys: Several[str], locale: str
) -> dict[str, PublishedDocument]:
    """By key the documents of ``keys`` that are published, with summaries and tags alone."""
    found = named_documents(collection, keys, locale)
    return {document.key: document for document in found.only(*ITEM, "etag")}


def ask_documents(collection: str, locale: str) -> PreparedQuery:
    """The same as ``list_documents``, composed once."""
    return PreparedQuery(list_documents, (), {"collection": collection, "locale": locale})


def list_documents(collection: str, locale: str) -> QuerySet[PublishedDocument]:
    """The documents of a list in its order, with their summaries alone."""
    return (
        PublishedDocument.objects.filter(collection=collection, locale=locale)
        .only(*ITEM)
        .order_by("position", "-published_at", "key")
    )


def named_documents(
    collection: str, keys: Several[str], locale: str
) -> QuerySet[PublishedDocument]:
    """The documents of ``keys`` that are published."""
    return PublishedDocument.objects.filter(collection=collection, locale=locale, key__in=keys)


def generation(collections: Several[str], locale: str) -> int:
    """How often the lists have changed, together.

    Each number only ever rises, so the same sum means that none of the lists has changed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_sum_of(collections), (locale, *collections))
        return int(cursor.fetchone()[0] or 0)


def _sum_of(collections: Several[str]) -> str:
    # Written out: to compose it takes Django longer than the database needs for the whole page.
    marks = ", ".join(["%s"] * len(collections))
    return f"SELECT SUM(generation) FROM {TABLE} WHERE locale = %s AND name IN ({marks})"  # noqa: S608


def with_generation(
    rows: QuerySet[PublishedDocument], collections: Several[str], locale: str
) -> QuerySet[PublishedDocument]:
    """``rows`` with the ``generation`` of ``collections`` in each: both of one moment."""
    sql = RawSQL(_sum_of(collections), (locale, *collections))  # noqa: S611
    return rows.annotate(generation=sql)


def asking_generation(question: PreparedQuery, collections: Several[str]) -> PreparedQuery:
    """The same question, about whose ``locale`` each row tells the ``generation`` too."""
    kinds = (question.find, tuple(collections), *question.kinds)
    return PreparedQuery(_find_with_generation, kinds, question.values)


def _find_with_generation(
    find: Find, collections: Several[str], *kinds: Hashable, locale: str, **values: Any
) -> QuerySet[PublishedDocument]:
    return with_generation(find(*kinds, locale=locale, **values), collections, locale)


def collection_etag(collection: str, locale: str, generation: int, *parts: str) -> str:
    """The ETag of a list as asked for: its generation and the ``parts`` of the question."""
    told = "\n".join((collection, locale, str(generation), *parts))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def _one(**found_by: str) -> Document:
    found = PreparedQuery(PublishedDocument.objects.filter, (), found_by)
    for row in found.answer(Document._fields, slice(0, 1)):
        return Document(*row)
    raise PublishedDocument.DoesNotExist
