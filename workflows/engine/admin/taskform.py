"""A whole task form: what may only be read, what is asked, and tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin.staticfiles import versioned_static

from ..wording import joined, money
from .fields import Hint
from .files import FILE_WIDGETS, PICTURE_WIDGETS, Store
from .forms import AnswerForm, form_class
from .tables import BoundTable, table_formset

NOTHING: Mapping[str, str] = MappingProxyType({})
# Before the name of every box: no key of a field can then be taken for a name of the page's own.
PREFIX = "answer"


@dataclass(frozen=True)
class Shown:
    """A value that may be read but not changed; ``files`` are upload ids."""

    label: str
    text: str
    files: tuple[str, ...] = ()
    # The key of a value that is held under seal and not opened, and the task that opens it where
    # that is not the page itself.
    sealed: str = ""
    opened_by: str = ""
    # Whether the files are pictures to look at.
    is_picture: bool = False


class TaskForm:
    """Made of the engine's description ``{"schema", "ui", "data"}``; ``sent`` is (POST, FILES).

    ``opened`` are values held under seal that this person has asked to read, by their keys.
    """

    def __init__(
        self, described: Mapping[str, Any], sent: Any = None, opened: Mapping[str, str] = NOTHING
    ) -> None:
        properties = described["schema"]["properties"]
        hints: Mapping[str, Hint] = described["ui"]["fields"]
        order = described["ui"]["order"]
        data = described["data"]
        asked = {key: hints[key] for key in order if hints[key]["access"] == "editable"}
        form = form_class(properties, asked, data)
        posted, files = sent or (None, None)
        self.form: AnswerForm = form(posted, files, prefix=PREFIX)
        self.tables = [
            table_formset(key, properties[key], hint, data.get(key), f"{PREFIX}-{key}", sent)
            for key, hint in asked.items()
            if hint["widget"] == "table"
        ]
        # What this case was never asked, such as a person for the name of a company, is left out.
        self.shown = [
            shown(properties[key], hints[key], data.get(key), key=key, opened=opened.get(key))
            for key in order
            if key not in asked and hints[key].get("shown", True)
        ]
        # Files that are there already may be looked at beside the box that replaces them.
        self.shown += [
            shown(properties[key], hint, data[key])
            for key, hint in asked.items()
            if hint["widget"] in FILE_WIDGETS and data.get(key)
        ]

    @property
    def media(self) -> Any:
        whole = self.form.media
        for table in self.tables:
            whole += table.formset.empty_form.media
        return whole + forms.Media(js=[versioned_static("engine/answers.js")])

    def is_valid(self) -> bool:
        # Every part is asked, so that all errors are shown at once.
        return all([self.form.is_valid(), *(table.is_valid() for table in self.tables)])

    def keep(self, store: Store) -> None:
        """Store the files that were sent, however the rest of the form fares."""
        self.form.keep(store)
        for table in self.tables:
            table.keep(store)

    def forget_errors(self) -> None:
        """Show what was sent without judging it: somebody is not through yet."""
        self.form.forget_errors()
        for table in self.tables:
            table.forget_errors()

    def answers(self) -> dict[str, Any]:
        return {**self.form.answers(), **{table.key: table.rows() for table in self.tables}}

    def refuse(self, errors: Any) -> None:
        """Show the engine's errors where they belong."""
        tables: dict[str, BoundTable] = {table.key: table for table in self.tables}
        rest = []
        for error in errors:
            table = tables.get(str(error["loc"][1])) if len(error["loc"]) > 1 else None
            if table is not None:
                table.refuse(error)
            else:
                rest.append(error)
        self.form.refuse(rest)


def held(label: str, key: str, opened_by: str = "") -> Shown:
    """A value under seal; without a ``key`` it cannot be opened from here."""
    return Shown(label, _("Held under seal."), sealed=key, opened_by=opened_by)


def shown(
    schema: Mapping[str, Any], hint: Hint, value: Any, *, key: str = "", opened: str | None = None
) -> Shown:
    """A value as a person reads it."""
    label = schema.get("title", "")
    if opened is not None:
        return Shown(label, _text(hint, opened))
    if hint.get("is_set"):
        return held(label, key)
    if hint["widget"] in FILE_WIDGETS:
        is_picture = hint["widget"] in PICTURE_WIDGETS
        files = (value,) if value else ()
        return Shown(label, "" if value else "–", files, is_picture=is_picture)
    if hint["widget"] == "table":
        columns = hint["columns"]
        files = tuple(
            row[name]
            for row in value or ()
            for name, column in columns.items()
            if column["widget"] in FILE_WIDGETS and row.get(name)
        )
        rows = [_row(row, schema, columns) for row in value or ()]
        return Shown(label, "\n".join(rows) if value else "–", files)
    return Shown(label, _text(hint, value))


def _row(row: Mapping[str, Any], schema: Mapping[str, Any], columns: Mapping[str, Hint]) -> str:
    titles = schema["items"]["properties"]
    return " · ".join(
        f"{titles[name].get('title', name)}: {_text(columns[name], value)}"
        for name, value in row.items()
        if columns[name]["widget"] not in FILE_WIDGETS
    )


def _text(hint: Hint, value: Any) -> str:
    labels = {option["value"]: option["label"] for option in hint.get("options", ())}
    match value:
        case None | "" | []:
            return "–"
        case bool():
            return _("Yes") if value else _("No")
        case list():
            return joined(labels.get(one, str(one)) for one in value)
        case {"lat": lat, "lng": lng}:
            return f"{lat}, {lng}"
        case str() if hint["widget"] == "date":
            return date_format(date.fromisoformat(value), "DATE_FORMAT")
        case str() if hint["widget"] == "datetime":
            moment = timezone.localtime(datetime.fromisoformat(value))
            return date_format(moment, "DATETIME_FORMAT")
        case int() if hint["widget"] == "money":
            return money(value)
        case _:
            return str(labels.get(value, value))
