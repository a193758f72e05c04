"""Which field a broken rule of the database is about: Django tells all of the whole form."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Q


def field_of(form: Any, error: ValidationError) -> str:
    """The one field that the broken constraint is about; empty for one of several, or for none."""
    for constraint in form._meta.model._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            names = set(_names_in(constraint.condition))
            said = constraint.get_violation_error_message()
            if len(names) == 1 and error.message == said and names <= set(form.fields):
                return names.pop()
    return ""


def _names_in(condition: Any) -> Iterator[str]:
    """The columns of a condition; an expression counts as one of its own."""
    for child in getattr(condition, "children", ()):
        if not isinstance(child, tuple):
            yield from _names_in(child) if isinstance(child, Q) else [repr(child)]
            continue
        lookup, value = child
        yield lookup.partition("__")[0]
        if isinstance(value, F):
            yield value.name  # type: ignore[attr-defined]
