"""A file as the rows of a table whose columns are known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings

from cms.exchange.formats import MAX_COLUMNS, Rows, rows_in
from cms.exchange.refusals import TableRefused


@dataclass(frozen=True)
class TableRow:
    """``number`` as a spreadsheet counts, the names of the columns being row 1."""

    number: int
    cells: tuple[str, ...]
    is_too_long: bool = False


@dataclass(frozen=True)
class Table:
    headers: tuple[str, ...]
    rows: tuple[TableRow, ...]


def read_table(content: bytes, *, required: Sequence[str], optional: Sequence[str]) -> Table:
    """The table in ``content``, blank rows left out. Raises ``TableRefused``."""
    if not content.strip():
        raise TableRefused("empty")
    refuse_size(len(content))
    rows = rows_in(content)
    headers = _headers(next(rows, []))
    _check_columns(headers, required, optional)
    found = tuple(_rows(rows, len(headers)))
    if not found:
        raise TableRefused("no_rows")
    return Table(headers, found)


def refuse_size(size: int) -> None:
    """Raises ``TableRefused`` for more bytes than one file may have."""
    if size > settings.EXCHANGE_MAX_BYTES:
        raise TableRefused("too_large", limit=settings.EXCHANGE_MAX_BYTES // 1024**2)


def _headers(row: list[str]) -> tuple[str, ...]:
    names = [cell.strip() for cell in row]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise TableRefused("no_header")
    if len(names) > MAX_COLUMNS:
        raise TableRefused("too_many_columns", limit=MAX_COLUMNS)
    return tuple(names)


def _check_columns(
    headers: Iterable[str], required: Sequence[str], optional: Sequence[str]
) -> None:
    known = [*required, *optional]
    seen: set[str] = set()
    for name in headers:
        if name not in known:
            raise TableRefused("unknown_column", column=name, known=", ".join(known))
        if name in seen:
            raise TableRefused("repeated_column", column=name)
        seen.add(name)
    for name in required:
        if name not in seen:
            raise TableRefused("missing_column", column=name)


def _rows(rows: Rows, width: int) -> Iterable[TableRow]:
    count = 0
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > settings.EXCHANGE_MAX_ROWS:
            raise TableRefused("too_many_rows", limit=settings.EXCHANGE_MAX_ROWS)
        beyond = any(cell.strip() for cell in cells[width:])
        padded = [*cells[:width], *[""] * (width - len(cells))]
        yield TableRow(number, tuple(padded), beyond)
