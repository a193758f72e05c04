"""Reads what can be read of a definition that somebody is still writing. Pure."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from workflows.engine.definition import (
    CaseAction,
    Constant,
    FieldDefinition,
    ProcessDefinition,
    Step,
)


def readable(definition: Mapping[str, Any]) -> ProcessDefinition:
    """The definition without those parts that cannot be read.

    It holds no promise of a parsed one beside the types: it may have no step, and equal ids.
    """
    return ProcessDefinition.model_construct(
        key=str(definition.get("key", "")),
        kind=str(definition.get("kind", "")),
        title=text_of(definition.get("title")) or {"en": ""},
        description=text_of(definition.get("description")),
        constants={
            name: constant
            for name, value in mapping(definition.get("constants")).items()
            if (constant := read(Constant, value)) is not None
        },
        fields=_all(FieldDefinition, definition.get("fields")),
        steps=_all(Step, definition.get("steps")),
        case_actions=_all(CaseAction, definition.get("case_actions")),
    )


def text_of(value: object) -> dict[str, str] | None:
    """A text per language that has English, if only an empty one; ``None`` for anything else."""
    words = {key: one for key, one in mapping(value).items() if isinstance(one, str)}
    if not words:
        return None
    return {"en": next(iter(words.values())), **words}


def mapping(value: object) -> dict[str, Any]:
    """``value`` if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def listed(value: object) -> list[Any]:
    """``value`` if it is a JSON list, else an empty one."""
    return value if isinstance(value, list) else []


def read(kind: Any, value: object) -> Any:
    """``value`` as a ``kind`` of the definition's models, or ``None``."""
    try:
        return adapter(kind).validate_python(value)
    except ValidationError:
        return None


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _all(kind: Any, values: object) -> tuple[Any, ...]:
    found = (read(kind, value) for value in listed(values))
    return tuple(one for one in found if one is not None)
