"""What the headers of answers say, which generators leave out.

Pure: plain OpenAPI objects in, plain OpenAPI objects out.
"""

from api.reference.merging import METHODS, Document

HEADERS = {
    "ETag": "Send it back as If-None-Match: 304 if nothing has changed.",
    "RateLimit": "What is left of the narrowest limit: its name, r requests, for t seconds.",
    "RateLimit-Policy": "Every limit that counts: its name, q requests in w seconds.",
    "Retry-After": "In how many seconds to ask again.",
}
LIMITS = ("RateLimit-Policy", "RateLimit")


def with_headers(document: Document, *, but: tuple[str, ...]) -> Document:
    """Every operation tells its headers, ``but`` those whose paths begin so: none counts these."""
    told = {
        name: {"description": text, "schema": {"type": "string"}} for name, text in HEADERS.items()
    }
    paths = {
        path: item if path.startswith(but) else _telling(item)
        for path, item in document["paths"].items()
    }
    return {**document, "paths": paths, "components": {**document["components"], "headers": told}}


def _telling(item: Document) -> Document:
    return {
        name: {**each, "responses": _told(each)} if name in METHODS else each
        for name, each in item.items()
    }


def _told(operation: Document) -> Document:
    asked = {parameter.get("name") for parameter in operation.get("parameters", [])}
    tagged = ("ETag",) if "If-None-Match" in asked else ()
    found = {}
    for status, answer in operation["responses"].items():
        names = [*LIMITS] if status[0] in "23" or status == "429" else []
        names += tagged if status in ("200", "304") else ()
        names += ("Retry-After",) if status == "429" else ()
        headers = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
        found[status] = {**answer, "headers": {**answer.get("headers", {}), **headers}}
        if not found[status]["headers"]:
            del found[status]["headers"]
    return found
