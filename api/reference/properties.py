"""What the properties of shapes mean, and values to try, which declarations leave silent.

Pure: plain OpenAPI objects in, plain OpenAPI objects out.
"""

import re
from typing import Any

from api.reference.meanings import MEANINGS, OF
from api.reference.merging import Document
from api.reference.values import BODIES, PROPERTIES
from api.reference.values import OF as VALUES_OF

# The same shape as a body, where all is optional, and where ``fields=`` leaves some of it.
VARIANT = re.compile(r"^(?:Patched)?(?P<name>\w+?)(?:Request|Selected)?$")
WITHIN = ("items", "additionalProperties")
AMONG = ("anyOf", "oneOf", "allOf")
FORMATS = {
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "date-time": re.compile(r"\d{4}-\d\d-\d\dT.+"),
    "uuid": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
}
TYPES = {"string": str, "integer": int, "number": float}


def with_meanings(document: Document) -> Document:
    """Every property says what it is; those that say so themselves stay as they are."""
    schemas = document["components"]["schemas"]
    told = {name: _told(name, schema) for name, schema in schemas.items()}
    return {**document, "components": {**document["components"], "schemas": told}}


def _told(name: str, schema: Document) -> Document:
    found = VARIANT.match(name)
    shape = found["name"] if found else name
    whole = _walked(schema, OF.get(shape, {}), VALUES_OF.get(shape, {}))
    return {**whole, "examples": [BODIES[name]]} if name in BODIES else whole


def _walked(schema: Any, own: dict[str, str], values: dict[str, Any]) -> Any:
    """``schema`` with all that is within it, but for what it refers to."""
    if not isinstance(schema, dict):
        return schema
    walked = dict(schema)
    for key in WITHIN:
        if key in schema:
            walked[key] = _walked(schema[key], own, values)
    for key in AMONG:
        if key in schema:
            walked[key] = [_walked(each, own, values) for each in schema[key]]
    if "properties" in schema:
        walked["properties"] = {
            name: _property(name, _walked(each, own, values), own.get(name), values.get(name))
            for name, each in schema["properties"].items()
        }
    return walked


def _property(name: str, schema: Document, meaning: str | None, value: Any) -> Document:
    text = schema.get("description") or meaning or MEANINGS.get(name)
    told = {**schema, "description": text} if text else schema
    value = PROPERTIES.get(name) if value is None else value
    return {**told, "examples": [value]} if value is not None and _fits(value, schema) else told


def _fits(value: Any, schema: Document) -> bool:
    """Whether ``value`` is one of ``schema``: names stand for a number here and an object there."""
    if "anyOf" in schema:
        return any(_fits(value, each) for each in schema["anyOf"])
    types = schema.get("type")
    kinds = types if isinstance(types, list) else [types]
    if not any(isinstance(value, TYPES[kind]) for kind in kinds if kind in TYPES):
        return False
    form = FORMATS.get(schema.get("format", ""))
    return value in schema.get("enum", [schema.get("const", value)]) and (
        form is None or bool(form.fullmatch(str(value)))
    )
