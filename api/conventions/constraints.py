"""Which sentence belongs to a violated constraint.

The registry is the models themselves: a named constraint that states its own
``violation_error_message`` is a rule that a caller can break, and its violation is a 409 with
``violation_error_code`` (or the constraint's name) as the code. A constraint without a sentence
guards against our own mistakes: its violation stays an error.
"""

import re
from functools import cache
from typing import Any

from django.apps import apps
from django.db import IntegrityError
from django.db.models import BaseConstraint, Model, UniqueConstraint

COLUMNS = re.compile(r"UNIQUE constraint failed: (?P<columns>.+)")
NAME = re.compile(r"(?:CHECK constraint failed:|UNIQUE constraint failed: index) '?(?P<name>\w+)'?")


def violated_constraint(error: IntegrityError) -> BaseConstraint | None:
    """The constraint with a sentence that ``error`` speaks of, on either database."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is not None:
        return _by_name().get(diagnosis.constraint_name or "")
    text = str(error)
    if named := NAME.search(text):
        return _by_name().get(named["name"])
    # SQLite names the columns of a unique constraint, never the constraint.
    if listed := COLUMNS.search(text):
        return _by_columns().get(frozenset(listed["columns"].split(", ")))
    return None


def code_of(constraint: BaseConstraint) -> str:
    return constraint.violation_error_code or constraint.name


def _spoken() -> list[tuple[type[Model], BaseConstraint]]:
    return [
        (model, constraint)
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message != constraint.default_violation_error_message
    ]


@cache
def _by_name() -> dict[str, BaseConstraint]:
    return {constraint.name: constraint for _, constraint in _spoken()}


@cache
def _by_columns() -> dict[frozenset[str], BaseConstraint]:
    return {
        _columns(model, constraint): constraint
        for model, constraint in _spoken()
        if isinstance(constraint, UniqueConstraint) and constraint.fields
    }


def _columns(model: type[Model], constraint: UniqueConstraint) -> frozenset[str]:
    meta: Any = model._meta
    return frozenset(f"{meta.db_table}.{meta.get_field(name).column}" for name in constraint.fields)
