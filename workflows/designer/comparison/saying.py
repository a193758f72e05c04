"""One value of a definition in words, whatever it is."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from pydantic import BaseModel

from workflows.engine.definition import (
    AllOf,
    AnyOf,
    ApprovalRule,
    CelText,
    Compared,
    Comparison,
    Escalation,
    FixedValue,
    TableRow,
    TableStep,
    Who,
    Within,
)
from workflows.engine.labels import RULES, VOTES
from workflows.engine.wording import OPERATORS, Words, joined, quoted, said_duration

STEP_PROPERTIES = frozenset({"to", "next", "otherwise", "on_error", "then", "join"})
DURATION_PROPERTIES = frozenset({"after", "reminders"})
TEXT_PROPERTIES = frozenset({"title", "label", "help", "description", "subject", "body"})

LABELS: Mapping[str, Any] = {
    **RULES,
    "access": gettext_lazy("who sees it"),
    "action": pgettext_lazy("of a step", "what is done"),
    "after": gettext_lazy("time"),
    "attempts": gettext_lazy("attempts"),
    "below": gettext_lazy("upper limit"),
    "body": gettext_lazy("text"),
    "calendar": gettext_lazy("calendar"),
    "cases": gettext_lazy("other times"),
    "collect": gettext_lazy("how values become one"),
    "data": gettext_lazy("what it begins with"),
    "default": gettext_lazy("default"),
    "description": gettext_lazy("description"),
    "escalations": gettext_lazy("who is told later"),
    "event": gettext_lazy("event"),
    "field": gettext_lazy("field"),
    "help": gettext_lazy("help"),
    "key": gettext_lazy("key"),
    "join": gettext_lazy("step that joins the branches"),
    "label": gettext_lazy("name"),
    "next": gettext_lazy("next step"),
    "note": gettext_lazy("note"),
    "on": gettext_lazy("occasion"),
    "on_error": gettext_lazy("way on after a failure"),
    "options": gettext_lazy("choices"),
    "otherwise": gettext_lazy("way on otherwise"),
    "parameters": gettext_lazy("parameters"),
    "payload": gettext_lazy("what is sent"),
    "personal": gettext_lazy("sealed"),
    "policy": gettext_lazy("which rows count"),
    "process": gettext_lazy("other process"),
    "reminders": gettext_lazy("reminders after"),
    "required": gettext_lazy("required"),
    "requires": gettext_lazy("fields answered with it"),
    "result": gettext_lazy("result"),
    "rules": gettext_lazy("rules"),
    "save": gettext_lazy("what is kept"),
    "save_outcome": gettext_lazy("column of the outcome"),
    "show_when": gettext_lazy("asked where"),
    "stage": gettext_lazy("stage"),
    "subject": gettext_lazy("subject"),
    "table": gettext_lazy("table"),
    "then": gettext_lazy("way on once the time is over"),
    "title": gettext_lazy("title"),
    "to": gettext_lazy("next step"),
    "type": gettext_lazy("type"),
    "undo_on_refusal": gettext_lazy("a refusal undoes the step before"),
    "until": gettext_lazy("until"),
    "url": gettext_lazy("address"),
    "value": pgettext_lazy("of a choice", "value"),
    "var": gettext_lazy("variable"),
    "vote": gettext_lazy("vote"),
    "when": gettext_lazy("condition"),
    "who": gettext_lazy("done by"),
}
WORDS: Mapping[str, Any] = {
    **VOTES,
    "editable": pgettext_lazy("access", "fills it in"),
    "visible": pgettext_lazy("access", "sees it"),
    "hidden": pgettext_lazy("access", "does not see it"),
    "enter": gettext_lazy("when the step begins"),
    "leave": gettext_lazy("when the step ends"),
    "first": gettext_lazy("the first that fits"),
    "unique": gettext_lazy("the only one that fits"),
    "collect": gettext_lazy("all that fit"),
}
# Where a word of ours stands for itself and may not be taken for somebody's text.
WORD_PROPERTIES = frozenset({"access", "on", "vote", "policy"})


def label(name: str) -> str:
    return str(LABELS.get(name, name))


def say(words: Words, name: str, value: object) -> str:
    """``value`` of the property ``name`` in words."""
    match value:
        case Who():
            return words.who(value)
        case AllOf() | AnyOf() | Comparison():
            return words.condition(value)
        case CelText():
            return value.cel.strip()
        case FixedValue():
            return words.value(value.value)
        case ApprovalRule():
            return votes(value)
        case Escalation():
            return escalation(words, value)
        case BaseModel():
            return joined(_properties(words, value))
        case str() if name in STEP_PROPERTIES:
            return words.step(value)
        case str() if name in DURATION_PROPERTIES:
            return said_duration(value)
        case str() if name in WORD_PROPERTIES:
            return str(WORDS.get(value, value))
        case str() if name == "stage":
            return quoted(words.stage(value))
        case str() if name == "field":
            return words.field(value)
        case str() if name == "type":
            return words.field_type(value)
        case tuple() if name == "requires":
            return words.fields(value)
        case str() if name == "var":
            return quoted(words.variable(value))
        case str() if name == "action":
            action = words.vocabulary.action(value)
            return quoted(words.text(action.label) if action else value)
        case str() if name == "event":
            event = words.vocabulary.event(value)
            return quoted(words.text(event.label) if event else value)
        case Mapping() if name in TEXT_PROPERTIES:
            return quoted(words.text(value))
        case Mapping():
            return joined(
                f"{_key(words, name, key)}: {say(words, name, one)}" for key, one in value.items()
            )
        case tuple():
            return joined(say(words, name, one) for one in value) or words.value(None)
        case _:
            return words.value(value)


def _properties(words: Words, part: BaseModel) -> Iterator[str]:
    """Each property that ``part`` was given, as what it is, not as dumped."""
    for name in part.model_dump(exclude_defaults=True):
        value = getattr(part, name)
        called = _("who is told") if isinstance(value, Who) and name == "to" else label(name)
        yield f"{called} {say(words, name, value)}"


def escalation(words: Words, told: Escalation) -> str:
    """Such as “12 hours → role Operator”."""
    return f"{said_duration(told.after)} → {words.who(told.to)}"


def _key(words: Words, name: str, key: str) -> str:
    if name == "save":
        return words.field(key)
    if name == "access":
        actor = words.vocabulary.actor(key)
        if key == "*":
            return _("everybody else")
        return words.text(actor.label) if actor else words.role(key)
    return key


def votes(rule: ApprovalRule) -> str:
    """How many have to agree, such as “2 approvers, one after the other”."""
    match rule.mode:
        case "any":
            found = _("one approver")
        case "all":
            found = _("every approver")
        case "n_of_m":
            found = ngettext("%(n)d approver", "%(n)d approvers", rule.n or 1) % {"n": rule.n}
    if rule.order == "in_turn":
        return _("%(people)s, one after the other") % {"people": found}
    return found


def say_row(words: Words, row: TableRow, table: TableStep) -> str:
    """A row of a decision table, such as “Years is at least 2: Level senior”."""
    cells = zip(table.inputs, row.cells, strict=False)
    found = [_cell(words, entry.var, cell) for entry, cell in cells if cell is not None]
    values = [
        f"{words.field(column.field)} {words.value(value, of='data.' + column.field)}"
        for column, value in zip(table.outputs, row.values, strict=False)
        if value is not None
    ]
    if row.to:
        values.append(_("to %(step)s") % {"step": words.step(row.to)})
    return _("%(conditions)s: %(values)s") % {
        "conditions": joined(found) or _("always"),
        "values": joined(values) or words.value(None),
    }


def _cell(words: Words, variable: str, cell: Compared | Within) -> str:
    if isinstance(cell, Compared):
        return str(OPERATORS[cell.op]) % {
            "left": words.variable(variable),
            "right": words.value(cell.value, of=variable),
        }
    limits = ((">=", cell.min), ("<", cell.below))
    return joined(
        str(OPERATORS[op])
        % {"left": words.variable(variable), "right": words.value(limit, of=variable)}
        for op, limit in limits
        if limit is not None
    )
