"""Putting the documents of other APIs into ours, without their names meeting.

Pure: plain OpenAPI objects in, plain OpenAPI objects out.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

Document = dict[str, Any]
REFERENCE = re.compile(r"^#/components/(?P<kind>\w+)/(?P<name>.+)$")
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


def merged(ours: Document, theirs: Document, *, prefix: str, tag: str) -> Document:
    """``ours`` with the paths of ``theirs``; its components and operation ids get ``prefix``."""
    renamed = _renamed(theirs, prefix)
    paths = {path: _tagged(item, tag, prefix) for path, item in renamed["paths"].items()}
    components = dict(ours.get("components", {}))
    for kind, named in renamed.get("components", {}).items():
        components[kind] = {**components.get(kind, {}), **named}
    return {**ours, "paths": {**ours["paths"], **paths}, "components": components}


def modern(document: Document) -> Document:
    """An OpenAPI 3.0 document as 3.1: ``nullable`` and boolean exclusive bounds as JSON Schema."""
    result: Document = _mapped(document, _modern_schema)
    return result


def pruned(document: Document) -> Document:
    """Without the components that no path leads to."""
    kept: dict[str, dict[str, Any]] = {}
    waiting = _references(document["paths"])
    while waiting:
        kind, name = waiting.pop()
        if name in kept.get(kind, {}):
            continue
        component = document["components"][kind][name]
        kept.setdefault(kind, {})[name] = component
        waiting |= _references(component)
    if "securitySchemes" in document["components"]:
        # Named by operations, not referred to.
        kept["securitySchemes"] = document["components"]["securitySchemes"]
    return {**document, "components": kept}


def _references(node: Any) -> set[tuple[str, str]]:
    if isinstance(node, list):
        return set().union(*(_references(item) for item in node))
    if not isinstance(node, dict):
        return set()
    found = set().union(*(_references(value) for value in node.values()))
    match = REFERENCE.match(node["$ref"]) if isinstance(node.get("$ref"), str) else None
    return found | ({(match["kind"], match["name"])} if match else set())


def _renamed(document: Document, prefix: str) -> Document:
    def rename(node: dict[str, Any]) -> dict[str, Any]:
        found = REFERENCE.match(node["$ref"]) if isinstance(node.get("$ref"), str) else None
        if not found:
            return node
        return {**node, "$ref": f"#/components/{found['kind']}/{prefix}{found['name']}"}

    result: Document = _mapped(document, rename)
    result["components"] = {
        kind: {f"{prefix}{name}": value for name, value in named.items()}
        for kind, named in result.get("components", {}).items()
    }
    return result


def _tagged(item: Mapping[str, Any], tag: str, prefix: str) -> dict[str, Any]:
    result = dict(item)
    for method in METHODS & result.keys():
        operation = {**result[method], "tags": [tag]}
        if "operationId" in operation:
            operation["operationId"] = f"{prefix}{operation['operationId']}"
        if "security" in operation:
            operation["security"] = [
                {f"{prefix}{name}": scopes for name, scopes in need.items()}
                for need in operation["security"]
            ]
        result[method] = operation
    return result


def _modern_schema(node: dict[str, Any]) -> dict[str, Any]:
    if not node.get("nullable") or not isinstance(node.get("type"), str):
        return node
    rest = {key: value for key, value in node.items() if key != "nullable"}
    return {**rest, "type": [node["type"], "null"]}


def _mapped(node: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    if isinstance(node, dict):
        return change({key: _mapped(value, change) for key, value in node.items()})
    if isinstance(node, list):
        return [_mapped(value, change) for value in node]
    return node
