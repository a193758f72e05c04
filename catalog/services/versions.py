"""Immutable versions of services, written as they are published."""

import hashlib
import json
from typing import Any

from catalog.services.models import ServicePage, ServiceVersion
from cms.pages.facts import live_with_facts


def record_version(source: ServicePage) -> ServiceVersion:
    """The version of the service as it is published now; the latest one where nothing changed.

    Runs under the lock of the collection, so that numbers are given in turn.
    """
    pages = live_with_facts(source)
    content = {
        "facts": facts_of(source),
        "words": {locale: words_of(page) for locale, page in sorted(pages.items())},
    }
    content_hash = hash_of(content)
    latest = ServiceVersion.objects.filter(key=source.key).order_by("-number").first()
    if latest is not None and latest.content_hash == content_hash:
        return latest
    return ServiceVersion.objects.create(
        page=source,
        key=source.key,
        number=latest.number + 1 if latest else 1,
        content_hash=content_hash,
        content=content,
        published_at=max(page.last_published_at for page in pages.values()),
    )


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
    return sorted(tag.slug for tag in source.tags.all())


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
