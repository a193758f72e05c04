"""Parts of definitions, named as people read them."""

from typing import Any


def text(words: str) -> dict[str, str]:
    return {"en": words}


def named(key: str) -> dict[str, str]:
    """What people read instead of ``key``."""
    return text(key.replace("_", " ").capitalize())


def field(key: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "label": named(key), **more}


def outcome(key: str, to: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "label": named(key), "to": to, **more}


def step(step_id: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"id": step_id, "kind": kind, "title": named(step_id), **more}


def choices(*values: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": named(value)} for value in values]
