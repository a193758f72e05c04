"""Decision tables: cells, values and ways fit; gaps and overlaps are found."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from ..conditions import compile_condition
from ..coverage import TooLarge, empty, gap, overlaps, unreachable
from ..definition import FieldDefinition, TableOutput, TableRow, TableStep
from ..expressions import BadExpression
from ..forms.checkers import Checker, ManyUnfit, Unfit, checker_for
from ..labels import COLLECTED as COLLECTED_NAMES
from ..problems import Problem, listed, said
from ..tables import COLLECTED, MAX_COLUMNS, MAX_ROWS, WRITABLE, cell_condition
from ..values import FIELD_WORDS
from ..wording import Words, quoted
from .columns import cutting, in_words
from .context import Checking, error, warning
from .ids import repeated
from .places import cell_place, column_place, output_place, row_place

# Overlaps that are told of one table: mending the first often mends the rest.
MOST_OVERLAPS = 5


def check_tables(checking: Checking) -> Iterator[Problem]:
    """All decision tables. Where a table has errors, its rows are not compared."""
    for step in checking.definition.steps:
        if isinstance(step, TableStep):
            found = list(_table(checking, step))
            yield from found or _coverage(checking, step)


def _table(checking: Checking, step: TableStep) -> Iterator[Problem]:
    if len(step.rows) > MAX_ROWS or len(step.inputs) + len(step.outputs) > MAX_COLUMNS:
        yield error(
            step.id,
            "table_size",
            _("make it smaller: at most %(rows)d rows and %(columns)d columns.")
            % {"rows": MAX_ROWS, "columns": MAX_COLUMNS},
        )
        return
    words, columns = checking.words, [column.var for column in step.inputs]
    for name in repeated([*columns, *(output.field for output in step.outputs)]):
        yield error(
            step.id,
            "table_column",
            _("keep one column of %(name)s.") % {"name": _called(words, name)},
        )
    for name in columns:
        if name not in checking.environment.types:
            unknown = checking.environment.unknown(name)
            yield error(step.id, unknown.code, said(_("a column"), str(unknown)))
    for number, row in enumerate(step.rows, 1):
        yield from _counts(step, number, row)
        if row.to and step.policy == "collect":
            yield error(
                step.id,
                "table_way",
                said(row_place(number), _("remove its own way on; several rows may fit.")),
            )
    yield from _cells(checking, step)
    for number, output in enumerate(step.outputs):
        yield from _output(checking, step, number, output)


def _called(words: Words, name: str) -> str:
    """What a column is called: a variable, or a field that is written."""
    return quoted(words.variable(name)) if "." in name else words.field(name)


def _counts(step: TableStep, number: int, row: TableRow) -> Iterator[Problem]:
    if len(row.cells) != len(step.inputs) or len(row.values) != len(step.outputs):
        yield error(
            step.id,
            "table_cells",
            said(
                row_place(number),
                _("give %(cells)d cells and %(values)d values, one for each column.")
                % {"cells": len(step.inputs), "values": len(step.outputs)},
            ),
        )


def _cells(checking: Checking, step: TableStep) -> Iterator[Problem]:
    for number, row in enumerate(step.rows, 1):
        for column, cell in zip(step.inputs, row.cells, strict=False):
            if cell is None or column.var not in checking.environment.types:
                continue
            place = column_place(checking.words, column.var)
            try:
                compile_condition(cell_condition(column.var, cell), checking.environment)
            except BadExpression as bad:
                yield error(step.id, bad.code, said(cell_place(number, place), str(bad)))


def _output(
    checking: Checking, step: TableStep, column: int, output: TableOutput
) -> Iterator[Problem]:
    field = checking.definition.field(output.field)
    if field is None:
        yield error(
            step.id,
            "save_field",
            _("there is no field “%(key)s” to save into; choose another.") % {"key": output.field},
        )
        return
    if field.personal or field.type not in FIELD_WORDS:
        yield error(
            step.id,
            "save_personal",
            _("%(field)s is sealed; save into a field that is not personal.")
            % {"field": checking.words.field(field.key)},
        )
        return
    if field.type not in WRITABLE:
        yield error(
            step.id,
            "save_type",
            _("a table cannot fill in the field %(field)s of the type “%(type)s”; choose another.")
            % {
                "field": checking.words.field(field.key),
                "type": checking.words.field_type(field.type),
            },
        )
        return
    collecting = list(_collect(checking.words, step, output, field))
    yield from collecting
    if not collecting:
        for number, row in enumerate(step.rows, 1):
            if column < len(row.values) and row.values[column] is not None:
                yield from _value(checking.words, step, number, (output, field), row.values[column])


def _collect(
    words: Words, step: TableStep, output: TableOutput, field: FieldDefinition
) -> Iterator[Problem]:
    place = output_place(words, field.key)
    if step.policy != "collect":
        if output.collect is not None:
            yield error(
                step.id,
                "table_collect",
                said(place, _("say nothing of several rows; one row fits, and its value counts.")),
            )
        return
    offered = [way for way, types in COLLECTED.items() if field.type in types]
    if not offered:
        yield error(
            step.id,
            "table_collect",
            said(place, _("several values cannot become one of the type “%(type)s”; choose a "
                          "number, a date or several choices.")
                 % {"type": words.field_type(field.type)}),
        )  # fmt: skip
    elif output.collect not in offered:
        yield error(
            step.id,
            "table_collect",
            said(
                place,
                _("say how several values become one: %(ways)s.")
                % {"ways": listed(str(COLLECTED_NAMES[way]) for way in offered)},
            ),
        )


def _value(
    words: Words,
    step: TableStep,
    number: int,
    written: tuple[TableOutput, FieldDefinition],
    value: object,
) -> Iterator[Problem]:
    output, field = written
    place = cell_place(number, output_place(words, field.key))
    try:
        value_reader(output, field)(value)
    except Unfit as unfit:
        yield error(step.id, "table_value", said(place, unfit.message))
    except ManyUnfit as many:
        for found in many.found:
            yield error(step.id, "table_value", said(place, found.message))


def value_reader(output: TableOutput, field: FieldDefinition) -> Callable[[object], object]:
    """What reads the values of an output, raising ``Unfit`` or ``ManyUnfit``."""
    checker: Checker = checker_for(field)
    match output.collect:
        case "count":
            return lambda value: value
        case "sum":
            return _whole_number
        case "list":
            return lambda value: checker_for(_without_limits(field)).check(
                value if isinstance(value, list) else [value], lambda _id: None
            )
    return lambda value: checker.check(value, lambda _id: None)


def _without_limits(field: FieldDefinition) -> FieldDefinition:
    """How many are chosen is known when all rows are put together."""
    return field.model_copy(update={"rules": None})


def _whole_number(value: object) -> object:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unfit("int_type", _("Give a whole number."))
    return value


def _coverage(checking: Checking, step: TableStep) -> Iterator[Problem]:
    words = checking.words
    try:
        cut = cutting(checking, step)
        for row in empty(cut.grid):
            yield warning(
                step.id,
                "table_unreachable",
                said(row_place(row + 1), _("no case fits it; correct its cells or delete it.")),
            )
        if step.policy == "unique":
            for one, two, example in overlaps(cut.grid, most=MOST_OVERLAPS):
                yield error(
                    step.id,
                    "table_overlap",
                    _("rows %(one)d and %(two)d both fit: %(case)s; keep them apart.")
                    % {"one": one + 1, "two": two + 1,
                       "case": in_words(words, cut.variables, example)},
                )  # fmt: skip
        if step.policy == "first":
            for row in unreachable(cut.grid):
                yield warning(
                    step.id,
                    "table_unreachable",
                    said(
                        row_place(row + 1),
                        _("rows before it take every case; move it up or delete it."),
                    ),
                )
        if step.policy != "collect" and step.otherwise is None:
            missed = gap(cut.grid)
            if missed is not None:
                yield error(
                    step.id,
                    "table_gap",
                    _("no row fits: %(case)s; add a row or a way on otherwise.")
                    % {"case": in_words(words, cut.variables, missed)},
                )
    except TooLarge:
        yield warning(
            step.id,
            "table_unchecked",
            _("it is too large to be searched for gaps and overlaps; look through it yourself."),
        )
        return
    if cut.left_out and step.policy != "collect":
        names = listed(words.variable(name) for name in cut.left_out)
        yield warning(
            step.id,
            "table_unchecked",
            _("gaps and overlaps are looked for without the columns %(columns)s.")
            % {"columns": names},
        )
