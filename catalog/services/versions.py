"""Immutable versions of services, written as they are published."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef

from catalog.services.models import ServicePage, ServiceVersion
from cms.delivery.locales import default_locale
from cms.delivery.models import PublishedDocument
from cms.delivery.registry import Beside, Written
from cms.delivery.together import once
from cms.pages.facts import versions_of


def write(written: Written) -> set[str]:
    """Record services as they are published now, where that is not their latest version.

    Runs under the lock of the collection, so that numbers are given in turn. No reader of
    documents finds anything changed.
    """
    sources = [page.source for document, page in written if _is_versioned(document, page)]
    latest = _latest(source.key for source in sources)
    ServiceVersion.objects.bulk_create(
        version
        for source in sources
        if (version := _next(source, latest.get(source.key))) is not None
    )
    return set()


def is_current(document: PublishedDocument, page: Any) -> bool:
    """Whether the latest version is what is published."""
    if not _is_versioned(document, page):
        return True
    latest = latest_of(page.source)
    return latest is not None and _holds(latest, content_of(page.source))


BESIDE = Beside(name="version", write=write, is_current=is_current)


def _is_versioned(document: PublishedDocument, page: Any) -> bool:
    # Once for all locales: a version holds the words of each.
    return isinstance(page, ServicePage) and document.locale == default_locale()


def _next(source: ServicePage, latest: ServiceVersion | None) -> ServiceVersion | None:
    """The version to be recorded; ``None`` where the latest says the same."""
    content = content_of(source)
    if latest is not None and _holds(latest, content):
        return None
    return ServiceVersion(
        page=source,
        key=source.key,
        number=latest.number + 1 if latest else 1,
        content_hash=hash_of(content),
        content=content,
        published_at=max(page.last_published_at for page in versions_of(source).values()),
    )


def _holds(version: ServiceVersion, content: dict[str, Any]) -> bool:
    return hash_of(version.content) == version.content_hash == hash_of(content)


def latest_of(source: ServicePage) -> ServiceVersion | None:
    return _latest([source.key]).get(source.key)


def _latest(keys: Iterable[str]) -> dict[str, ServiceVersion]:
    """The latest version of each of the services."""
    of_key = ServiceVersion.objects.filter(key=OuterRef("key")).order_by("-number")
    rows = ServiceVersion.objects.filter(key__in=keys, number=of_key.values("number")[:1])
    return {row.key: row for row in rows}


def content_of(source: ServicePage) -> dict[str, Any]:
    """Everything that a version keeps."""
    return {
        "facts": facts_of(source),
        "words": {locale: words_of(page) for locale, page in sorted(versions_of(source).items())},
    }


def facts_of(source: ServicePage) -> dict[str, Any]:
    """What is charged and how long it takes; money in minor units, time in minutes."""
    return {
        "key": source.key,
        "category": source.published_category.key,
        "price": source.price,
        "currency": source.currency,
        "unit": source.unit,
        "duration": source.duration,
        "tags": tags_of(source),
        "options": [
            {
                "key": option.key,
                "kind": option.kind,
                "price": option.price,
                "duration": option.duration,
                "included": option.included,
            }
            for option in source.options.all()
        ],
        "gallery": [row.image_id for row in source.gallery.all()],
    }


def tags_of(source: ServicePage) -> list[str]:
    return once(("tags", source.pk), lambda: sorted(tag.slug for tag in source.tags.all()))


def words_of(page: ServicePage) -> dict[str, Any]:
    """What was promised, in the language of ``page``."""
    keys = {row.translation_key: row.key for row in page.source.options.all()}
    return {
        "title": page.title,
        "summary": page.summary,
        "included": [str(block.value) for block in page.included],
        "tools": [str(block.value) for block in page.tools],
        "body": page.body.get_prep_value(),
        "options": {
            keys[row.translation_key]: row.label
            for row in page.options.all()
            if row.translation_key in keys
        },
        "captions": [row.caption for row in page.gallery.all()],
    }


def hash_of(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
