"""Answers while they are read, one field after the other."""

from collections import ChainMap
from collections.abc import Collection, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from typing import cast

from django.utils.translation import gettext as _

from ..definition import FieldDefinition
from ..refusals import FieldError
from ..variables import Facts
from .checkers import UPLOADS, FindUpload, ManyUnfit, Unfit
from .entries import FormEntry


@dataclass(frozen=True)
class Cleaned:
    """Answers that fit.

    ``values`` are to be stored in the case, ``None`` clears a field; ``personal`` are to be
    sealed, the case gets the references; ``uploads`` are the ids of all files in ``values``.
    """

    values: dict[str, object]
    personal: dict[str, str]
    uploads: tuple[str, ...]


@dataclass
class Reading:
    """What is known so far, and what does not fit."""

    facts: Facts
    find_upload: FindUpload
    requires: Collection[str]
    values: dict[str, object] = field(default_factory=dict)
    personal: dict[str, str] = field(default_factory=dict)
    uploads: list[str] = field(default_factory=list)
    errors: list[FieldError] = field(default_factory=list)

    def refuse(self, key: str, kind: str, message: str, *loc: str | int) -> None:
        self.errors.append({"loc": ["data", key, *loc], "type": kind, "msg": message})

    def read(self, entry: FormEntry, data: Mapping[str, object]) -> None:
        """Read the answer to one editable field."""
        if not entry.is_shown(self.facts):
            self._leave_out(entry, data.get(entry.key))
            return
        held = self.facts.data.get(entry.key)
        if entry.key in data:
            try:
                held = entry.checker.check(data[entry.key], self.find_upload)
                self._accept(entry, held)
            except Unfit as unfit:
                self.refuse(entry.key, unfit.kind, unfit.message, *unfit.loc)
                return
            except ManyUnfit as many:
                for found in many.found:
                    self.refuse(entry.key, found.kind, found.message, *found.loc)
                return
            self._keep(entry, held)
        elif entry.key in self.requires and not entry.is_sealed:
            # The reason of an earlier return is none for this one.
            held = None
        if held is None and (entry.required or entry.key in self.requires):
            self.refuse(entry.key, "missing", _("Fill this in."))

    def _accept(self, entry: FormEntry, value: object) -> None:
        """Personal values may fit in form and still not today; ``Unfit`` then."""
        accept = entry.personal.accept if entry.personal else None
        if accept is not None and value is not None:
            try:
                accept(str(value), self.facts.now)
            except ValueError as error:
                raise Unfit("personal_value", str(error)) from error

    def _leave_out(self, entry: FormEntry, answer: object) -> None:
        """A field that is not asked: nothing may be sent, and what is held is cleared."""
        if answer not in (None, "", []):
            self.refuse(entry.key, "not_shown", _("This is not asked here. Leave it out."))
        if self.facts.data.get(entry.key) is not None:
            self.values[entry.key] = None
            self._know(entry, None)

    def _keep(self, entry: FormEntry, value: object) -> None:
        if entry.is_sealed and value is not None:
            self.personal[entry.key] = str(value)
        else:
            self.values[entry.key] = value
        self.uploads.extend(_uploads(entry.field, value))
        self._know(entry, value)

    def _know(self, entry: FormEntry, value: object) -> None:
        """Let the conditions of later fields see this answer."""
        derived = self.facts.derived
        if entry.personal is not None:
            known = {
                f"{entry.key}.{name}": (
                    None if value is None else derivation.derive(str(value), self.facts.now)
                )
                for name, derivation in entry.personal.derivations.items()
            }
            # A ChainMap, as a copy would unseal every value of a lazy mapping; only read here.
            derived = ChainMap(known, cast(MutableMapping[str, object], derived))
        data = {**self.facts.data, entry.key: value}
        self.facts = replace(self.facts, data=data, derived=derived)


def _uploads(declared: FieldDefinition, value: object) -> list[str]:
    if declared.type in UPLOADS and isinstance(value, str):
        return [value]
    if declared.type != "table" or not isinstance(value, list):
        return []
    files = [column.key for column in declared.columns if column.type in UPLOADS]
    return [row[key] for row in value for key in files if key in row]
