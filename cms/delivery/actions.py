"""Writing published documents, in the transaction of the change that they show."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import F
from wagtail.models import Page

from cms.delivery.locales import pick, site_locales
from cms.delivery.models import Collection, PublishedDocument
from cms.delivery.references import rebuild_later
from cms.delivery.registry import Content, DocumentType, followers_of, get, types_of


@dataclass(frozen=True)
class Built:
    """The documents of one object as they should be: by language code, with their versions."""

    key: str
    contents: Mapping[str, tuple[Content, Any]]


def publish_document(collection: str, instance: models.Model) -> bool:
    """Write what the public sees of ``instance``, in every locale of the site.

    What it no longer sees is withdrawn. Answers whether anything changed.
    """
    document_type = get(collection)
    with transaction.atomic():
        lock_collection(collection)
        # Built under the lock: what is read now is not older than what another one wrote.
        built = build_documents(document_type, instance)
        return _store(document_type, document_type.owner_of(instance), built)


def publish(instance: models.Model) -> bool:
    """Write the documents of ``instance`` and of what follows it; did its own change?

    Those that refer to it are rebuilt after commit.
    """
    with transaction.atomic():
        changes = [publish_document(each.collection, instance) for each in types_of(instance)]
        for follower in followers_of(instance):
            publish(follower)
        if any(changes):
            rebuild_later(instance)
        return any(changes)


def publish_subtree(page: Page) -> None:
    """Write the documents of ``page`` and of all live pages below it: their address changed."""
    with transaction.atomic():
        below = page.get_descendants(inclusive=True).live().specific()
        for each in sorted(below, key=lambda each: each._meta.label):
            publish(each)


def withdraw_document(collection: str, key: str) -> bool:
    """Remove the documents of ``key`` in every locale; answers whether there were any."""
    with transaction.atomic():
        lock_collection(collection)
        gone = PublishedDocument.objects.filter(collection=collection, key=key)
        locales = _delete(gone)
        _raise_generation(collection, locales)
        return bool(locales)


def build_documents(document_type: DocumentType, instance: models.Model) -> Built:
    """What the documents of ``instance`` should say now; nothing is written."""
    versions = document_type.versions(instance)
    contents = {}
    for locale in site_locales():
        version = pick(versions, locale)
        content = document_type.build(version, locale) if version is not None else None
        if content is not None:
            contents[locale] = (content, version)
    named_by = pick(versions, site_locales()[0])
    return Built(document_type.key_of(named_by) if contents else "", contents)


def lock_collection(collection: str) -> None:
    """Wait until nobody else writes documents of ``collection``; until the transaction ends."""
    rows = Collection.objects.filter(name=collection).order_by("locale").select_for_update()
    if len(rows) < len(site_locales()):
        Collection.objects.bulk_create(
            [Collection(name=collection, locale=locale) for locale in site_locales()],
            ignore_conflicts=True,
        )
        len(rows.all())


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


def _store(document_type: DocumentType, owner: uuid.UUID, built: Built) -> bool:
    collection = document_type.collection
    rows = PublishedDocument.objects.filter(collection=collection, owner=owner)
    changed = set(_delete(rows.exclude(locale__in=built.contents)))
    stored = {row.locale: row for row in rows}
    for locale, (content, version) in built.contents.items():
        values = fields_of(built.key, content)
        document = stored.get(locale) or PublishedDocument(
            collection=collection, owner=owner, locale=locale
        )
        if any(getattr(document, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(document, name, value)
            document.save()
            changed.add(locale)
        if document_type.written is not None:
            document_type.written(document, version)
    _raise_generation(collection, changed)
    return bool(changed)


def _delete(rows: models.QuerySet[PublishedDocument]) -> list[str]:
    locales = list(rows.values_list("locale", flat=True))
    if locales:
        rows.delete()
    return locales


def _raise_generation(collection: str, locales: Iterable[str]) -> None:
    Collection.objects.filter(name=collection, locale__in=locales).update(
        generation=F("generation") + 1
    )
