"""A document as a plain page: the editors' preview, and a site that has no frontend yet."""

import json
from collections.abc import Mapping
from typing import Any

PLAIN = "pages/plain.html"


def templates_of(collection: str) -> list[str]:
    """The templates that show a document of ``collection``, the first that there is."""
    return [f"{collection}/plain.html", PLAIN]


def context_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """What they need: the document, empty for a draft that makes none, and the same as text."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return {"document": document, "document_json": text}
