"""What an import would do: each row with its cells before and after, or what is wrong with it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from import_export.results import Result, RowResult

from cms.exchange.rows import Rows
from cms.exchange.tables import Table


class RowKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


KINDS = {
    RowResult.IMPORT_TYPE_NEW: RowKind.NEW,
    RowResult.IMPORT_TYPE_UPDATE: RowKind.CHANGED,
    RowResult.IMPORT_TYPE_SKIP: RowKind.UNCHANGED,
    RowResult.IMPORT_TYPE_INVALID: RowKind.WRONG,
}


@dataclass(frozen=True)
class PlannedCell:
    """``after`` is what the file says, in its canonical form."""

    before: str
    after: str
    errors: tuple[str, ...] = ()

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class PlannedRow:
    """``number`` as a spreadsheet counts; ``errors`` of the row as a whole."""

    number: int
    kind: RowKind
    cells: tuple[PlannedCell, ...]
    errors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    columns: tuple[str, ...]
    rows: tuple[PlannedRow, ...]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.kind.value for row in self.rows)
        return {kind.value: found[kind.value] for kind in RowKind}

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Any) -> "Plan":
        rows = tuple(
            PlannedRow(
                row["number"],
                RowKind(row["kind"]),
                tuple(
                    PlannedCell(cell["before"], cell["after"], tuple(cell["errors"]))
                    for cell in row["cells"]
                ),
                tuple(row["errors"]),
            )
            for row in data["rows"]
        )
        return cls(tuple(data["columns"]), rows)


def plan_of(rows: Rows, table: Table, result: Result) -> Plan:
    columns = tuple(rows.fields)
    return Plan(
        columns,
        tuple(
            _row(sent.number, columns, dict(zip(table.headers, sent.cells, strict=True)), found)
            for sent, found in zip(table.rows, result.rows, strict=True)
        ),
    )


def _row(
    number: int, columns: Sequence[str], sent: Mapping[str, str], found: RowResult
) -> PlannedRow:
    kind = KINDS[found.import_type]
    if kind is not RowKind.WRONG:
        cells = tuple(PlannedCell(before, after) for before, after in found.diff)
        return PlannedRow(number, kind, cells)
    told = getattr(found.validation_error, "message_dict", None)
    if told is None:
        told = {NON_FIELD_ERRORS: found.validation_error.messages}
    wrong = tuple(
        PlannedCell("", sent.get(name, ""), tuple(told.get(name, ()))) for name in columns
    )
    return PlannedRow(number, kind, wrong, tuple(told.get(NON_FIELD_ERRORS, ())))
