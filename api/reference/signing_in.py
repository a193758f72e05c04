"""allauth's own specification of its headless API, cut down to the addresses that we mount."""

from importlib.resources import files
from typing import Any

import yaml

from api.accounts.login import ROUTES
from api.reference.merging import Document, modern, pruned

PREFIX = "/_allauth/{client}/v1/"
OURS = "/api/v1/auth/"
CLIENT = {"$ref": "#/components/parameters/Client"}


def signing_in() -> Document:
    """OpenAPI 3.1, with the paths under ``auth/``."""
    source = files("allauth.headless.spec").joinpath("doc/openapi.yaml")
    theirs: Document = yaml.safe_load(source.read_text(encoding="utf-8"))
    paths = {f"{OURS}{route}": _item(theirs["paths"], route) for route in ROUTES}
    return pruned(modern({**theirs, "paths": paths}))


def _item(paths: dict[str, Any], route: str) -> dict[str, Any]:
    """allauth files its routes under ``auth/`` and ``account/``; we have one place for both."""
    names = (PREFIX + folder + route for folder in ("auth/", "account/", ""))
    item = next(paths[name] for name in names if name in paths)
    return {key: _without_client(value) for key, value in item.items()}


def _without_client(value: Any) -> Any:
    if isinstance(value, list):
        return [entry for entry in value if entry != CLIENT]
    if isinstance(value, dict) and "parameters" in value:
        return {**value, "parameters": _without_client(value["parameters"])}
    return value
