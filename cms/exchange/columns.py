"""Columns: what stands in a cell, how it is read from an object, and what a cell may be.

A column never changes an object: what a row says is kept beside it, under ``exchanged``, until
the area's own action writes it. So unchanged rows write nothing, and a preview can compare.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from import_export.fields import Field

from cms.exchange.kinds import Kind

Read = Callable[[Any], Any]


class Column(Field):
    """``read(object)`` gives the value; ``help_text`` says what to put in, to people.

    A column that is ``readonly`` is written into files, and may be left out, blank, or come back
    as it was. One that is ``required`` may not be blank.
    """

    def __init__(
        self,
        name: str,
        read: Read,
        kind: Kind,
        *,
        help_text: Any = "",
        required: bool = False,
        readonly: bool = False,
    ) -> None:
        super().__init__(attribute=name, column_name=name, widget=kind, readonly=readonly)
        self.name, self.read, self.required, self.help_text = name, read, required, help_text

    def get_value(self, instance: Any) -> Any:
        given = exchanged(instance)
        if self.name in given:
            return given[self.name]
        return self.widget.same(self.read(instance))

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **options: Any) -> None:
        """Keep what the cell says. Raises ``ValueError`` with a sentence."""
        if self.readonly and not row[self.name].strip():
            return
        value = self.clean(row)
        if self.required and value in (None, "", ()):
            raise ValueError(_("Fill this in."))
        if not self.readonly:
            exchanged(instance)[self.name] = value
        elif value != self.widget.same(self.read(instance)):
            raise ValueError(_("This is shown only: it cannot be changed by an import."))


def exchanged(instance: Any) -> dict[str, Any]:
    """What the row of ``instance`` says, by column."""
    kept: dict[str, Any] = instance.__dict__.setdefault("exchanged", {})
    return kept
