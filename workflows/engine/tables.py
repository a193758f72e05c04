"""Decision tables, compiled and decided. Pure, so that a walk without a case decides alike.

A cell is a condition of the builder about the variable of its column. It fits no case in which
that variable has no value, except where it asks just that (``is_not_set``). An empty cell fits
every case. Each different cell is evaluated once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from .conditions import compile_condition
from .definition import (
    AllOf,
    Compared,
    Comparison,
    Condition,
    FieldDefinition,
    ProcessDefinition,
    TableOutput,
    TableStep,
    Within,
)
from .expressions import Environment, Expression
from .forms.checkers import Checker, ManyUnfit, Unfit, checker_for, read_moment
from .problems import listed
from .refusals import ExpressionFailed, Refusal
from .variables import Facts

OTHERWISE = "otherwise"
NEXT = "next"
# What of a table is compiled and compared for every case that comes by.
MAX_ROWS, MAX_COLUMNS = 500, 40
# Types of fields that a table can write.
WRITABLE = frozenset(
    {
        "text", "long_text", "int", "money", "date", "time", "datetime", "choice", "choices",
        "boolean",
    }
)  # fmt: skip
# What “collect” does, with the types of fields that it goes with.
COLLECTED: Mapping[str, frozenset[str]] = {
    "list": frozenset({"choices"}),
    "sum": frozenset({"int", "money"}),
    "min": frozenset({"int", "money", "date", "time", "datetime"}),
    "max": frozenset({"int", "money", "date", "time", "datetime"}),
    "count": frozenset({"int"}),
}


class TableFailed(Refusal):
    """A table that gives no answer for a case; its step fails.

    Codes: ``no_row_fits``, ``value_missing`` (none fits, and a variable has no value),
    ``several_rows_fit`` (of a “unique” one), ``output_unfit`` (what was collected is no value of
    its field).
    """

    status = 409
    default_code = "table_failed"


@dataclass(frozen=True)
class TableRule:
    """One row, ready to be compared. ``way`` is the key of its way on."""

    number: int
    cells: tuple[Expression, ...]
    values: tuple[object, ...]
    way: str


@dataclass(frozen=True)
class Written:
    """One output: the field, how values of several rows become one, and what the field takes."""

    field: FieldDefinition
    collect: str | None
    checker: Checker


@dataclass(frozen=True)
class Table:
    """A table as compiled."""

    policy: str
    rules: tuple[TableRule, ...]
    outputs: tuple[Written, ...]
    variables: tuple[str, ...]
    has_otherwise: bool


@dataclass(frozen=True)
class Decided:
    """What a table answers: the numbers of the rows that count, the values by field, the way."""

    rows: tuple[int, ...]
    values: Mapping[str, object]
    way: str


def cell_condition(variable: str, cell: Compared | Within) -> Condition:
    """A cell as a condition of the builder."""
    if isinstance(cell, Compared):
        return Comparison(var=variable, op=cell.op, value=cell.value)
    limits = [(">=", cell.min), ("<", cell.below)]
    return AllOf(
        all=tuple(
            Comparison.model_validate({"var": variable, "op": op, "value": limit})
            for op, limit in limits
            if limit is not None
        )
    )


def compile_table(step: TableStep, definition: ProcessDefinition, env: Environment) -> Table:
    """The table of ``step``, or ``BadExpression``; ``ValueError`` for a field that is not there."""
    return Table(
        policy=step.policy,
        rules=tuple(
            TableRule(
                number,
                tuple(
                    compile_condition(cell_condition(column.var, cell), env)
                    for column, cell in zip(step.inputs, row.cells, strict=True)
                    if cell is not None
                ),
                row.values,
                row_way(number) if row.to else NEXT,
            )
            for number, row in enumerate(step.rows, 1)
        ),
        outputs=tuple(_written(output, definition) for output in step.outputs),
        variables=tuple(column.var for column in step.inputs),
        has_otherwise=step.otherwise is not None,
    )


def row_way(number: int) -> str:
    """The key of a row's own way on."""
    return f"row_{number}"


def _written(output: TableOutput, definition: ProcessDefinition) -> Written:
    field = definition.field(output.field)
    if field is None:
        raise ValueError(f"There is no field “{output.field}”.")
    return Written(field, output.collect, checker_for(field))


def decide(table: Table, facts: Facts) -> Decided:
    """The answer of ``table``, or ``TableFailed``; ``ExpressionFailed`` for a cell that fails
    for another reason than a missing value.
    """
    fitting = _Fitting(facts)
    rules = fitting.rules(table)
    if table.policy == "first":
        found = [rule for rule in [next(rules, None)] if rule is not None]
    else:
        found = list(rules)
    if table.policy == "collect":
        values = {output.field.key: _collected(output, values)
                  for output, values in _columns(table, found)}  # fmt: skip
        return Decided(_numbers(found), values, _way_without_row(table, found))
    if not found:
        if table.has_otherwise:
            return Decided((), {}, OTHERWISE)
        raise fitting.nothing()
    if len(found) > 1:
        raise TableFailed(
            _("Rows %(rows)s of the table fit at the same time.")
            % {"rows": ", ".join(str(rule.number) for rule in found)},
            code="several_rows_fit",
        )
    given = {
        output.field.key: _fit(output, value)
        for output, (value,) in _columns(table, found)
        if value is not None
    }
    return Decided(_numbers(found), given, found[0].way)


def _numbers(rules: Sequence[TableRule]) -> tuple[int, ...]:
    return tuple(rule.number for rule in rules)


def _way_without_row(table: Table, found: Sequence[TableRule]) -> str:
    return OTHERWISE if table.has_otherwise and not found else NEXT


def _columns(
    table: Table, found: Sequence[TableRule]
) -> Iterator[tuple[Written, tuple[object, ...]]]:
    for number, output in enumerate(table.outputs):
        yield output, tuple(rule.values[number] for rule in found)


class _Fitting:
    """Compares rows with one case, and remembers what it has compared."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._known: dict[str, bool] = {}
        self._missing: set[str] = set()

    def rules(self, table: Table) -> Iterator[TableRule]:
        return (rule for rule in table.rules if all(map(self._fits, rule.cells)))

    def nothing(self) -> TableFailed:
        """Why no row fits."""
        if self._missing:
            return TableFailed(
                _("No row of the table fits, and %(names)s has no value.")
                % {"names": listed(sorted(self._missing))},
                code="value_missing",
            )
        return TableFailed(_("No row of the table fits."), code="no_row_fits")

    def _fits(self, cell: Expression) -> bool:
        if cell.text not in self._known:
            self._known[cell.text] = self._evaluate(cell)
        return self._known[cell.text]

    def _evaluate(self, cell: Expression) -> bool:
        try:
            return cell.holds(self._facts)
        except ExpressionFailed as failed:
            if failed.code != "value_missing":
                raise
            self._missing |= cell.variables
            return False


def _collected(output: Written, values: Sequence[object]) -> object:
    """The values of all rows that fit as one; those that are empty do not count."""
    given = [value for value in values if value is not None]
    found: object = None
    match output.collect:
        case "count":
            found = len(given)
        case "sum":
            found = sum(value for value in given if isinstance(value, int))
        case "list":
            flat = [one for value in given for one in (value if isinstance(value, list | tuple)
                                                       else [value])]  # fmt: skip
            found = list(dict.fromkeys(flat)) or None
        case "min" | "max" if given:
            choose = min if output.collect == "min" else max
            found = choose(given, key=lambda value: _ordered(output.field.type, value))
    return _fit(output, found)


def _fit(output: Written, value: object) -> object:
    """``value`` as its field holds it."""
    try:
        return output.checker.check(value, _no_upload)
    except (Unfit, ManyUnfit) as unfit:
        raise TableFailed(
            _("What the table gives does not fit the field “%(field)s”.")
            % {"field": output.field.key},
            code="output_unfit",
        ) from unfit


def _ordered(kind: str, value: object) -> float:
    """A number by which values of one type stand in their order."""
    if isinstance(value, int):
        return value
    moment = read_moment(kind, value)
    match moment:
        case datetime():
            return moment.timestamp()
        case date():
            return moment.toordinal()
        case time():
            return moment.hour * 60 + moment.minute
    raise Unfit(f"{kind}_type", _("Give a whole number."))


def _no_upload(_upload_id: str) -> None:
    return None
