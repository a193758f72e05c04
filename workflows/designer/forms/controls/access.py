"""The form of a step: which fields, which of them are required, and who sees or fills them in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ...lenient import listed, mapping
from ..desk import NOTHING, Choices, Desk, Place
from .base import Control, render
from .choices import Choice, fields, one_of
from .groups import MOST_ROWS

EVERYBODY = "*"
ACCESS = (
    ("editable", pgettext_lazy("access", "fills it in")),
    ("visible", pgettext_lazy("access", "sees it")),
    ("hidden", pgettext_lazy("access", "does not see it")),
)
REQUIRED = Choice(
    one_of(("true", gettext_lazy("required")), ("false", gettext_lazy("optional"))),
    empty=gettext_lazy("as the field says"),
)
OTHERS = Choice(one_of(*ACCESS), empty=pgettext_lazy("access", "nobody else sees it"))
ONE = Choice(one_of(*ACCESS), empty=pgettext_lazy("access", "like everybody else"))


@dataclass(frozen=True)
class Columns:
    """What differs between a form of fields and that of an item's task."""

    key: str = "field"
    #: ``by_person``: access by actor and role; else one word for all who do it.
    by_person: bool = True
    #: What may be on it; else the fields of the process.
    offer: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True)
class FormOfStep(Control):
    """``[{"field", "required"?, "access"?}]`` as a table, a row a field."""

    columns: Columns = field(default_factory=Columns)

    def draw(self, at: Place) -> SafeString:
        offered = self.offered(at.desk)
        people = list(persons(at.desk, listed(at.value))) if self.columns.by_person else []
        rows = [
            self._row(at.child(index, entry), mapping(entry), people)
            for index, entry in enumerate(listed(at.value))
        ]
        used = {mapping(entry).get(self.columns.key) for entry in listed(at.value)}
        left = [(key, label) for key, label in offered if key not in used]
        return render("form_table", at, rows=rows, count=len(rows), left=left, people=people)

    def read(self, at: Place) -> object:
        posted = at.desk.boxes
        count = posted.get(f"{at.name}-count")
        if count is None:
            return at.value if at.value is not None else NOTHING
        entries = listed(at.value)
        most = min(int(count) if count.isdecimal() and len(count) < 5 else 0, MOST_ROWS)
        rows: list[Any] = []
        for index in range(most):
            old = entries[index] if index < len(entries) else None
            place = at.child(index, old)
            row = self._read(place, mapping(old))
            if at.desk.button("remove") == place.name:
                continue
            if at.desk.button("up") == place.name and rows:
                rows.insert(-1, row)
            else:
                rows.append(row)
        added = posted.get(f"{at.name}-new", "")
        if at.desk.button("add") == at.name:
            used = {row.get(self.columns.key) for row in rows}
            keys = [added] if added else [key for key, _l in self.offered(at.desk)]
            rows += [{self.columns.key: key} for key in keys if key not in used]
        return rows or NOTHING

    def offered(self, desk: Desk) -> Choices:
        given = self.columns.offer
        return fields(desk) if given is None else list(given)

    def _row(self, at: Place, entry: dict[str, Any], people: list[tuple[str, str]]) -> Any:
        key = str(entry.get(self.columns.key, ""))
        label = dict(self.offered(at.desk)).get(key) or _("%(name)s (not there)") % {"name": key}
        given = entry.get("required")
        required = None if given is None else str(given).lower()
        access = self._access(entry)
        everybody = at.child(
            "access", access.get(EVERYBODY), label=_("Everybody else"), compact=True
        )
        offer = OTHERS if self.columns.by_person else Choice(one_of(*ACCESS))
        return {
            "at": at,
            "key": key,
            "label": label,
            "required": REQUIRED.draw(
                at.child("required", required, label=_("Required"), compact=True)
            ),
            "everybody": offer.draw(everybody),
            "people": [
                ONE.draw(at.child(f"access-{name}", access.get(name), label=words))
                for name, words in people
            ],
            "differs": any(name in access for name, _words in people),
        }

    def _access(self, entry: dict[str, Any]) -> dict[str, Any]:
        given = entry.get("access")
        if not self.columns.by_person:
            return {EVERYBODY: given or "editable"}
        return mapping(given) if given is not None else {EVERYBODY: "editable"}

    def _read(self, at: Place, entry: dict[str, Any]) -> dict[str, Any]:
        posted = at.desk.boxes
        row = dict(entry)
        row[self.columns.key] = posted.get(f"{at.name}-key", entry.get(self.columns.key, ""))
        required = {"true": True, "false": False}.get(posted.get(f"{at.name}-required", ""))
        if required is not None:
            row["required"] = required
        elif row.get("required") is not None:
            del row["required"]
        before = self._access(entry)
        access = self._read_access(at, before)
        if access != before:
            row["access"] = access if self.columns.by_person else access.get(EVERYBODY)
        return row

    def _read_access(self, at: Place, before: dict[str, Any]) -> dict[str, Any]:
        posted = at.desk.boxes
        access = dict(before)
        names = {EVERYBODY: f"{at.name}-access"}
        names |= {name: f"{at.name}-access-{name}" for name, _words in persons(at.desk, [])}
        names |= {name: f"{at.name}-access-{name}" for name in before if name != EVERYBODY}
        for name, box in names.items():
            if box not in posted:
                continue
            if posted[box]:
                access[name] = posted[box]
            else:
                access.pop(name, None)
        return access


def persons(desk: Desk, entries: Iterable[Any]) -> Iterable[tuple[str, str]]:
    """Those whose access may be said: the people of the case, roles, and whoever is there."""
    known = {actor.key: desk.text(dict(actor.label)) for actor in desk.vocabulary.actors}
    known |= {name: label for name, label in desk.staff.roles if name not in known}
    for entry in entries:
        for name in mapping(mapping(entry).get("access")):
            known.setdefault(name, name)
    known.pop(EVERYBODY, None)
    return known.items()
