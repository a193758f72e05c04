"""All documents at once: do they say what the rows say, and if not, again."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models, transaction

from cms.delivery.actions import build_documents, fields_of, publish_document, withdraw_document
from cms.delivery.models import PublishedDocument
from cms.delivery.registry import DocumentType, registry


@dataclass(frozen=True)
class Difference:
    """A document that is not as it should be: ``missing``, ``stale`` or ``orphaned``."""

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
        for locale, (content, _version) in built.contents.items():
            row = stored.pop(locale, None)
            if row is None:
                yield Difference(name, built.key, locale, "missing")
            elif any(getattr(row, k) != v for k, v in fields_of(built.key, content).items()):
                yield Difference(name, row.key, locale, "stale")
        for locale, row in stored.items():
            yield Difference(name, row.key, locale, "orphaned")
    for row in PublishedDocument.objects.filter(collection=name).exclude(owner__in=owners):
        yield Difference(name, row.key, row.locale, "orphaned")


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
