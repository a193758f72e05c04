"""allauth's own specification of its headless API, cut down to the addresses that we mount."""

from http import HTTPStatus
from importlib.resources import files
from typing import Any

import yaml

from api.accounts.login import ROUTES
from api.reference.merging import Document, modern, pruned

PREFIX = "/_allauth/{client}/v1/"
OURS = "/api/v1/auth/"
CLIENT = {"$ref": "#/components/parameters/Client"}
# Its refusals by their common form: which flows are left, or what is wrong. Its document tells
# less than it answers, and of some answers nothing.
REFUSALS = ("400", "401", "403", "409", "410", "429")
REFUSAL = {
    "type": "object",
    "description": "What is wrong (`errors`), or which `flows` lead on (`data`).",
    "required": ["status"],
    "properties": {
        "status": {"type": "integer"},
        "data": {
            "type": "object",
            "properties": {
                "flows": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["id"],
                        "properties": {
                            "id": {"type": "string"},
                            "is_pending": {"type": "boolean"},
                        },
                    },
                }
            },
        },
        "meta": {
            "type": "object",
            "properties": {"is_authenticated": {"type": ["boolean", "null"]}},
        },
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["message", "code"],
                "properties": {
                    "message": {"type": "string"},
                    "code": {"type": "string"},
                    "param": {"type": "string"},
                },
            },
        },
    },
}


def signing_in() -> Document:
    """OpenAPI 3.1, with the paths under ``auth/``."""
    source = files("allauth.headless.spec").joinpath("doc/openapi.yaml")
    theirs: Document = yaml.safe_load(source.read_text(encoding="utf-8"))
    paths = {f"{OURS}{route}": _item(theirs["paths"], route) for route in ROUTES}
    schemas = theirs["components"]["schemas"]
    # Said of two ways to sign in; allauth knows three.
    schemas["AccountConfiguration"]["properties"]["login_methods"]["items"]["enum"].append("phone")
    schemas["Refusal"] = REFUSAL
    return pruned(modern({**theirs, "paths": paths}))


def _item(paths: dict[str, Any], route: str) -> dict[str, Any]:
    """allauth files its routes under ``auth/`` and ``account/``; we have one place for both."""
    names = (PREFIX + folder + route for folder in ("auth/", "account/", ""))
    item = next(paths[name] for name in names if name in paths)
    return {key: _refusing(_without_client(value)) for key, value in item.items()}


def _refusing(operation: Any) -> Any:
    if not isinstance(operation, dict) or "responses" not in operation:
        return operation
    refusal = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    refused = {
        status: {"description": HTTPStatus(int(status)).phrase, "content": refusal}
        for status in REFUSALS
    }
    return {**operation, "responses": {**operation["responses"], **refused}}


def _without_client(value: Any) -> Any:
    if isinstance(value, list):
        return [entry for entry in value if entry != CLIENT]
    if isinstance(value, dict) and "parameters" in value:
        return {**value, "parameters": _without_client(value["parameters"])}
    return value
