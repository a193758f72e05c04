"""The columns of a decision table, cut into the pieces that ``coverage`` combines."""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ..coverage import Grid, Piece, TooLarge, cut
from ..definition import Cell, Compared, FieldDefinition, TableStep, Within
from ..forms.checkers import number_limits, read_moment
from ..values import to_cel
from ..variables import IS_SET
from ..wording import Words, joined
from .context import Checking

SET_OPERATORS = frozenset({"is_set", "is_not_set"})
# Values times rows that are compared for one column.
MOST_COMPARISONS = 200_000
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda value, listed: value in listed,
    "not_in": lambda value, listed: value not in listed,
    "contains": lambda value, part: part in value,
}


class NoValue:
    """Stands for a variable without a value."""


class OtherText(str):
    """Stands for every text that no cell names."""


class Opaque(Exception):
    """A column that cannot be cut."""


@dataclass(frozen=True)
class Cutting:
    """A table as a grid, with the variables of its columns and of those that were left out."""

    grid: Grid
    variables: tuple[str, ...]
    left_out: tuple[str, ...]


def cutting(checking: Checking, step: TableStep) -> Cutting:
    """The grid of a table whose cells compile. ``TooLarge`` for too many values."""
    columns, variables, left_out, partial = [], [], [], 0
    for number, column in enumerate(step.inputs):
        cells = [row.cells[number] for row in step.rows]
        if not any(cells):
            continue
        try:
            columns.append(tuple(_pieces(checking, column.var, cells)))
            variables.append(column.var)
        except Opaque:
            left_out.append(column.var)
            partial |= sum(1 << row for row, cell in enumerate(cells) if cell is not None)
    grid = Grid(tuple(columns), len(step.rows), partial)
    return Cutting(grid, tuple(variables), tuple(left_out))


def in_words(words: Words, variables: Iterable[str], example: Iterable[object]) -> str:
    """A case in words, such as “Years 3, Kind “A company””."""
    parts = []
    for variable, value in zip(variables, example, strict=True):
        if value is NoValue:
            said = _("empty")
        elif isinstance(value, OtherText):
            said = _("any other text")
        elif isinstance(value, datetime):
            said = words.value(timezone.localtime(value).isoformat(), of=variable)
        else:
            said = words.value(str(value) if isinstance(value, date) else value, of=variable)
        parts.append(_("%(name)s %(value)s") % {"name": words.variable(variable), "value": said})
    return joined(parts) or _("always")


def _pieces(checking: Checking, variable: str, cells: Sequence[Cell]) -> list[Piece]:
    reading = _Reading(checking, variable)
    fits = [None if cell is None else reading.fit(cell) for cell in cells]
    values = list(reading.values(cells))
    if len(values) * len(cells) > MOST_COMPARISONS:
        raise TooLarge
    return cut(values, fits)


class _Reading:
    """How the cells of one column are read, and which values stand for all."""

    def __init__(self, checking: Checking, variable: str) -> None:
        self._checking, self._variable = checking, variable
        self._word = checking.environment.types[variable]
        self._field: FieldDefinition | None = (
            checking.definition.field(variable[5:]) if variable.startswith("data.") else None
        )

    def fit(self, cell: Compared | Within) -> Callable[[object], bool]:
        """Whether a value that stands for a piece fits the cell."""
        if isinstance(cell, Within):
            least, below = (
                None if limit is None else self._read(limit) for limit in (cell.min, cell.below)
            )
            return lambda value: (
                value is not NoValue
                and (least is None or self._known(value) >= least)
                and (below is None or self._known(value) < below)
            )
        if cell.op in SET_OPERATORS:
            return lambda value: (value is not NoValue and value != "") == (cell.op == "is_set")
        compare = _COMPARE[cell.op]
        other = (
            [self._read(one) for one in _listed(cell.value)]
            if cell.op in {"in", "not_in"}
            else self._read(cell.value)
        )
        return lambda value: value is not NoValue and compare(self._known(value), other)

    def values(self, cells: Sequence[Cell]) -> Iterator[object]:
        """Values that stand for every piece, those that come to mind first before the others."""
        named: list[Any] = [value for cell in cells for value in self._named(cell)]
        yield from self._of_type(cells, named)
        asks = any(isinstance(cell, Compared) and cell.op in SET_OPERATORS for cell in cells)
        if asks and IS_SET + self._variable in self._checking.environment.types:
            yield NoValue

    def _known(self, value: object) -> Any:
        """A day is compared as its midnight, like any date in CEL."""
        return to_cel(self._word, value) if isinstance(value, date) else value

    def _read(self, value: object) -> Any:
        if isinstance(value, Mapping):
            root, _dot, name = str(value.get("var", "")).partition(".")
            constant = self._checking.definition.constants.get(name)
            if root != "constants" or constant is None:
                raise Opaque
            value = constant.value
        if self._word == "list<string>":
            raise Opaque
        return to_cel(self._word, value)

    def _named(self, cell: Cell) -> Iterator[Any]:
        if isinstance(cell, Within):
            yield from (self._read(one) for one in (cell.min, cell.below) if one is not None)
        elif cell is not None and cell.op in {"in", "not_in"}:
            yield from (self._read(one) for one in _listed(cell.value))
        elif cell is not None and cell.op not in SET_OPERATORS:
            yield self._read(cell.value)

    def _of_type(self, cells: Sequence[Cell], named: list[Any]) -> Iterator[object]:
        match self._word:
            case "bool":
                yield from (True, False)
            case "int":
                yield from self._numbers(named)
            case "double":
                yield from _dense(named, 1.0)
            case "timestamp" if self._field is not None and self._field.type == "date":
                yield from self._days(named)
            case "timestamp":
                yield from _dense(named, timedelta(days=1))
            case "string":
                yield from self._texts(cells, named)
            case _:
                if named:
                    raise Opaque
                yield OtherText("…")  # whatever it holds: it is only asked whether it does

    def _numbers(self, named: list[int]) -> Iterator[int]:
        least, most = number_limits(self._field) if self._field else (-(2**63), 2**63 - 1)
        around = {number + step for number in named for step in (-1, 0, 1)} | {least, most, 0}
        inside = sorted(number for number in around if least <= number <= most)
        yield from (number for number in inside if number >= 0)
        yield from (number for number in reversed(inside) if number < 0)

    def _days(self, named: list[datetime]) -> Iterator[date]:
        least, most = (read_moment("date", limit) for limit in self._limits())
        days = {timezone.localdate(moment, timezone.get_default_timezone()) for moment in named}
        around = {day + timedelta(days=step) for day in days for step in (-1, 0, 1)}
        around |= {day for day in (least, most) if isinstance(day, date)}
        for day in sorted(around):
            if (isinstance(least, date) and day < least) or (isinstance(most, date) and day > most):
                continue
            yield day

    def _limits(self) -> tuple[object, object]:
        rules = self._field.rules if self._field else None
        return (rules.min, rules.max) if rules else (None, None)

    def _texts(self, cells: Sequence[Cell], named: list[str]) -> Iterator[str]:
        known = self._options()
        if known is not None:
            yield from known
        elif self._field is not None and self._field.type == "time":
            yield from self._minutes(named)
        elif any(
            isinstance(cell, Within) or cell.op in {"<", "<=", ">", ">=", "contains"}
            for cell in cells
            if cell is not None
        ):
            raise Opaque
        else:
            yield from dict.fromkeys(named)
            other = "…"
            while other in named:
                other += "…"
            yield OtherText(other)

    def _options(self) -> list[str] | None:
        """The values of a variable that has a few of them only."""
        if self._field is not None and self._field.type == "choice":
            return [option.value for option in self._field.options]
        if self._variable.startswith("steps."):
            step: Any = self._checking.definition.step(self._variable.split(".")[1])
            return [outcome.key for outcome in getattr(step, "outcomes", ())]
        if self._variable == "case.stage" and self._checking.vocabulary.stages:
            return [stage.key for stage in self._checking.vocabulary.stages]
        return None

    def _minutes(self, named: list[str]) -> Iterator[str]:
        least, most = (read_moment("time", limit) for limit in self._limits())
        first = _minute(least) if isinstance(least, time) else 0
        last = _minute(most) if isinstance(most, time) else 24 * 60 - 1
        moments = [read_moment("time", text) for text in named]
        minutes = {_minute(moment) for moment in moments if isinstance(moment, time)}
        if len(minutes) < len(set(named)):
            raise Opaque  # compared with what is no time
        around = {minute + step for minute in minutes for step in (-1, 0, 1)} | {first, last}
        for minute in sorted(around):
            if first <= minute <= last:
                yield f"{minute // 60:02}:{minute % 60:02}"


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _dense(named: Iterable[Any], beyond: Any) -> Iterator[Any]:
    """Values of a type that has others between any two: the named, and some between and beyond."""
    points = sorted(set(named))
    if not points:
        return
    yield from points
    yield from (before + (after - before) / 2 for before, after in pairwise(points))
    for point, step in ((points[-1], beyond), (points[0], -beyond)):
        try:
            yield point + step
        except OverflowError:
            continue


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()
