"""What holds other controls: objects, lists of rows, pairs, and what may be absent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ...lenient import listed, mapping
from ..desk import NOTHING, Desk, Place
from .base import Control, render

MOST_ROWS = 1000


def always(value: Mapping[str, Any], desk: Desk) -> bool:
    return True


@dataclass(frozen=True)
class Field:
    """One property of an object. A value equal to ``default`` is left out, unless it was there."""

    key: str
    label: Any
    control: Control
    help: Any = ""
    required: bool = False
    default: object = NOTHING
    advanced: bool = False
    #: Whether it is asked, given the object; what is not asked keeps its value.
    when: Callable[[Mapping[str, Any], Desk], bool] = always
    #: Where the object decides which control it is.
    choose: Callable[[Mapping[str, Any], Desk], Control] | None = None

    def control_for(self, value: Mapping[str, Any], desk: Desk) -> Control:
        return self.choose(value, desk) if self.choose else self.control

    def place(self, at: Place, value: Mapping[str, Any], *, compact: bool = False) -> Place:
        return at.child(
            self.key,
            value.get(self.key, None if self.default is NOTHING else self.default),
            label=str(self.label),
            help=str(self.help),
            required=self.required,
            compact=compact,
        )


@dataclass(frozen=True)
class Group(Control):
    """An object. ``across`` puts its controls beside each other; ``bare`` draws no frame."""

    fields: tuple[Field, ...]
    across: bool = False
    bare: bool = False
    beginning: Callable[[Desk], Mapping[str, Any]] | None = None
    #: The last word on what was read: given the object before and after.
    finish: Callable[[dict[str, Any], dict[str, Any], Place], dict[str, Any]] | None = None

    def draw(self, at: Place) -> SafeString:
        value = mapping(at.value)
        drawn: dict[bool, list[SafeString]] = {False: [], True: []}
        for field in self.fields:
            if field.when(value, at.desk):
                drawn[field.advanced].append(
                    field.control_for(value, at.desk).draw(field.place(at, value))
                )
        opened = any(
            name.startswith(field.place(at, value).name)
            for name in at.desk.errors
            for field in self.fields
            if field.advanced
        )
        return render(
            "group",
            at,
            plain=drawn[False],
            advanced=drawn[True],
            opened=opened,
            across=self.across,
            bare=self.bare or not at.label,
        )

    def read(self, at: Place) -> object:
        before = mapping(at.value)
        after = {}
        asked = {field.key: field for field in self.fields if field.when(before, at.desk)}
        for key in {**before, **asked}:
            if key not in asked:
                after[key] = before[key]
                continue
            value = asked[key].control_for(before, at.desk).read(asked[key].place(at, before))
            if is_empty(value) or value == asked[key].default:
                value = kept(before, key, value)
            if value is not NOTHING:
                after[key] = value
        return self.finish(before, after, at) if self.finish else after

    def fresh(self, desk: Desk) -> object:
        made = dict(self.beginning(desk)) if self.beginning else {}
        for field in self.fields:
            if field.key not in made and field.required:
                value = field.control_for(made, desk).fresh(desk)
                if value is not NOTHING:
                    made[field.key] = value
        return made


def is_empty(value: object) -> bool:
    return value is NOTHING or value is None or value is False or value in ("", [], {})


def kept(before: Mapping[str, Any], key: str, value: object) -> object:
    """What stands for an empty answer or a default: what was written there, if it means that."""
    if key in before and (before[key] == value or (is_empty(before[key]) and is_empty(value))):
        return before[key]
    return NOTHING


@dataclass(frozen=True)
class Rows(Control):
    """A list of things of one kind, with buttons for more, fewer and another order."""

    item: Control
    one: Any
    heading: Callable[[Any, Desk], str] = lambda value, desk: ""
    #: The property that tells the rows apart; a new one gets one of its own.
    named: str = ""
    least: int = 1

    def draw(self, at: Place) -> SafeString:
        values = listed(at.value)
        rows = [self._place(at, index, value) for index, value in enumerate(values)]
        drawn = [
            (place, self.heading(place.value, at.desk), self.item.draw(place)) for place in rows
        ]
        add = _("Add: %(thing)s") % {"thing": self.one}
        return render("rows", at, rows=drawn, count=len(rows), one=self.one, add=add)

    def read(self, at: Place) -> object:
        count = at.desk.boxes.get(f"{at.name}-count")
        if count is None:
            return at.value if at.value is not None else NOTHING
        values = listed(at.value)
        most = min(int(count) if count.isdecimal() and len(count) < 5 else 0, MOST_ROWS)
        places = [
            self._place(at, index, values[index] if index < len(values) else None)
            for index in range(most)
        ]
        rows = self._pressed(at, [self.item.read(place) for place in places])
        rows = [row for row in rows if row is not NOTHING]
        if not rows and at.value is not None and not isinstance(at.value, list):
            return at.value
        return rows or NOTHING

    def _pressed(self, at: Place, rows: list[Any]) -> list[Any]:
        for index in range(len(rows)):
            name = f"{at.name}-{index}"
            if at.desk.button("remove") == name:
                return [*rows[:index], *rows[index + 1 :]]
            if at.desk.button("copy") == name:
                return [*rows[: index + 1], self._apart(rows[index], rows), *rows[index + 1 :]]
            if at.desk.button("up") == name and index:
                return [*rows[: index - 1], rows[index], rows[index - 1], *rows[index + 1 :]]
        if at.desk.button("add") == at.name:
            return [*rows, self._apart(self.item.fresh(at.desk), rows)]
        return rows

    def fresh(self, desk: Desk) -> object:
        rows: list[Any] = []
        for _row in range(self.least):
            rows.append(self._apart(self.item.fresh(desk), rows))
        return rows

    def _apart(self, row: Any, rows: list[Any]) -> Any:
        taken = {mapping(one).get(self.named) for one in rows}
        if not (self.named and mapping(row).get(self.named) in taken):
            return row
        number = 2
        while f"{row[self.named]}_{number}" in taken:
            number += 1
        return {**row, self.named: f"{row[self.named]}_{number}"}

    def _place(self, at: Place, index: int, value: object) -> Place:
        return at.child(index, value, label=f"{self.one} {index + 1}")


@dataclass(frozen=True)
class Pairs(Control):
    """An object whose keys are chosen too, as rows of a key and a value."""

    key: Field
    value: Field
    one: Any

    def draw(self, at: Place) -> SafeString:
        return self._rows.draw(self._as_rows(at))

    def read(self, at: Place) -> object:
        rows = self._rows.read(self._as_rows(at))
        if not isinstance(rows, list):
            return at.value if isinstance(rows, dict) else NOTHING
        pairs: dict[str, Any] = {}
        for index, row in enumerate(rows):
            key = row.get(self.key.key, "")
            if key in pairs:
                place = at.child(index, None).child(self.key.key, None)
                place.refuse(_("This is there twice; choose another."))
                continue
            if key or self.value.key in row:
                pairs[key] = row.get(self.value.key)
        return pairs or NOTHING

    @property
    def _rows(self) -> Rows:
        return Rows(Group((self.key, self.value), across=True, bare=True), self.one)

    def _as_rows(self, at: Place) -> Place:
        rows = [
            {self.key.key: key, self.value.key: value} for key, value in mapping(at.value).items()
        ]
        return Place(at.desk, at.name, rows, label=at.label, help=at.help, required=at.required)


@dataclass(frozen=True)
class Optional(Control):
    """What may be absent: a button adds it, another takes it away."""

    control: Control
    add: Any
    remove: Any

    def draw(self, at: Place) -> SafeString:
        inner = self.control.draw(at) if at.value is not None else ""
        return render("optional", at, inner=inner, add=self.add, remove=self.remove)

    def read(self, at: Place) -> object:
        if at.desk.button("add") == at.name:
            return self.control.fresh(at.desk)
        if at.desk.button("remove") == at.name or at.value is None:
            return NOTHING
        return self.control.read(at)

    def fresh(self, desk: Desk) -> object:
        return self.control.fresh(desk)
