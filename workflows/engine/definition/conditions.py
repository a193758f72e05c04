"""Conditions as they are written: CEL text, or the builder's tree."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Discriminator, Field, JsonValue, Tag

from .texts import Part

Operator = Literal[
    "==", "!=", "<", "<=", ">", ">=", "in", "not_in", "contains", "is_set", "is_not_set"
]


class CelText(Part):
    """An expression typed as CEL; it stays text."""

    cel: str = Field(min_length=1, max_length=2000, description="A CEL expression.")


class Comparison(Part):
    """One line of the condition builder."""

    var: str = Field(min_length=1, description="A declared variable such as “data.years”.")
    op: Operator
    value: JsonValue = Field(
        default=None,
        description="What to compare with; a list for “in” and “not_in”, absent for “is_set”.",
    )


class AllOf(Part):
    """Every one of these holds."""

    all: tuple[Condition, ...] = Field(min_length=1)


class AnyOf(Part):
    """At least one of these holds."""

    any: tuple[Condition, ...] = Field(min_length=1)


def _which(value: Any) -> str | None:
    for key, tag in (("cel", "cel"), ("var", "comparison"), ("all", "all"), ("any", "any")):
        if hasattr(value, key) or (isinstance(value, dict) and key in value):
            return tag
    return None


Condition: TypeAlias = Annotated[
    Annotated[CelText, Tag("cel")]
    | Annotated[Comparison, Tag("comparison")]
    | Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")],
    Discriminator(
        _which,
        custom_error_type="condition",
        # Its words are in ``advice``, in the reader's language.
        custom_error_message="no condition",
    ),
]

AllOf.model_rebuild()
AnyOf.model_rebuild()
