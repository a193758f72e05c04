"""What the documents of others leave out: how they, and our rules before them, admit and refuse.

Pure: plain OpenAPI objects in, plain OpenAPI objects out.
"""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

from api.reference.merging import METHODS, Document

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
LOCATION = {"schema": {"type": "string"}}


def with_refusals(document: Document, begins: str, statuses: Iterable[int]) -> Document:
    """Every operation whose path ``begins`` so answers a problem with each of ``statuses``."""
    paths = {
        path: _refusing(item, statuses) if path.startswith(begins) else item
        for path, item in document["paths"].items()
    }
    return {**document, "paths": paths}


def with_bearer(document: Document, begins: str) -> Document:
    """Every operation whose path ``begins`` so takes our bearer token, and nobody without one."""
    paths = {
        path: _admitting(item) if path.startswith(begins) else item
        for path, item in document["paths"].items()
    }
    schemes = {"bearer": document["components"]["securitySchemes"]["bearer"]}
    components = {**document["components"], "securitySchemes": schemes}
    return {**document, "paths": paths, "components": components}


def with_redirect(document: Document, path: str) -> Document:
    """Reading ``path`` answers by leading elsewhere."""
    item = document["paths"][path]
    leads = {"302": {"description": HTTPStatus.FOUND.phrase, "headers": {"Location": LOCATION}}}
    read = {**item["get"], "responses": {**item["get"]["responses"], **leads}}
    return {**document, "paths": {**document["paths"], path: {**item, "get": read}}}


def without_impossible(document: Document) -> Document:
    """Without the operations that no request meets: a part of their path has no value."""
    paths = {}
    for path, item in document["paths"].items():
        left = {
            name: each
            for name, each in item.items()
            if name not in METHODS
            or all(parameter["schema"].get("const") != "" for parameter in _in_path(each))
        }
        if METHODS & left.keys():
            paths[path] = left
    return {**document, "paths": paths}


def _in_path(operation: Document) -> Iterator[Document]:
    for parameter in operation.get("parameters", []):
        if parameter.get("in") == "path":
            yield parameter


def _admitting(item: Document) -> Document:
    return {
        name: {**each, "security": [{"bearer": []}]} if name in METHODS else each
        for name, each in item.items()
    }


def _refusing(item: Document, statuses: Iterable[int]) -> Document:
    return {
        name: {**each, "responses": _with(each["responses"], _met_by(name, each, statuses))}
        if name in METHODS
        else each
        for name, each in item.items()
    }


def _met_by(method: str, operation: Document, statuses: Iterable[int]) -> list[int]:
    """A read conflicts with nothing; without a body there is nothing to be too large."""
    never = {409} if method == "get" else set()
    if "requestBody" not in operation:
        never.add(413)
    return [status for status in statuses if status not in never]


def _with(responses: Document, statuses: Iterable[int]) -> Document:
    said = {str(status): answer for status, answer in responses.items()}
    return said | {str(status): _refusal(status, said) for status in statuses}


def _refusal(status: int, responses: Document) -> dict[str, Any]:
    said = responses.get(str(status), {})
    return {
        "description": HTTPStatus(status).phrase,
        **said,
        "content": {**said.get("content", {}), **PROBLEM},
    }
