"""Values of a declared type: what a variable is compared with, what a field begins with."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from ..desk import Choices, Desk
from .base import Control
from .choices import Choice, Ticks, one_of
from .instants import Instant
from .leaves import Line, Money, Number


@dataclass(frozen=True)
class YesNo(Choice):
    """Yes or no as ``true`` and ``false``; no choice is no value."""

    def draw(self, at: Any) -> Any:
        shown = {True: "true", False: "false"}.get(at.value) if at.value in (True, False) else None
        return super().draw(_with(at, shown if isinstance(at.value, bool) else at.value))

    def read(self, at: Any) -> object:
        if at.typed is None:
            return super().read(at)
        return {"true": True, "false": False}.get(at.typed, super().read(_with(at, None)))


def yes_no() -> YesNo:
    return YesNo(one_of(("true", _("Yes")), ("false", _("No"))), empty="–")


def _with(at: Any, value: object) -> Any:
    return replace(at, value=value)


@dataclass(frozen=True)
class Kind:
    """What a value is: the word of a field's type, and the options of a choice."""

    type: str
    options: tuple[tuple[str, str], ...] = ()


def control_of(kind: Kind) -> Control:
    """The box for a value of this kind."""
    match kind.type:
        case "choices" if kind.options:
            return Ticks(lambda desk: kind.options)
        case _ if kind.options:
            return Choice(lambda desk: kind.options, empty="–")
        case "int":
            return Number()
        case "double":
            return Number(whole=False)
        case "money":
            return Money()
        case "boolean":
            return yes_no()
        case "date" | "time":
            return Line(type=kind.type)
        case "datetime":
            return Instant()
        case "long_text":
            return Line(rows=3)
        case _:
            return Line()


#: The type of a field's value for the word of a variable.
OF_WORD = {"string": "text", "int": "int", "double": "double", "bool": "boolean",
           "timestamp": "datetime", "list<string>": "text"}  # fmt: skip


def kind_of_variable(name: str, desk: Desk) -> Kind:
    """What a value that the variable is compared with looks like."""
    root, _dot, rest = name.partition(".")
    if root == "data" and (field := desk.process.field(rest)) is not None:
        options = tuple((one.value, desk.text(dict(one.label))) for one in field.options)
        return Kind("choice" if field.type == "choices" else field.type, options)
    if root == "constants" and rest in desk.process.constants:
        return Kind(desk.process.constants[rest].type)
    if name == "case.stage":
        return Kind("choice", tuple(stages(desk)))
    if root == "steps":
        return Kind("choice", tuple(_outcomes(rest.removesuffix(".outcome"), desk)))
    if any(one.is_money for one in desk.vocabulary.variables if one.name == name):
        return Kind("money")
    return Kind(OF_WORD.get(desk.types.get(name, "string"), "text"))


def stages(desk: Desk) -> Choices:
    return [(stage.key, desk.text(dict(stage.label))) for stage in desk.vocabulary.stages]


def _outcomes(step_id: str, desk: Desk) -> Iterable[tuple[str, str]]:
    step: Any = desk.process.step(step_id)
    return [(one.key, desk.text(dict(one.label))) for one in getattr(step, "outcomes", ())]
