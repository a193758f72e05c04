"""Decision tables from spreadsheets: the whole table, or every cell that is wrong and nothing.

The first row names the columns: inputs by their variable (``data.years``), field key or label;
outputs by the key or label of their field after an arrow (``→ Level``), or without one where the
table writes that field already. A way to make one value of several stands behind it
(``→ Fee (sum)``). ``to`` is a row's own way on, by id or title of a step, and ``note`` its note.
How cells are written is in ``cells``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pydantic import TypeAdapter

from cms.exchange.formats import rows_in
from cms.exchange.refusals import TableRefused
from workflows.engine.checks.tables import value_reader
from workflows.engine.conditions import compile_condition
from workflows.engine.definition import Compared, ProcessDefinition, Within
from workflows.engine.expressions import BadExpression, Environment, environment
from workflows.engine.forms.checkers import ManyUnfit, Unfit
from workflows.engine.tables import MAX_COLUMNS, MAX_ROWS, cell_condition
from workflows.engine.vocabulary import Vocabulary, vocabulary

from .cells import NOTHING, BadCell, read_cell, read_value
from .headings import Heading, Headings, entries
from .lenient import readable

MOST_BYTES = 1024 * 1024
# More would not be read by anybody; the rest comes when these are corrected.
MOST_PROBLEMS = 50
_CELL: TypeAdapter[Compared | Within] = TypeAdapter(Compared | Within)


@dataclass(frozen=True)
class CellProblem:
    """A cell that is wrong. ``row`` is counted as in the spreadsheet, 0 for the file as a whole;
    ``column`` is what the first row calls it.
    """

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class Imported:
    """The step's JSON with the rows of the spreadsheet, or what is wrong and nothing else."""

    step: dict[str, Any] | None
    problems: tuple[CellProblem, ...] = ()


def import_table(
    file_name: str, content: bytes, step: Mapping[str, Any], definition: Mapping[str, Any]
) -> Imported:
    """The table of a CSV file or an Excel workbook as the JSON of ``step``, a table step of the
    draft ``definition``, which need not be readable as a whole.
    """
    if len(content) > MOST_BYTES:
        message = _("The file “%(name)s” is larger than %(limit)d kB; make it smaller.")
        told = message % {"name": file_name, "limit": MOST_BYTES // 1024}
        return Imported(None, (CellProblem(0, "", told),))
    try:
        rows = list(rows_in(content))
        words = vocabulary(str(definition.get("kind", "")))
    except TableRefused as refused:
        return Imported(None, (CellProblem(0, "", refused.message),))
    except KeyError as error:
        return Imported(None, (CellProblem(0, "", str(error.args[0])),))
    return read_table(rows, step, readable(definition), words)


def read_table(
    rows: Sequence[Sequence[str]],
    step: Mapping[str, Any],
    definition: ProcessDefinition,
    words: Vocabulary,
) -> Imported:
    """The cells of a sheet as the JSON of ``step``, a table step. Pure."""
    reading = _Reading(step, definition, words)
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(map(str.strip, row))]
    if len(numbered) < 2:
        told = _("Give a first row with the names of the columns, and rows below it.")
        return Imported(None, (CellProblem(0, "", told),))
    headings = list(reading.headings(*numbered[0]))
    found = []
    if not reading.problems:
        if len(numbered) - 1 > MAX_ROWS or len(headings) > MAX_COLUMNS:
            told = _("make it smaller: at most %(rows)d rows and %(columns)d columns.")
            reading.refuse(0, "", told % {"rows": MAX_ROWS, "columns": MAX_COLUMNS})
        else:
            found = [reading.row(number, row, headings) for number, row in numbered[1:]]
    if reading.problems:
        return Imported(None, tuple(reading.problems[:MOST_PROBLEMS]))
    return Imported({**step, **reading.columns(headings), "rows": found})


class _Reading:
    """One sheet, and what was found wrong in it."""

    def __init__(
        self, step: Mapping[str, Any], definition: ProcessDefinition, words: Vocabulary
    ) -> None:
        self._step, self._definition = step, definition
        self._environment: Environment = environment(definition, words)
        self._headings = Headings(step, definition, words, self._environment)
        self.problems: list[CellProblem] = []

    def refuse(self, row: int, column: str, message: str) -> None:
        self.problems.append(CellProblem(row, column, message))

    def columns(self, headings: Sequence[Heading]) -> dict[str, Any]:
        """The JSON of the columns; what the step has beside a variable stays."""
        known = {one["var"]: one for one in entries(self._step, "inputs") if "var" in one}
        inputs = [known.get(one.key, {"var": one.key}) for one in headings if one.role == "input"]
        outputs = [
            one.output.model_dump(mode="json", exclude_defaults=True)
            for one in headings
            if one.output is not None
        ]
        return {"inputs": inputs, "outputs": outputs}

    def headings(self, number: int, row: Sequence[str]) -> Iterator[Heading]:
        seen: set[tuple[str, str]] = set()
        found = []
        last = max(place for place, cell in enumerate(row) if cell.strip()) + 1
        for cell in row[:last]:
            name = cell.strip()
            try:
                heading = self._headings.read(name)
                if (heading.role, heading.key) in seen:
                    raise BadCell(_("This column stands here twice."))
            except BadCell as bad:
                self.refuse(number, name, str(bad))
                continue
            seen.add((heading.role, heading.key))
            found.append(heading)
        if not self.problems and not any(one.role == "input" for one in found):
            self.refuse(number, "", _("Name a column that is compared, such as “data.years”."))
        return iter(found)

    def row(self, number: int, row: Sequence[str], headings: Sequence[Heading]) -> dict[str, Any]:
        """One row's JSON; what is wrong in it is kept."""
        made: dict[str, Any] = {"cells": [], "values": []}
        cells = [*row, *[""] * len(headings)]
        for text in cells[len(headings) : len(row)]:
            if text.strip():
                self.refuse(number, "", _("“%(text)s” stands below no name.") % {"text": text[:80]})
        for heading, text in zip(headings, cells, strict=False):
            try:
                match heading.role:
                    case "input":
                        made["cells"].append(self._input(heading, text))
                    case "output":
                        made["values"].append(self._output(heading, text))
                    case "to" if text.strip() not in NOTHING:
                        made["to"] = self._target(text.strip())
                    case "note" if text.strip():
                        made["note"] = text.strip()[:200]
            except BadCell as bad:
                self.refuse(number, heading.name, str(bad))
        return made

    def _input(self, heading: Heading, text: str) -> dict[str, Any] | None:
        made = read_cell(text, heading.kind, self._environment.types)
        if made is None:
            return None
        try:
            cell = _CELL.validate_python(made)
            compile_condition(cell_condition(heading.key, cell), self._environment)
        except BadExpression as bad:
            raise BadCell(str(bad)) from bad
        return made

    def _output(self, heading: Heading, text: str) -> Any:
        field = self._definition.field(heading.key)
        value = read_value(text, heading.kind)
        if value is None or field is None or heading.output is None:
            return None
        try:
            value_reader(heading.output, field)(value)
        except (Unfit, ManyUnfit) as unfit:
            message = unfit.found[0].message if isinstance(unfit, ManyUnfit) else unfit.message
            raise BadCell(message) from unfit
        return value

    def _target(self, text: str) -> str:
        if self._step.get("policy") == "collect":
            raise BadCell(_("Leave it empty; several rows may fit."))
        for step in self._definition.steps:
            if text == step.id or text.casefold() in {
                title.casefold() for title in step.title.values()
            }:
                return str(step.id)
        raise BadCell(_("There is no step of this id or title."))
