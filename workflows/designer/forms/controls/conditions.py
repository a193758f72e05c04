"""The condition builder: lines of variable, operator and value, in groups of all or any; or CEL."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from workflows.engine.conditions import MAX_DEPTH, condition_text
from workflows.engine.conditions import OPERATORS as OPERATORS_OF
from workflows.engine.definition import Condition as ConditionModel
from workflows.engine.expressions import BadExpression
from workflows.engine.labels import OPERATORS
from workflows.engine.variables import IS_SET

from ...lenient import listed, mapping, read
from ..desk import NOTHING, Choices, Desk, Place
from ..formulas import builder_of
from .base import Control, render
from .choices import Choice
from .code import Formula
from .operands import operand, retyped
from .values import kind_of_variable

WITHOUT_VALUE = ("is_set", "is_not_set")
LISTS = ("in", "not_in")
FORMULA = Formula(rows=3, result="bool")


@dataclass(frozen=True)
class Condition(Control):
    """One condition, however deep; ``level`` counts its groups."""

    level: int = 1

    def draw(self, at: Place) -> SafeString:
        value = mapping(at.value)
        if "cel" in value:
            formula = at.child("cel", value["cel"], label=_("Formula"), help=_formula_help())
            return render("formula", at, formula=FORMULA.draw(formula), top=self.level == 1)
        key = group_of(value)
        if key is None:
            return render("comparison", at, level=self.level, **_drawn(at, value))
        parts = [at.child(f"parts-{i}", part) for i, part in enumerate(listed(value[key]))]
        inner = Condition(self.level + 1)
        return render(
            "conditions",
            at,
            key=key,
            parts=[(part, inner.draw(part)) for part in parts],
            count=len(parts),
            level=self.level,
            may_nest=self.level < MAX_DEPTH - 1,
        )

    def read(self, at: Place) -> object:
        form = at.desk.boxes.get(f"{at.name}-form")
        value = mapping(at.value)
        match form:
            case "cel":
                return self._formula(at, value)
            case "all" | "any":
                return self._group(at, value, form)
            case "comparison":
                return self._line(at, value)
            case _:
                return at.value if at.value is not None else NOTHING

    def fresh(self, desk: Desk) -> object:
        """A line that can stand as it is: that the first variable is filled in."""
        for name, _label, _group in offered(desk):
            if IS_SET + name in desk.types:
                return {"var": name, "op": "is_set"}
        stage = next((stage.key for stage in desk.vocabulary.stages), "")
        return {"var": "case.stage", "op": "==", "value": stage}

    def _formula(self, at: Place, value: dict[str, Any]) -> object:
        cel = FORMULA.read(at.child("cel", value.get("cel")))
        if cel is NOTHING:
            at.child("cel", None).refuse(_("Write the formula, or remove the condition."))
        if at.desk.button("build") == at.name:
            built = builder_of(str(cel), at.desk.types)
            if built is not None:
                return built
            text = _("This formula says more than the builder can show, so it stays a formula.")
            at.desk.notes[at.name] = text
        return {**value, "cel": "" if cel is NOTHING else cel}

    def _group(self, at: Place, value: dict[str, Any], key: str) -> object:
        before = listed(value.get(group_of(value) or ""))
        count = at.desk.boxes.get(f"{at.name}-count", "0")
        most = min(int(count), 200) if count.isdecimal() else 0
        inner = Condition(self.level + 1)
        parts = []
        for index in range(most):
            old = before[index] if index < len(before) else None
            place = at.child(f"parts-{index}", old)
            if at.desk.button("remove") != place.name:
                parts.append(inner.read(place))
        if at.desk.button("add") == at.name:
            parts.append(self.fresh(at.desk))
        if at.desk.button("nest") == at.name:
            parts.append({"any" if key == "all" else "all": [self.fresh(at.desk)]})
        parts = [part for part in parts if part is not NOTHING]
        return self._formulated(at, {key: parts} if parts else NOTHING)

    def _line(self, at: Place, value: dict[str, Any]) -> object:
        line = _line(at, value)
        if at.desk.button("group") == at.name:
            return {"all": [line, self.fresh(at.desk)]}
        return self._formulated(at, line)

    def _formulated(self, at: Place, value: object) -> object:
        if at.desk.button("formula") != at.name:
            return value
        condition = read(ConditionModel, value)
        try:
            if condition is not None:
                return {"cel": condition_text(condition, at.desk.environment)}
            reason = _("Complete its lines first.")
        except BadExpression as error:
            reason = str(error)
        at.desk.notes[at.name] = _("It cannot become a formula yet. %s") % reason
        return value


def offered(desk: Desk) -> Iterable[tuple[str, str, str]]:
    """What may be compared: variables, and what can only be filled in or empty."""
    known = list(desk.variables())
    names = {name for name, _label, _group in known}
    only_set = [
        name.removeprefix(IS_SET)
        for name in desk.types
        if name.startswith(IS_SET) and name.removeprefix(IS_SET) not in names
    ]
    answers = [(name, desk.words.variable(name), _("Answers")) for name in only_set]
    return sorted([*known, *answers], key=lambda one: not one[0].startswith("data."))


def operators(name: str, desk: Desk) -> Choices:
    """The operators that go with a variable; all where it is not known."""
    if name not in desk.types:
        keys = set(WITHOUT_VALUE if IS_SET + name in desk.types else OPERATORS)
    else:
        keys = set(OPERATORS_OF[desk.types[name]])
        keys |= set(WITHOUT_VALUE) if IS_SET + name in desk.types else set()
    return [(key, str(label)) for key, label in OPERATORS.items() if key in keys]


def group_of(value: dict[str, Any]) -> str | None:
    return next((key for key in ("all", "any") if key in value), None)


def _formula_help() -> Any:
    return _("In CEL, such as: data.years >= 2 && data.kind == 'person'")


def _drawn(at: Place, value: dict[str, Any]) -> dict[str, Any]:
    desk, name, op = at.desk, str(value.get("var", "")), str(value.get("op", "=="))
    compared = mapping(value.get("value")).get("var")
    var = at.child("var", name, label=_("Variable"), compact=True)
    how = at.child("op", op, label=_("Operator"), compact=True)
    operand_at = at.child("value", value.get("value"), label=_("Value"), compact=True)
    same = _same(name, desk)
    drawn: dict[str, Any] = {
        "var": Choice(offered).draw(var),
        "op": Choice(lambda desk: operators(name, desk)).draw(how),
        "drawn": f"{name} {op}",
        "with": "",
        "value": "",
    }
    if op in WITHOUT_VALUE:
        return drawn
    if op not in LISTS and op != "contains" and (same or compared):
        other = at.child("with", compared, label=_("Compared with"), compact=True)
        drawn["with"] = Choice(lambda desk: same, empty=_("this value:")).draw(other)
    if not compared:
        drawn["value"] = operand(kind_of_variable(name, desk), op in LISTS).draw(operand_at)
    return drawn


def _same(name: str, desk: Desk) -> list[tuple[str, str, str]]:
    """The other variables of the same type."""
    word = desk.types.get(name)
    return [
        (other, label, group)
        for other, label, group in desk.variables()
        if other != name and desk.types[other] == word
    ]


def _line(at: Place, value: dict[str, Any]) -> dict[str, Any]:
    desk, posted = at.desk, at.desk.boxes
    name = Choice(offered).read(at.child("var", value.get("var"))) or ""
    op = Choice(offered).read(at.child("op", value.get("op"))) or "=="
    line: dict[str, Any] = {**value, "var": name, "op": op}
    known = {key for key, _label in operators(str(name), desk)}
    if op not in known and op != value.get("op"):
        at.child("op", None).refuse(_("Choose an operator that goes with the variable."))
    if op in WITHOUT_VALUE:
        if value.get("value") is not None:
            line.pop("value", None)
        return line
    other = posted.get(f"{at.name}-with", "")
    if other:
        line["value"] = {"var": other}
        return line
    place = at.child("value", value.get("value"))
    before, _space, old_op = posted.get(f"{at.name}-drawn", "").rpartition(" ")
    was, now = kind_of_variable(before, desk), kind_of_variable(str(name), desk)
    drawn_value = mapping(value.get("value")).get("var") is None and old_op not in WITHOUT_VALUE
    given = operand(was, old_op in LISTS).read(place) if drawn_value else NOTHING
    if (was, old_op in LISTS) != (now, op in LISTS) and given is not NOTHING:
        given = retyped(given, now, op in LISTS)
    if given is NOTHING:
        line.pop("value", None)
        place.refuse(_("Say what it is compared with."))
    else:
        line["value"] = given
    return line
