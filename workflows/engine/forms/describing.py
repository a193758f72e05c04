"""A form for one person: JSON Schema, hints, and the values there are."""

from collections.abc import Iterable
from typing import Any

from ..definition import Access
from ..variables import Facts
from .entries import FormEntry
from .schema import DIALECT, hints, value_schema


def describe(
    shown: Iterable[tuple[FormEntry, Access]], language: str, facts: Facts
) -> dict[str, Any]:
    """``{"schema", "ui", "data"}`` of the fields that a person may see, in the form's order."""
    shown = list(shown)
    return {
        "schema": {
            "$schema": DIALECT,
            "type": "object",
            "properties": {
                entry.key: _property(entry, access, language) for entry, access in shown
            },
            "required": [
                entry.key
                for entry, access in shown
                if access == "editable" and _always_needed(entry, facts)
            ],
            "additionalProperties": False,
        },
        "ui": {
            "order": [entry.key for entry, _access in shown],
            "fields": {
                entry.key: _hints(entry, access, language, facts) for entry, access in shown
            },
        },
        "data": {
            entry.key: value
            for entry, access in shown
            if (value := _current(entry, access, facts)) is not None
        },
    }


def _property(entry: FormEntry, access: Access, language: str) -> dict[str, Any]:
    schema = value_schema(entry.field, language)
    if entry.required:
        # An empty text or list counts as no answer.
        least = {"string": "minLength", "array": "minItems"}.get(schema["type"])
        if least is not None:
            schema[least] = max(1, schema.get(least, 0))
    if access == "visible":
        schema["readOnly"] = True
    elif entry.is_sealed:
        schema["writeOnly"] = True
    if entry.field.default is not None:
        schema["default"] = entry.field.default
    return schema


def _hints(entry: FormEntry, access: Access, language: str, facts: Facts) -> dict[str, Any]:
    hint = hints(entry.field, language)
    hint |= {"access": access, "required": entry.required, "shown": entry.is_shown(facts)}
    if entry.field.show_when is not None:
        hint["show_when"] = entry.field.show_when.model_dump(mode="json", exclude_defaults=True)
    if entry.is_sealed:
        hint |= {"personal": True, "is_set": facts.data.get(entry.key) is not None}
    return hint


def _always_needed(entry: FormEntry, facts: Facts) -> bool:
    """Whether the schema itself can require it: no condition, and not held under seal already."""
    held_under_seal = entry.is_sealed and facts.data.get(entry.key) is not None
    return entry.required and entry.show_when is None and not held_under_seal


def _current(entry: FormEntry, access: Access, facts: Facts) -> object:
    if entry.is_sealed:
        return None
    value = facts.data.get(entry.key)
    return entry.field.default if value is None and access == "editable" else value
