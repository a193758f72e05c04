"""Fields as JSON Schema (2020-12) and hints for whoever draws the form."""

from typing import Any

from accounts.users.coordinates import ReferenceSystem

from ..definition import Column, FieldDefinition, Rules
from ..texts import localized
from .checkers import DATETIME, MAX_ROWS, TEXT_LENGTHS, TIME, UPLOADS, number_limits

DIALECT = "https://json-schema.org/draft/2020-12/schema"
WIDGETS = {
    "text": "text",
    "long_text": "textarea",
    "int": "number",
    "money": "money",
    "date": "date",
    "time": "time",
    "datetime": "datetime",
    "choice": "select",
    "choices": "checkboxes",
    "boolean": "checkbox",
    "file": "file",
    "photo": "photo",
    "signature": "signature",
    "location": "map",
    "table": "table",
}


def value_schema(field: Column, language: str) -> dict[str, Any]:
    """The schema of one field's value, with its label and help in ``language``."""
    schema: dict[str, Any] = {"title": localized(field.label, language), **_shape(field, language)}
    if field.help is not None:
        schema["description"] = localized(field.help, language)
    return schema


def _shape(field: Column, language: str) -> dict[str, Any]:
    rules = field.rules or Rules.model_validate({})
    match field.type:
        case "text" | "long_text":
            return _text(field, rules)
        case "int" | "money":
            least, most = number_limits(field)
            return {"type": "integer", "minimum": least, "maximum": most}
        case "date":
            return {"type": "string", "format": "date"}
        case "time":
            return {"type": "string", "pattern": TIME.pattern}
        case "datetime":
            return {"type": "string", "format": "date-time", "pattern": DATETIME.pattern}
        case "choice":
            return {"type": "string", "enum": [option.value for option in field.options]}
        case "choices":
            return _choices(field, rules)
        case "boolean":
            return {"type": "boolean"}
        case "file" | "photo" | "signature":
            return {"type": "string", "format": "uuid"}
        case "location":
            return _location()
        case "table" if isinstance(field, FieldDefinition):
            return _table(field, rules, language)
        case _:
            return {"type": "string", "maxLength": TEXT_LENGTHS["text"]}


def _text(field: Column, rules: Rules) -> dict[str, Any]:
    longest = TEXT_LENGTHS[field.type]
    schema: dict[str, Any] = {
        "type": "string",
        "maxLength": min(rules.max_length or longest, longest),
    }
    if rules.min_length:
        schema["minLength"] = rules.min_length
    if rules.pattern:
        schema["pattern"] = f"^(?:{rules.pattern})$"
    return schema


def _choices(field: Column, rules: Rules) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": "array",
        "items": {"type": "string", "enum": [option.value for option in field.options]},
        "uniqueItems": True,
        "maxItems": rules.max_length or len(field.options),
    }
    if rules.min_length:
        schema["minItems"] = rules.min_length
    return schema


def _location() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "lat": {"type": "number", "minimum": -90, "maximum": 90},
            "lng": {"type": "number", "minimum": -180, "maximum": 180},
            "crs": {"enum": ReferenceSystem.values, "default": ReferenceSystem.WGS84.value},
        },
        "required": ["lat", "lng"],
        "additionalProperties": False,
    }


def _table(field: FieldDefinition, rules: Rules, language: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "type": "object",
        "properties": {column.key: value_schema(column, language) for column in field.columns},
        "required": [column.key for column in field.columns if column.required],
        "additionalProperties": False,
    }
    schema: dict[str, Any] = {
        "type": "array",
        "items": row,
        "maxItems": min(rules.max_length or MAX_ROWS, MAX_ROWS),
    }
    if rules.min_length:
        schema["minItems"] = rules.min_length
    return schema


def hints(field: Column, language: str) -> dict[str, Any]:
    """How to draw a field: widget, options with labels, limits that JSON Schema cannot say."""
    hint: dict[str, Any] = {"widget": WIDGETS.get(field.type, "text")}
    if field.options:
        hint["options"] = [
            {"value": option.value, "label": localized(option.label, language)}
            for option in field.options
        ]
    if field.type in {"date", "time", "datetime"} and field.rules:
        hint.update(field.rules.model_dump(include={"min", "max"}, exclude_none=True))
    if field.type == "signature":
        hint["types"] = list(UPLOADS[field.type])
    if field.type in UPLOADS and field.rules:
        hint.update(field.rules.model_dump(include={"types", "max_size"}, exclude_none=True))
    if isinstance(field, FieldDefinition) and field.columns:
        hint["columns"] = {column.key: hints(column, language) for column in field.columns}
    return hint
