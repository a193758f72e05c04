"""A whole task form: what may only be read, what is asked, and tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .fields import Hint
from .files import FILE_WIDGETS, Store
from .forms import AnswerForm, form_class
from .tables import BoundTable, table_formset

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Shown:
    """A value that may be read but not changed; ``files`` are upload ids."""

    label: str
    text: str
    files: tuple[str, ...] = ()
    # The key of a value that is held under seal and not opened.
    sealed: str = ""


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
        self.form: AnswerForm = form(*sent) if sent else form()
        self.tables = [
            table_formset(key, properties[key], hint, data.get(key), sent)
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
        return self.form.media

    def is_valid(self) -> bool:
        # Every part is asked, so that all errors are shown at once.
        return all([self.form.is_valid(), *(table.is_valid() for table in self.tables)])

    def keep(self, store: Store) -> None:
        """Store the files that were sent, however the rest of the form fares."""
        self.form.keep(store)
        for table in self.tables:
            table.keep(store)

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


def shown(
    schema: Mapping[str, Any], hint: Hint, value: Any, *, key: str = "", opened: str | None = None
) -> Shown:
    """A value as a person reads it."""
    label = schema.get("title", "")
    if opened is not None:
        return Shown(label, _text(hint, opened))
    if hint.get("is_set"):
        return Shown(label, _("Held under seal."), sealed=key)
    if hint["widget"] in FILE_WIDGETS:
        return Shown(label, "" if value else "–", (value,) if value else ())
    if hint["widget"] == "table":
        columns = hint["columns"]
        files = tuple(
            row[name]
            for row in value or ()
            for name, column in columns.items()
            if column["widget"] in FILE_WIDGETS and row.get(name)
        )
        return Shown(label, "\n".join(_row(row, schema, columns) for row in value or ()), files)
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
            return ", ".join(labels.get(one, str(one)) for one in value)
        case {"lat": lat, "lng": lng}:
            return f"{lat}, {lng}"
        case str() if hint["widget"] == "date":
            return date_format(date.fromisoformat(value), "DATE_FORMAT")
        case str() if hint["widget"] == "datetime":
            moment = timezone.localtime(datetime.fromisoformat(value))
            return date_format(moment, "DATETIME_FORMAT")
        case int() if hint["widget"] == "money":
            return (
                f"{value // 100}.{value % 100:02}"
                if value >= 0
                else f"-{-value // 100}.{-value % 100:02}"
            )
        case _:
            return str(labels.get(value, value))
