"""Tables: one row of small forms per row of the answer, and a few empty ones."""

from collections.abc import Mapping
from typing import Any

from django import forms

from .fields import KINDS, Hint
from .files import FILE_WIDGETS, Store
from .forms import AnswerForm, form_class

EMPTY_ROWS = 3


class RowForm(AnswerForm):
    """A row of a table."""

    def row(self) -> dict[str, Any]:
        """The cells that were filled in; an empty row is an empty object."""
        cells = {key: self._answer(key, hint) for key, hint in self.hints.items()}
        return {key: value for key, value in cells.items() if value not in (None, "", [])}


def table_formset(
    key: str, schema: Mapping[str, Any], hint: Hint, value: Any, prefix: str, sent: Any = None
) -> "BoundTable":
    """The formset of the table ``key``, whose boxes are called ``<prefix>-…``; ``sent`` is
    ``(POST, FILES)``.
    """
    columns: Mapping[str, Hint] = {
        name: {"required": False, **column} for name, column in hint["columns"].items()
    }
    base = form_class(schema["items"]["properties"], columns, {})
    row_form = type("RowForm", (RowForm, base), {})
    factory: Any = forms.formset_factory(row_form, extra=EMPTY_ROWS)
    if sent is None:
        initial = [_initial(row, columns) for row in value or ()]
        return BoundTable(key, schema, factory(prefix=prefix, initial=initial))
    data, files = sent[0].copy(), sent[1]
    # What was there at first says nothing about what was sent back: such a row may be gone.
    data[f"{prefix}-INITIAL_FORMS"] = "0"
    return BoundTable(key, schema, factory(data, files, prefix=prefix))


class BoundTable:
    """A table on the page: its label, its rows, and the engine's errors."""

    def __init__(self, key: str, schema: Mapping[str, Any], formset: Any) -> None:
        self.key = key
        self.label = schema.get("title", "")
        self.help_text = schema.get("description", "")
        self.formset = formset
        self.errors: list[str] = []

    def is_valid(self) -> bool:
        return bool(self.formset.is_valid())

    def keep(self, store: Store) -> None:
        for form in self.formset:
            form.keep(store)

    def forget_errors(self) -> None:
        self.errors = []
        for form in self.formset:
            form.forget_errors()

    def rows(self) -> list[dict[str, Any]]:
        """The rows that hold anything."""
        return [row for form in self.formset if (row := form.row())]

    def refuse(self, error: Mapping[str, Any]) -> None:
        """Put an error at its cell where there is one: ``["data", table, row, column]``."""
        loc = list(error["loc"])
        filled = [form for form in self.formset if form.row()]
        if len(loc) == 4 and loc[2] < len(filled) and loc[3] in filled[loc[2]].fields:
            filled[loc[2]].add_error(loc[3], str(error["msg"]))
        else:
            self.errors.append(str(error["msg"]))


def _initial(row: Mapping[str, Any], columns: Mapping[str, Hint]) -> dict[str, Any]:
    return {
        name: value
        if columns[name]["widget"] in FILE_WIDGETS
        else KINDS[columns[name]["widget"]].shown(value)
        for name, value in row.items()
        if name in columns
    }
