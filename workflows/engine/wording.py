"""A definition in words, for whoever reads or changes it: conditions, people, values, times.

Pure. Everything is said in the active language (``translation.override`` chooses another).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts.users.managers import SYSTEM_USERNAME
from accounts.users.roles import LABELS

from .chart.wording import spell
from .definition import (
    AllOf,
    AnyOf,
    CelText,
    Comparison,
    Condition,
    FieldDefinition,
    ProcessDefinition,
    Who,
    duration,
)
from .labels import FIELD_TYPES
from .texts import localized
from .vocabulary import Vocabulary

OPERATORS: Mapping[str, Any] = {
    "==": gettext_lazy("%(left)s is %(right)s"),
    "!=": gettext_lazy("%(left)s is not %(right)s"),
    "<": gettext_lazy("%(left)s is below %(right)s"),
    "<=": gettext_lazy("%(left)s is at most %(right)s"),
    ">": gettext_lazy("%(left)s is above %(right)s"),
    ">=": gettext_lazy("%(left)s is at least %(right)s"),
    "in": gettext_lazy("%(left)s is one of %(right)s"),
    "not_in": gettext_lazy("%(left)s is none of %(right)s"),
    "contains": gettext_lazy("%(left)s contains %(right)s"),
    "is_set": gettext_lazy("%(left)s is filled in"),
    "is_not_set": gettext_lazy("%(left)s is empty"),
}
OWN_VARIABLES: Mapping[str, Any] = {
    "case.number": gettext_lazy("Number of the case"),
    "case.stage": gettext_lazy("Stage of the case"),
    "case.started_at": gettext_lazy("Begin of the case"),
    "error.code": gettext_lazy("Code of the error"),
    "now": pgettext_lazy("variable", "Now"),
}


@dataclass(frozen=True)
class Words:
    """Says the parts of one definition. Unknown names are said as they are written: a definition
    that is still being edited names what is not there yet.
    """

    definition: ProcessDefinition
    vocabulary: Vocabulary

    def text(self, text: Mapping[str, str] | None) -> str:
        return localized(text, translation.get_language() or "en") if text else ""

    def step(self, step_id: str) -> str:
        """The title of a step, in quotation marks."""
        step = self.definition.step(step_id)
        return quoted(self.text(step.title) if step else step_id)

    def steps(self, step_ids: Iterable[str]) -> str:
        return joined(self.step(step_id) for step_id in step_ids)

    def field(self, key: str) -> str:
        field = self.definition.field(key)
        return quoted(self.text(field.label) if field else key)

    def fields(self, keys: Iterable[str]) -> str:
        return joined(self.field(key) for key in keys) or pgettext("instead of names", "none")

    def column(self, table: str, key: str) -> str:
        """The label of a column of the table field ``table``, in quotation marks."""
        field = self.definition.field(table)
        columns = {column.key: column for column in field.columns} if field else {}
        return quoted(self.text(columns[key].label) if key in columns else key)

    def outcome(self, step_id: str, key: str) -> str:
        """The label of a step's outcome, in quotation marks."""
        step: Any = self.definition.step(step_id)
        labels = {outcome.key: outcome.label for outcome in getattr(step, "outcomes", ())}
        return quoted(self.text(labels[key]) if key in labels else key)

    def case_action(self, key: str) -> str:
        """What may be done with the case at any time, by its label."""
        known = {action.key: action for action in self.definition.case_actions}
        return quoted(self.text(known[key].label) if key in known else key)

    def person(self, key: str) -> str:
        """The people of a key of ``access``: an actor, or a role."""
        actor = self.vocabulary.actor(key)
        return self.text(actor.label) if actor else self.role(key)

    def action(self, key: str) -> str:
        action = self.vocabulary.action(key)
        return quoted(self.text(action.label) if action else key)

    def parameter(self, action_key: str, name: str) -> str:
        """What an action is given, as ``vocabulary.asked`` calls it, in quotation marks."""
        action = self.vocabulary.action(action_key)
        info = action.parameters.model_fields.get(name) if action else None
        extra = info.json_schema_extra if info else None
        label: Any = extra.get("label") if isinstance(extra, dict) else None
        return quoted(self.text(label) if label else name)

    def field_type(self, kind: str) -> str:
        personal = self.vocabulary.personal_type(kind)
        return self.text(personal.label) if personal else str(FIELD_TYPES.get(kind, kind))

    def role(self, name: str) -> str:
        return str(LABELS.get(name, name))

    def stage(self, key: str) -> str:
        stage = self.vocabulary.stage(key)
        return self.text(stage.label) if stage else key

    def variable(self, name: str) -> str:
        """The label of a variable such as ``data.years`` or ``order.total``."""
        root, _dot, rest = name.partition(".")
        if name in OWN_VARIABLES:
            return str(OWN_VARIABLES[name])
        if root == "data":
            return self._field_variable(rest)
        if root == "constants":
            return self.constant(rest)
        if root == "steps":
            step = self.definition.step(rest.removesuffix(".outcome"))
            title = self.text(step.title) if step else rest.removesuffix(".outcome")
            return _("Outcome of “%(step)s”") % {"step": title}
        known = {variable.name: variable for variable in self.vocabulary.variables}
        return self.text(known[name].label) if name in known else name

    def constant(self, name: str) -> str:
        constant = self.definition.constants.get(name)
        if constant is not None and constant.label:
            return self.text(constant.label)
        return name.replace("_", " ").capitalize()

    def value(self, value: object, *, of: str = "") -> str:
        """A value as people write it; ``of`` is the variable that it is compared with."""
        match value:
            case {"var": str(name)}:
                return self.variable(name)
            case None:
                return _("nothing")
            case bool():
                return _("yes") if value else _("no")
            case list() | tuple():
                return pgettext("between names", ", ").join(self.value(one, of=of) for one in value)
            case int() if self._is_money(of):
                return money(value)
            case str():
                return self._word(value, of)
            case _:
                return str(value)

    def condition(self, condition: Condition) -> str:
        """A condition as a clause, such as “Years is at least 2 and Kind is A person”."""
        match condition:
            case CelText():
                return _("the formula %(cel)s holds") % {"cel": condition.cel.strip()}
            case AllOf():
                return pgettext("conditions", " and ").join(map(self._part, condition.all))
            case AnyOf():
                return pgettext("conditions", " or ").join(map(self._part, condition.any))
            case Comparison():
                return str(OPERATORS[condition.op]) % {
                    "left": self.variable(condition.var),
                    "right": self.value(condition.value, of=condition.var),
                }

    def who(self, who: Who) -> str:
        """The people of a step, such as “role reviewer, the applicant”."""
        found = [_("role %(name)s") % {"name": self.role(role)} for role in who.roles]
        found += [_("team %(name)s") % {"name": team} for team in who.teams]
        found += [_("the system") if name == SYSTEM_USERNAME else name for name in who.users]
        for key in who.actors:
            actor = self.vocabulary.actor(key)
            found.append(self.text(actor.label) if actor else key)
        if who.same_as:
            found.append(_("whoever did %(step)s") % {"step": self.step(who.same_as)})
        if who.expression:
            found.append(_("by the formula %(cel)s") % {"cel": who.expression.cel.strip()})
        words = pgettext("between names", ", ").join(found) or _("nobody")
        if who.not_by:
            steps = self.steps(who.not_by)
            words = _("%(people)s, not whoever did %(steps)s") % {"people": words, "steps": steps}
        if who.pick == "least_loaded":
            return _("%(people)s (whoever has the least to do)") % {"people": words}
        return words

    def _part(self, condition: Condition) -> str:
        words = self.condition(condition)
        if isinstance(condition, AllOf | AnyOf):
            return _("(%(conditions)s)") % {"conditions": words}
        return words

    def _field_variable(self, rest: str) -> str:
        key, _dot, derivation = rest.partition(".")
        field = self.definition.field(key)
        if field is None:
            return rest
        label = self.text(field.label)
        personal = self.vocabulary.personal_type(field.type)
        if personal is None or derivation not in personal.derivations:
            return label
        known = self.text(personal.derivations[derivation].label)
        return _("%(field)s: %(value)s") % {"field": label, "value": known}

    def _field_of(self, variable: str) -> FieldDefinition | None:
        root, _dot, key = variable.partition(".")
        return self.definition.field(key) if root == "data" else None

    def _is_money(self, variable: str) -> bool:
        field = self._field_of(variable)
        if field is not None:
            return field.type == "money"
        root, _dot, name = variable.partition(".")
        if root == "constants":
            constant = self.definition.constants.get(name)
            return constant is not None and constant.type == "money"
        return any(one.is_money for one in self.vocabulary.variables if one.name == variable)

    def _word(self, value: str, variable: str) -> str:
        """A text: the label of a choice, stage or outcome where the variable has such."""
        field = self._field_of(variable)
        options = {option.value: option.label for option in field.options} if field else {}
        if value in options:
            return quoted(self.text(options[value]))
        if variable == "case.stage":
            return quoted(self.stage(value))
        if variable.startswith("steps."):
            return self.outcome(variable[6:].removesuffix(".outcome"), value)
        instant = parse_datetime(value) if "T" in value else None
        return said_instant(instant) if instant else quoted(value)


def quoted(words: str) -> str:
    return _("“%(name)s”") % {"name": words}


def money(amount: int) -> str:
    """Minor units as yuan: ``50000`` is “¥500”, ``12345`` is “¥123.45”."""
    sign, whole, rest = "-" if amount < 0 else "", abs(amount) // 100, abs(amount) % 100
    return f"{sign}¥{whole:,}" + (f".{rest:02}" if rest else "")


def said_instant(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%d %H:%M")


def said_duration(text: str) -> str:
    """A duration such as ``PT48H``, in the largest units that say it: “2 days”."""
    return spell(duration(text), translation.get_language() or "en")


def said_language(code: str) -> str:
    """What a language is called, such as “Simplified Chinese”."""
    try:
        return str(translation.get_language_info(code)["name_translated"])
    except KeyError:
        return quoted(code)


def joined(parts: Iterable[str]) -> str:
    return pgettext("between names", ", ").join(parts)
