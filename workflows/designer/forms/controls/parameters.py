"""What an action or another system is given: a fixed value, a variable, or a formula."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...lenient import mapping
from ..desk import NOTHING, Desk, Place
from .base import Control, render
from .choices import Choice, one_of, variables
from .code import Formula
from .groups import Field, Group
from .values import Kind, control_of

FORMULA = Formula()
WAYS = one_of(
    ("value", gettext_lazy("a fixed value")),
    ("variable", gettext_lazy("what the case holds")),
    ("formula", gettext_lazy("a formula")),
)
HOW = Choice(WAYS, empty=gettext_lazy("nothing"))


@dataclass(frozen=True)
class Parameter(Control):
    """``{"value": …}`` of ``kind``, or ``{"cel": …}``."""

    kind: Kind = Kind("text")  # noqa: RUF009 - frozen

    def draw(self, at: Place) -> SafeString:
        value = mapping(at.value)
        how = how_given(value, at.desk)
        inner = self._inner(how).draw(self._place(at, how, value)) if how else ""
        given = at.child(
            "how", how, label=_("%(name)s: given as") % {"name": at.label}, compact=True
        )
        return render("parameter", at, how=HOW.draw(given), drawn=how, inner=inner)

    def read(self, at: Place) -> object:
        posted = at.desk.boxes
        wanted = posted.get(f"{at.name}-how")
        if wanted is None:
            return at.value if at.value is not None else NOTHING
        value = mapping(at.value)
        drawn = posted.get(f"{at.name}-drawn", "")
        given = self._inner(drawn).read(self._place(at, drawn, value)) if drawn else NOTHING
        if wanted == drawn:
            return self._written(at, wanted, given, value)
        # It is to be given in another way: what can be kept of it is.
        if wanted == "formula" and drawn == "variable" and given is not NOTHING:
            return {"cel": given}
        if wanted == "value":
            at.child("fixed", None).refuse(_("Give the value."))
            return {"value": None}
        if wanted == "variable":
            return {"cel": next(iter(at.desk.types), "now")}
        if wanted == "formula":
            at.child("cel", None).refuse(_("Write the formula."))
            return {"cel": ""}
        return NOTHING

    def fresh(self, desk: Desk) -> object:
        return {"value": None}

    def _written(self, at: Place, how: str, given: object, value: dict[str, Any]) -> object:
        if how == "":
            return NOTHING
        if how == "value":
            empty = value["value"] if "value" in value and value["value"] in (None, "") else None
            return {**value, "value": empty if given is NOTHING else given}
        if given is NOTHING:
            at.child("cel", None).refuse(_("Write the formula."))
        return {**value, "cel": "" if given is NOTHING else given}

    def _inner(self, how: str) -> Control:
        return {"value": control_of(self.kind), "variable": Choice(variables)}.get(how, FORMULA)

    def _place(self, at: Place, how: str, value: Mapping[str, Any]) -> Place:
        key = "value" if how == "value" else "cel"
        name = "fixed" if how == "value" else "cel"
        label = _("%(name)s: value") % {"name": at.label}
        return at.child(name, value.get(key), label=label, compact=True)


def how_given(value: Mapping[str, Any], desk: Desk) -> str:
    if "value" in value:
        return "value"
    if "cel" in value:
        return "variable" if value["cel"] in desk.types else "formula"
    return ""


@dataclass(frozen=True)
class Typed(Control):
    """The parameters of an action, by the JSON Schema of its model."""

    schema: Mapping[str, Any]

    def draw(self, at: Place) -> SafeString:
        if not self.schema.get("properties"):
            return SafeString("")
        return self._group(at.desk).draw(at)

    def read(self, at: Place) -> object:
        return self._group(at.desk).read(at)

    def _group(self, desk: Desk) -> Group:
        required = self.schema.get("required", ())
        properties = self.schema.get("properties", {}).items()
        return Group(tuple(_field(name, one, name in required, desk) for name, one in properties))


def _field(name: str, schema: Mapping[str, Any], required: bool, desk: Desk) -> Field:
    label = words(schema, "label", desk)
    return Field(
        name,
        label or name.replace("_", " ").capitalize(),
        Parameter(kind_of_schema(schema)),
        help="" if label else schema.get("description", ""),
        required=required,
    )


def words(schema: Mapping[str, Any], key: str, desk: Desk) -> str:
    return desk.text(mapping(schema.get(key)))


def kind_of_schema(schema: Mapping[str, Any]) -> Kind:
    """What a parameter is, by its JSON Schema; ``"money": true`` says that it is in minor units."""
    for one in schema.get("anyOf", ()):
        if one.get("type") != "null":
            return kind_of_schema({**one, "money": schema.get("money")})
    if "enum" in schema:
        return Kind("choice", tuple((str(one), str(one)) for one in schema["enum"]))
    formats = {"date": "date", "time": "time", "date-time": "datetime"}
    types = {"integer": "int", "number": "double", "boolean": "boolean"}
    if schema.get("money"):
        return Kind("money")
    return Kind(formats.get(schema.get("format", ""), types.get(schema.get("type", ""), "text")))
