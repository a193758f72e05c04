"""All documents at once: do they say what the rows say, and if not, again."""

import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models, transaction

from cms.delivery.actions import (
    build_documents,
    lock_collection,
    publish_document,
    withdraw_document,
)
from cms.delivery.changes import fields_of
from cms.delivery.locales import site_locales
from cms.delivery.models import BuiltBy, Collection, PublishedDocument
from cms.delivery.purging import purge_later
from cms.delivery.references import names_of, publish_all_later
from cms.delivery.registry import DocumentType, registry

# Settings that stand in documents: another value makes them stale.
DECIDING = ("FRONTEND_ROUTES", "LOCALE_FALLBACKS", "PICTURE_PRESETS")


@dataclass(frozen=True)
class Difference:
    """A document that is not as it should be: ``missing``, ``stale`` or ``orphaned``.

    Or what stands beside it is not: a ``stale search entry``.
    """

    collection: str
    key: str
    locale: str
    kind: str

    def __str__(self) -> str:
        return f"{self.collection}/{self.key} ({self.locale}): {self.kind}"


def document_types(collections: Iterable[str] = ()) -> list[DocumentType]:
    """The types of the named collections, or all; an unknown name is a ``KeyError``."""
    return [registry.types[name] for name in sorted(collections or registry.types)]


def objects_of(document_type: DocumentType) -> Iterator[tuple[uuid.UUID, models.Model]]:
    """Every object of a type once, whatever its number of translations."""
    seen = set()
    for instance in document_type.model._default_manager.order_by("pk").iterator():
        owner = document_type.owner_of(instance)
        if owner not in seen:
            seen.add(owner)
            yield owner, instance


def differences(document_type: DocumentType) -> Iterator[Difference]:
    """What differs between the stored documents of a type and what they should say."""
    name = document_type.collection
    owners = set()
    for owner, instance in objects_of(document_type):
        owners.add(owner)
        built = build_documents(document_type, instance)
        rows = PublishedDocument.objects.filter(collection=name, owner=owner)
        stored = {row.locale: row for row in rows}
        for locale, (content, version) in built.contents.items():
            row = stored.pop(locale, None)
            if row is None:
                yield Difference(name, built.key, locale, "missing")
            elif any(getattr(row, k) != v for k, v in fields_of(built.key, content).items()):
                yield Difference(name, row.key, locale, "stale")
            else:
                yield from _beside(row, version)
        for locale, row in stored.items():
            yield Difference(name, row.key, locale, "orphaned")
    for row in PublishedDocument.objects.filter(collection=name).exclude(owner__in=owners):
        yield Difference(name, row.key, row.locale, "orphaned")


def _beside(row: PublishedDocument, version: Any) -> Iterator[Difference]:
    for beside in registry.beside:
        if not beside.is_current(row, version):
            yield Difference(row.collection, row.key, row.locale, f"stale {beside.name}")


def rebuild(document_type: DocumentType) -> int:
    """Write every document of a type again; answers how many objects changed."""
    name = document_type.collection
    owners = set()
    changed = 0
    for owner, instance in objects_of(document_type):
        owners.add(owner)
        changed += publish_document(name, instance)
    with transaction.atomic():
        orphans = PublishedDocument.objects.filter(collection=name).exclude(owner__in=owners)
        for key in sorted(set(orphans.values_list("key", flat=True))):
            changed += withdraw_document(name, key)
    return changed


def rebuild_all_later(document_types: Iterable[DocumentType], *, reason: str) -> int:
    """Have every document of these types written in the background; answers how many objects."""
    with transaction.atomic():
        names = [
            name
            for each in document_types
            for name in names_of(instance for _owner, instance in objects_of(each))
        ]
        publish_all_later(names, reason=reason)
    return len(names)


@transaction.atomic
def adapt_to_languages() -> int:
    """After the site was given another language or lost one: what this comes to.

    What is written in a language that is gone is deleted; all else is written again in the
    background, for what stood in that language may stand in another now.
    """
    known = set(Collection.objects.values_list("locale", flat=True))
    if not known or known == set(site_locales()):
        return 0
    gone = known - set(site_locales())
    documents = PublishedDocument.objects.filter(locale__in=gone)
    for name in registry.types:
        purge_later(name, documents.filter(collection=name).values_list("key", flat=True))
    documents.delete()
    Collection.objects.filter(locale__in=gone).delete()
    for each in document_types():
        # The new ones are known from here on.
        lock_collection(each.collection)
    return rebuild_all_later(document_types(), reason="languages")


@transaction.atomic
def adapt_to_settings() -> int:
    """After a setting that documents are built by was changed: how many objects are written again.

    In the background; there is nothing to do before the first document.
    """
    # As JSON gives it back.
    now = {name: json.loads(json.dumps(getattr(settings, name))) for name in DECIDING}
    if now == dict(BuiltBy.objects.values_list("setting", "value")):
        return 0
    for name, value in now.items():
        BuiltBy.objects.update_or_create(setting=name, defaults={"value": value})
    if not PublishedDocument.objects.exists():
        return 0
    return rebuild_all_later(document_types(), reason="settings")
