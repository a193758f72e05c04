"""What a variable is compared with: one value, or several for “is one of”."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..desk import NOTHING, Place
from .base import Control, render
from .choices import Ticks
from .values import Kind, control_of


def operand(kind: Kind, several: bool) -> Control:
    """The control for a value of ``kind``; with ``several`` for a list of such."""
    if not several:
        return control_of(kind)
    return Ticks(lambda desk: kind.options) if kind.options else Several(control_of(kind))


@dataclass(frozen=True)
class Several(Control):
    """A list of values, one a line, each read as ``one`` reads it."""

    one: Control

    def draw(self, at: Place) -> SafeString:
        values = at.value if isinstance(at.value, list) else [at.value]
        shown = "\n".join("" if value is None else str(value) for value in values)
        at = replace(at, help=_("One value a line."))
        return render("line", at, shown=shown, rows=max(2, len(values)))

    def read(self, at: Place) -> object:
        if at.typed is None:
            return at.value if at.value is not None else NOTHING
        before = at.value if isinstance(at.value, list) else []
        old = {str(value): value for value in before}
        lines = filter(None, map(str.strip, at.typed.split("\n")))
        found = [old[line] if line in old else self._read_one(line, at) for line in lines]
        return found or NOTHING

    def _read_one(self, text: str, at: Place) -> object:
        posted = at.desk.boxes.copy()
        posted[at.name] = text
        desk = replace(at.desk, posted=posted)
        return self.one.read(Place(desk, at.name))


def retyped(value: object, kind: Kind, several: bool) -> object:
    """A value that was given for another type, if it can be one of ``kind``."""
    values = value if isinstance(value, list) else [value]
    fit = [one for one in (_one(item, kind) for item in values) if one is not NOTHING]
    if several:
        return fit or NOTHING
    return fit[0] if fit else NOTHING


def _one(value: Any, kind: Kind) -> object:
    if kind.options:
        return value if value in {known for known, _label in kind.options} else NOTHING
    match kind.type:
        case "int" | "money" | "double":
            number = isinstance(value, int | float) and not isinstance(value, bool)
            return value if number else NOTHING
        case "boolean":
            return value if isinstance(value, bool) else NOTHING
        case "date" | "datetime" | "time":
            return NOTHING
        case _:
            return value if isinstance(value, str) else str(value)
