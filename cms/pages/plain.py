"""A document as a plain page: the editors' preview, and a site that has no frontend yet."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wagtail.models import Page

from cms.delivery.registry import types_of

PLAIN = "pages/plain.html"


def templates_of(collection: str) -> list[str]:
    """The templates that show a document of ``collection``, the first that there is."""
    return [f"{collection}/plain.html", PLAIN]


def preview(page: Page, *, now: datetime) -> dict[str, Any]:
    """The document that ``page`` would become, as the API would answer it: plain JSON values."""
    (document_type,) = types_of(page)
    # Before the first save it has no date of its own.
    page.latest_revision_created_at = page.latest_revision_created_at or now
    content = document_type.build(page, page.locale.language_code)
    document: dict[str, Any] = json.loads(content.body.model_dump_json()) if content else {}
    return document


def context_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """What they need: the document, empty for a draft that makes none, and the same as text."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return {"document": document, "document_json": text}
