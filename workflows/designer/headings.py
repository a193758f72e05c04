"""The first row of a sheet: which column of a decision table each of its cells means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from workflows.engine.definition import FieldDefinition, ProcessDefinition, TableOutput
from workflows.engine.expressions import Environment
from workflows.engine.problems import listed
from workflows.engine.tables import COLLECTED, WRITABLE
from workflows.engine.vocabulary import Vocabulary

from .cells import BadCell, Kind

# How values of a type of CEL are written in a cell.
TYPES_OF_WORDS: Mapping[str, str] = {
    "string": "text",
    "int": "int",
    "double": "double",
    "bool": "boolean",
    "timestamp": "datetime",
    "list<string>": "choices",
}
_ARROW = re.compile(r"^(?:→|=>|->)\s*(.+)$")
_COLLECT = re.compile(r"^(.+?)\s*[(（](\w+)[)）]$")


@dataclass(frozen=True)
class Heading:
    """A column of the sheet: its ``role`` is ``input``, ``output``, ``to`` or ``note``."""

    name: str
    role: str
    key: str = ""
    kind: Kind = field(default_factory=lambda: Kind("text", {}))
    output: TableOutput | None = None


@dataclass(frozen=True)
class Headings:
    """Reads the names of columns for one table step, given as JSON."""

    _step: Mapping[str, Any]
    _definition: ProcessDefinition
    _vocabulary: Vocabulary
    _environment: Environment

    def read(self, name: str) -> Heading:
        arrow = _ARROW.match(name)
        plain, collect = (arrow[1] if arrow else name), None
        if (way := _COLLECT.match(plain)) and way[2] in COLLECTED:
            plain, collect = way[1], way[2]
        if not arrow and name.casefold() in {"to", "note"}:
            return Heading(name, name.casefold())
        fields = self._fields(plain)
        written = {one.get("field") for one in entries(self._step, "outputs")}
        compared = {one.get("var") for one in entries(self._step, "inputs")}
        is_output = bool(arrow or collect) or any(
            field.key in written and f"data.{field.key}" not in compared for field in fields
        )
        if is_output:
            return self._output_heading(name, fields, collect)
        return self._input_heading(name, [f"data.{field.key}" for field in fields])

    def _fields(self, name: str) -> list[FieldDefinition]:
        key = name.removeprefix("data.")
        exact = self._definition.field(key)
        if exact is not None:
            return [exact]
        return [
            field
            for field in self._definition.fields
            if name.casefold() in {label.casefold() for label in field.label.values()}
        ]

    def _input_heading(self, name: str, found: list[str]) -> Heading:
        types = self._environment.types
        if name in types:
            found = [name]
        elif not found:
            found = [
                variable.name
                for variable in self._vocabulary.variables
                if name.casefold() in {label.casefold() for label in variable.label.values()}
            ]
        if len(found) > 1:
            raise BadCell(_("Several have this name; write one of %(names)s.")
                          % {"names": listed(found)})  # fmt: skip
        if not found or found[0] not in types:
            raise BadCell(_("Nothing is called so; write a variable such as “data.years”, or the "
                            "name of a field, with “→” before one that is written."))  # fmt: skip
        return Heading(name, "input", found[0], self._kind(found[0]))

    def _kind(self, variable: str) -> Kind:
        field = self._definition.field(variable.removeprefix("data."))
        if variable.startswith("data.") and field is not None:
            return Kind.of(field)
        is_money = any(one.is_money for one in self._vocabulary.variables if one.name == variable)
        word = self._environment.types[variable]
        return Kind("money" if is_money else TYPES_OF_WORDS.get(word, "text"), {})

    def _output_heading(
        self, name: str, fields: list[FieldDefinition], collect: str | None
    ) -> Heading:
        if len(fields) != 1:
            keys = [field.key for field in fields or self._definition.fields]
            raise BadCell(_("Write the key of one field; there are %(names)s.")
                          % {"names": listed(keys)})  # fmt: skip
        (field,) = fields
        if field.personal or field.type not in WRITABLE:
            raise BadCell(_("A table cannot fill in this field."))
        before = next(
            (one for one in entries(self._step, "outputs") if one.get("field") == field.key), {}
        )
        given: dict[str, Any] = {"field": field.key, "collect": collect or before.get("collect")}
        if self._step.get("policy") != "collect":
            given["collect"] = None
        elif given["collect"] is None or field.type not in COLLECTED.get(given["collect"], ()):
            ways = [way for way, types in COLLECTED.items() if field.type in types]
            raise BadCell(_("Say behind it how several values become one, such as “(%(way)s)”; "
                            "there are %(ways)s.")
                          % {"way": next(iter(ways), "sum"), "ways": listed(ways)})  # fmt: skip
        output = TableOutput.model_validate(given)
        return Heading(name, "output", field.key, Kind.of(field), output)


def entries(step: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The entries of a list of the step, as far as it is one."""
    found = step.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
