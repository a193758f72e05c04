"""The fields of a definition and the forms of its steps."""

from typing import Literal

from pydantic import Field, JsonValue

from .conditions import Condition
from .texts import Key, Part, Text

PLAIN_TYPES = (
    "text",
    "long_text",
    "int",
    "money",
    "date",
    "time",
    "datetime",
    "choice",
    "choices",
    "boolean",
    "file",
    "photo",
    "signature",
    "location",
    "table",
)
COLUMN_TYPES = tuple(kind for kind in PLAIN_TYPES if kind not in {"table", "location", "signature"})

Access = Literal["visible", "editable", "hidden"]


def _everybody_edits() -> dict[str, Access]:
    return {"*": "editable"}


class Rules(Part):
    """Limits of a value. Which apply depends on the field's type."""

    min: int | str | None = Field(
        None, description="Least number, date, time or datetime (ISO 8601)."
    )
    max: int | str | None = Field(
        None, description="Greatest number, date, time or datetime (ISO 8601)."
    )
    min_length: int | None = Field(
        None, ge=0, description="Least characters, choices or table rows."
    )
    max_length: int | None = Field(
        None, ge=1, description="Most characters, choices or table rows."
    )
    pattern: str | None = Field(
        None, max_length=500, description="A regular expression that the whole text must match."
    )
    types: tuple[str, ...] | None = Field(
        None, description="Media types of a file, such as “application/pdf”."
    )
    max_size: int | None = Field(None, ge=1, description="Greatest size of a file, in bytes.")


class Option(Part):
    """One answer of a choice."""

    value: str = Field(min_length=1, max_length=100)
    label: Text


class Column(Part):
    """One column of a table, or the common part of a field."""

    key: Key
    type: str = Field(
        description="One of: " + ", ".join(PLAIN_TYPES) + "; or a personal type of the vocabulary."
    )
    label: Text
    help: Text | None = None
    required: bool = False
    rules: Rules | None = None
    options: tuple[Option, ...] = ()


class FieldDefinition(Column):
    """A value that a case holds."""

    default: JsonValue = None
    personal: bool = Field(False, description="Sealed with the person's own key.")
    show_when: Condition | None = Field(None, description="Asked only where this holds.")
    columns: tuple[Column, ...] = Field((), description="The columns of a table.")


class FormField(Part):
    """A field on the form of a step."""

    field: Key
    required: bool | None = Field(None, description="Overrides the field's own “required”.")
    access: dict[str, Access] = Field(
        default_factory=_everybody_edits,
        min_length=1,
        description="By actor key, role, or “*” for everybody else.",
    )


Form = tuple[FormField, ...]
