"""Single boxes: texts, numbers, money, lengths of time, yes or no."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.engine.definition import duration

from ..desk import NOTHING, Desk, Place
from .base import Control, Offer, render

MINOR_UNITS = 100
LARGEST = 2**63
SIZES = {"MB": 1024 * 1024, "KB": 1024, "B": 1}
UNITS = (
    ("W", 7 * 86400, gettext_lazy("weeks")),
    ("D", 86400, gettext_lazy("days")),
    ("H", 3600, gettext_lazy("hours")),
    ("M", 60, gettext_lazy("minutes")),
    ("S", 1, gettext_lazy("seconds")),
)


@dataclass(frozen=True)
class Line(Control):
    """A text; on several lines where ``rows`` says so. ``code`` is written as it stands."""

    rows: int = 1
    code: bool = False
    type: str = "text"
    beginning: str = ""
    #: What is proposed while one types.
    offered: Offer | None = None

    def draw(self, at: Place) -> SafeString:
        shown = "" if at.value is None else str(at.value)
        rows = max(self.rows, min(shown.count("\n") + 1, 20))
        return render(
            "line",
            at,
            shown=shown,
            rows=rows,
            code=self.code,
            type=self.type,
            offered=list(self.offered(at.desk)) if self.offered else (),
        )

    def read(self, at: Place) -> object:
        typed = at.typed
        if typed is None:
            return at.value if at.value is not None else NOTHING
        if at.value is not None and typed.strip() == str(at.value).strip():
            return at.value
        return typed.strip() or NOTHING

    def fresh(self, desk: Desk) -> object:
        return self.beginning or NOTHING


@dataclass(frozen=True)
class Number(Control):
    """A whole number, or any where ``whole`` is false."""

    whole: bool = True
    beginning: int | None = None

    def draw(self, at: Place) -> SafeString:
        shown = "" if at.value is None else str(at.value)
        return render("line", at, shown=shown, rows=1, inputmode="decimal", narrow=True)

    def read(self, at: Place) -> object:
        typed = at.typed
        if typed is None:
            return at.value if at.value is not None else NOTHING
        if not typed.strip():
            return NOTHING
        if str(at.value) == typed:
            return at.value
        return self._number(typed, at)

    def fresh(self, desk: Desk) -> object:
        return NOTHING if self.beginning is None else self.beginning

    def _number(self, typed: str, at: Place) -> object:
        try:
            number: Any = int(typed) if self.whole or typed.strip().isdigit() else float(typed)
        except ValueError:
            number = None
        if number is None or not -LARGEST <= number < LARGEST:
            at.refuse(_("Give a whole number.") if self.whole else _("Give a number."))
            return typed
        return number


@dataclass(frozen=True)
class Money(Control):
    """Yuan in the box, minor units (an ``int``) in the definition."""

    def draw(self, at: Place) -> SafeString:
        shown = "" if at.value is None else str(at.value)
        if isinstance(at.value, int) and not isinstance(at.value, bool):
            sign, whole, rest = "-" * (at.value < 0), abs(at.value) // 100, abs(at.value) % 100
            shown = f"{sign}{whole}" + (f".{rest:02}" if rest else "")
        return render("line", at, shown=shown, rows=1, inputmode="decimal", narrow=True, prefix="¥")

    def read(self, at: Place) -> object:
        typed = at.typed
        if typed is None:
            return at.value if at.value is not None else NOTHING
        text = typed.strip().lstrip("¥").replace(",", "")
        if not text:
            return NOTHING
        try:
            amount = Decimal(text) * MINOR_UNITS
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or amount != int(amount) or abs(amount) >= LARGEST:
            at.refuse(_("Give an amount in yuan, such as 12.50."))
            return typed
        return int(amount)


@dataclass(frozen=True)
class Tick(Control):
    """Yes or no as a box to tick."""

    def draw(self, at: Place) -> SafeString:
        return render("tick", at, checked=at.value is True)

    def read(self, at: Place) -> object:
        posted = at.desk.posted
        if posted is None or f"{at.name}-here" not in posted:
            return at.value if at.value is not None else NOTHING
        return at.name in posted


@dataclass(frozen=True)
class Size(Control):
    """The size of a file: a number and its unit, bytes in the definition."""

    def draw(self, at: Place) -> SafeString:
        number, unit = _measured(at.value)
        return render("span", at, number=number, unit=unit, units=[(u, u) for u in SIZES])

    def read(self, at: Place) -> object:
        typed = at.typed
        if typed is None:
            return at.value if at.value is not None else NOTHING
        text = typed.strip()
        if not text:
            return NOTHING
        unit = at.desk.boxes.get(f"{at.name}-unit", "MB")
        if not (text.isdecimal() and len(text) < 12 and unit in SIZES):
            at.refuse(_("Give a whole number, such as 2, and its unit."))
            return text
        return int(text) * SIZES[unit]


def _measured(value: object) -> tuple[str, str]:
    if not isinstance(value, int) or value <= 0:
        return "" if value is None else str(value), "MB"
    unit = next(unit for unit, size in SIZES.items() if value % size == 0)
    return str(value // SIZES[unit]), unit


@dataclass(frozen=True)
class Span(Control):
    """A length of time: a number and its unit, ISO 8601 in the definition."""

    beginning: str = "P1D"

    def draw(self, at: Place) -> SafeString:
        number, unit = _divided(at.value)
        units = [(code, label) for code, _seconds, label in UNITS]
        return render("span", at, number=number, unit=unit, units=units)

    def read(self, at: Place) -> object:
        typed = at.typed
        if typed is None:
            return at.value if at.value is not None else NOTHING
        text = typed.strip()
        unit = at.desk.boxes.get(f"{at.name}-unit", "H")
        if not text:
            return NOTHING
        if (text, unit) == _divided(at.value):
            return at.value
        written = f"P{text}{unit}" if unit in {"W", "D"} else f"PT{text}{unit}"
        try:
            duration(written if text.isdecimal() else "")
        except (ValueError, OverflowError):
            at.refuse(_("Give a whole number, such as 2, and its unit."))
            return text
        return written

    def fresh(self, desk: Desk) -> object:
        return self.beginning


def _divided(value: object) -> tuple[str, str]:
    """A duration as a number and the unit that it was written in, else the largest that fits."""
    if not isinstance(value, str):
        return "", "H"
    try:
        seconds = int(duration(value).total_seconds())
    except (ValueError, OverflowError):
        return value, "H"
    written = value[-1]
    for code, size, _label in UNITS:
        single = value in {f"P{seconds // size}{code}", f"PT{seconds // size}{code}"}
        if code == written and single and seconds % size == 0:
            return str(seconds // size), code
    for code, size, _label in UNITS[1:]:
        if seconds % size == 0:
            return str(seconds // size), code
    return str(seconds), "S"
