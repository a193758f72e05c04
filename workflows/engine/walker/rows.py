"""The tasks of a table's rows, and files that stand in for uploaded ones."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from ..definition import Column, FieldDefinition, ItemsStep
from ..forms import UploadFacts
from ..forms.columns import compile_columns
from ..refusals import InvalidForm, NotAvailable
from .case import Live, WalkedCase
from .moving import go_on, run
from .records import Answer
from .steps import finish

PHOTO = "image/jpeg"


def answer_row(case: WalkedCase, live: Live, answer: Answer) -> None:
    """Do the task of one row; an outcome with a way of its own ends them all."""
    step: ItemsStep = live.step
    chosen = next((one for one in step.outcomes if one.key == answer.outcome), None)
    if chosen is None:
        raise unknown_outcome()
    still_open = [row for row, outcome in live.rows.items() if outcome is None]
    row = still_open[0] if answer.row is None else answer.row
    if row not in still_open:
        raise NotAvailable(_("Nothing waits at this step."), code="not_waiting")
    values = _columns(case, step, row, answer.data)
    if step.save_outcome:
        values[step.save_outcome] = answer.outcome
    _save_row(case, live, row, values)
    live.rows[row] = answer.outcome
    case.outcomes[step.id] = answer.outcome
    if chosen.to is not None:
        finish(case, live, chosen.to, outcome=chosen.key)
    elif all(live.rows.values()):
        finish(case, live, step.next)
    run(case, go_on(case, live))


def _columns(
    case: WalkedCase, step: ItemsStep, row: int, data: Mapping[str, object]
) -> dict[str, object]:
    """The answers to the form of one row, as the engine reads them."""
    table = case.prepared.definition.field(step.table)
    if table is None:
        return {}
    columns = {column.key: column for column in table.columns}
    facts = replace(case.facts(), data=_row(case, step.table, row), derived={})
    cleaned = compile_columns(step.form, table).validate(
        data,
        actor_keys=case.prepared.keys(step.who, case.facts()),
        facts=facts,
        find_upload=stand_in_files(columns, data),
    )
    if row >= len(_rows(case, step.table)):
        raise NotAvailable(_("This row is not in the table any more."), code="row_gone")
    return dict(cleaned.values)


def _rows(case: WalkedCase, table: str) -> Sequence[object]:
    rows = case.data.get(table)
    return rows if isinstance(rows, list) else ()


def _row(case: WalkedCase, table: str, row: int) -> Mapping[str, object]:
    rows = _rows(case, table)
    held = rows[row] if row < len(rows) else None
    return held if isinstance(held, dict) else {}


def _save_row(case: WalkedCase, live: Live, row: int, values: Mapping[str, object]) -> None:
    rows = _rows(case, live.step.table)
    merged = {**_row(case, live.step.table, row), **values}
    kept = {key: value for key, value in merged.items() if value is not None}
    table = [kept if place == row else one for place, one in enumerate(rows)]
    case.save(live, {live.step.table: table})


def unknown_outcome() -> InvalidForm:
    message = _("This task has no such outcome.")
    return InvalidForm(errors=[{"loc": ["outcome"], "type": "unknown_outcome", "msg": message}])


def stand_in_files(
    columns: Mapping[str, Column], data: Mapping[str, object]
) -> Callable[[str], UploadFacts | None]:
    """Every file that is named stands for one that its field accepts: none is uploaded here."""
    types = {upload.lower(): _accepted(column) for column, upload in _named(columns, data)}
    return lambda upload: UploadFacts(types.get(upload.lower(), PHOTO), 1)


def _named(
    columns: Mapping[str, Column], data: Mapping[str, object]
) -> Iterator[tuple[Column, str]]:
    for key, column in columns.items():
        value = data.get(key)
        if isinstance(value, str):
            yield column, value
        elif isinstance(column, FieldDefinition) and isinstance(value, list):
            inner = {one.key: one for one in column.columns}
            for row in value:
                if isinstance(row, dict):
                    yield from _named(inner, row)


def _accepted(column: Column) -> str:
    wanted = (column.rules and column.rules.types) or (PHOTO,)
    return wanted[0].replace("*", "jpeg")
