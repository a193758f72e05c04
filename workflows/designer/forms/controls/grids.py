"""The rows of a decision table, as a grid: what is compared, what is written, where it leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ...lenient import listed, mapping
from ..desk import NOTHING, Desk, Place
from .base import Control, render
from .choices import Choice, steps
from .conditions import LISTS, WITHOUT_VALUE, operators
from .groups import MOST_ROWS
from .leaves import Line
from .operands import operand
from .values import Kind, control_of, kind_of_variable

WITHIN = "within"
ANYTHING = pgettext_lazy("cell", "anything")
TO = Choice(steps, empty=pgettext_lazy("row", "as the table says"))


@dataclass(frozen=True)
class Cell(Control):
    """``None`` fits everything; else an operator and a value, or a range."""

    variable: str

    def draw(self, at: Place) -> SafeString:
        op, value = _operator(at.value), mapping(at.value)
        choices = [*operators(self.variable, at.desk), (WITHIN, str(_("from … up to below")))]
        how = at.child("op", op, label=_("%(name)s: how") % {"name": at.label}, compact=True)
        boxes = [control.draw(place) for control, place, _key in self._boxes(at, op, value)]
        drawn = Choice(lambda desk: choices, empty=ANYTHING).draw(how)
        return render("cell", at, op=drawn, drawn=op, boxes=boxes)

    def read(self, at: Place) -> object:
        posted = at.desk.boxes
        op = posted.get(f"{at.name}-op")
        if op is None:
            return at.value
        value = mapping(at.value)
        if not op:
            return None
        drawn = posted.get(f"{at.name}-drawn", "")
        read = {key: control.read(place) for control, place, key in self._boxes(at, drawn, value)}
        if op != drawn:
            return self._otherwise(at, op, read)
        kept = {key: one for key, one in value.items() if key not in read and key != "op"}
        given = {key: one for key, one in read.items() if one is not NOTHING}
        if op == WITHIN:
            if not given:
                at.child("min", None).refuse(_("Give at least one limit."))
            return {**kept, **given}
        if op not in WITHOUT_VALUE and not given:
            at.child("value", None).refuse(_("Say what it is compared with."))
        return {"op": op, **kept, **given}

    def _otherwise(self, at: Place, op: str, read: Mapping[str, object]) -> object:
        """The operator is another one than that whose boxes were drawn."""
        given = next((one for one in read.values() if one is not NOTHING), NOTHING)
        single = given[0] if isinstance(given, list) and given else given
        if op in WITHOUT_VALUE:
            return {"op": op}
        if given is NOTHING:
            place = at.child("min" if op == WITHIN else "value", None)
            place.refuse(_("Say what it is compared with."))
            return {"min": None} if op == WITHIN else {"op": op}
        if op == WITHIN:
            return {"min": single}
        return {"op": op, "value": [single] if op in LISTS else single}

    def _boxes(
        self, at: Place, op: str, value: Mapping[str, Any]
    ) -> list[tuple[Control, Place, str]]:
        kind = kind_of_variable(self.variable, at.desk)
        if op == WITHIN:
            return [
                (control_of(kind), self._box(at, key, value, label), key)
                for key, label in (("min", _("from")), ("below", _("below")))
            ]
        if not op or op in WITHOUT_VALUE:
            return []
        return [(operand(kind, op in LISTS), self._box(at, "value", value, _("value")), "value")]

    def _box(self, at: Place, key: str, value: Mapping[str, Any], label: str) -> Place:
        words = _("%(name)s: %(part)s") % {"name": at.label, "part": label}
        return at.child(key, value.get(key), label=words, compact=True)


def _operator(cell: object) -> str:
    value = mapping(cell)
    if "op" in value:
        return str(value["op"])
    return WITHIN if "min" in value or "below" in value else ""


@dataclass(frozen=True)
class Grid(Control):
    """The rows of a table with these inputs (variables and heads) and outputs (fields, collect)."""

    inputs: tuple[tuple[str, str], ...]
    outputs: tuple[tuple[str, str], ...]

    def draw(self, at: Place) -> SafeString:
        rows = [
            self._drawn(at.child(index, row, label=_("Row %(n)d") % {"n": index + 1}))
            for index, row in enumerate(listed(at.value))
        ]
        return render(
            "grid",
            at,
            rows=rows,
            count=len(rows),
            inputs=[head for _variable, head in self.inputs],
            outputs=[head for _field, head in self.outputs],
        )

    def read(self, at: Place) -> object:
        count = at.desk.boxes.get(f"{at.name}-count")
        if count is None:
            return at.value if at.value is not None else NOTHING
        rows = listed(at.value)
        most = min(int(count) if count.isdecimal() and len(count) < 5 else 0, MOST_ROWS)
        found: list[Any] = []
        for index in range(most):
            place = at.child(index, rows[index] if index < len(rows) else None)
            row = self._read(place)
            pressed = at.desk.button
            if pressed("remove") == place.name:
                continue
            if pressed("up") == place.name and found:
                found.insert(-1, row)
                continue
            found.append(row)
            if pressed("copy") == place.name:
                found.append(row)
        if at.desk.button("add") == at.name:
            found.append(self.row())
        return found or NOTHING

    def fresh(self, desk: Desk) -> object:
        return [self.row()]

    def row(self) -> dict[str, Any]:
        row: dict[str, Any] = {"cells": [None] * len(self.inputs)}
        return {**row, "values": [None] * len(self.outputs)} if self.outputs else row

    def _parts(self, at: Place) -> list[tuple[str, int, Control, Place]]:
        row = mapping(at.value)
        cells, values = listed(row.get("cells")), listed(row.get("values"))
        found: list[tuple[str, int, Control, Place]] = []
        for index, (variable, head) in enumerate(self.inputs):
            old = cells[index] if index < len(cells) else None
            place = at.child(f"cells-{index}", old, label=f"{at.label}, {head}", compact=True)
            found.append(("cells", index, Cell(variable), place))
        for index, (field, head) in enumerate(self.outputs):
            old = values[index] if index < len(values) else None
            place = at.child(f"values-{index}", old, label=f"{at.label}, {head}", compact=True)
            found.append(("values", index, control_of(self._kind(field, at.desk)), place))
        return found

    def _kind(self, field: str, desk: Desk) -> Kind:
        return kind_of_variable(f"data.{field}", desk)

    def _drawn(self, at: Place) -> Any:
        row = mapping(at.value)
        parts = self._parts(at)
        to = at.child("to", row.get("to"), label=f"{at.label}, {_('leads to')}", compact=True)
        note = at.child("note", row.get("note"), label=f"{at.label}, {_('note')}", compact=True)
        return {
            "at": at,
            "cells": [control.draw(place) for _key, _index, control, place in parts],
            "to": TO.draw(to),
            "note": Line().draw(note),
        }

    def _read(self, at: Place) -> dict[str, Any]:
        before = mapping(at.value)
        lists: dict[str, list[Any]] = {"cells": [], "values": []}
        for key, _index, control, place in self._parts(at):
            value = control.read(place)
            lists[key].append(None if value is NOTHING else value)
        row = dict(before)
        row["cells"] = lists["cells"]
        if lists["values"] or "values" in row:
            short = listed(row.get("values"))
            padded = [*short, *[None] * (len(lists["values"]) - len(short))]
            if padded != lists["values"]:
                row["values"] = lists["values"]
        for key, control in (("to", TO), ("note", Line())):
            value = control.read(at.child(key, before.get(key)))
            if value is not NOTHING:
                row[key] = value
            elif row.get(key) not in (None, ""):
                del row[key]
        return row


def aligned(before: dict[str, Any], after: dict[str, Any], at: Place) -> dict[str, Any]:
    """A table whose rows follow a column that was added, removed, copied or moved."""
    for columns, key in (("inputs", "cells"), ("outputs", "values")):
        order = _order(before, columns, at)
        if order is None:
            continue
        rows = []
        for row in listed(after.get("rows")):
            cells = listed(mapping(row).get(key))
            moved = [cells[i] if i is not None and i < len(cells) else None for i in order]
            rows.append({**row, key: moved})
        after = {**after, "rows": rows} if rows else after
    return after


def _order(before: dict[str, Any], columns: str, at: Place) -> list[int | None] | None:
    """Where each column now was before; ``None`` where nothing moved."""
    count = len(listed(before.get(columns)))
    order: list[int | None] = list(range(count))
    if at.desk.button("add") == columns:
        return [*order, None]
    for index in range(count):
        name = f"{columns}-{index}"
        if at.desk.button("remove") == name:
            return order[:index] + order[index + 1 :]
        if at.desk.button("copy") == name:
            return order[: index + 1] + order[index:]
        if at.desk.button("up") == name and index:
            return [*order[: index - 1], index, index - 1, *order[index + 1 :]]
    return None


def grid_of(value: Mapping[str, Any], desk: Desk) -> Grid:
    """The grid of a decision table as it stands."""
    inputs = [mapping(one) for one in listed(value.get("inputs"))]
    outputs = [mapping(one) for one in listed(value.get("outputs"))]
    return Grid(
        tuple(
            (
                str(one.get("var", "")),
                desk.text(one.get("label")) or desk.words.variable(str(one.get("var", ""))),
            )
            for one in inputs
        ),
        tuple(
            (str(one.get("field", "")), dict(desk.fields).get(str(one.get("field")), "–"))
            for one in outputs
        ),
    )
