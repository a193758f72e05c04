"""Where in a definition a problem is, in words: “Case action “Withdraw”, condition”."""

from django.utils.translation import gettext as _

from ..definition import ActionStep, Step
from ..wording import Words, quoted


def case_action(words: Words, key: str) -> str:
    return _("Case action %(action)s") % {"action": words.case_action(key)}


def field_place(words: Words, key: str) -> str:
    return _("Field %(field)s") % {"field": words.field(key)}


def constant_place(words: Words, name: str) -> str:
    return _("Constant %(constant)s") % {"constant": quoted(words.constant(name))}


def outcome_place(words: Words, step_id: str, key: str) -> str:
    return _("outcome %(outcome)s") % {"outcome": words.outcome(step_id, key)}


def condition_place(place: str) -> str:
    """The condition under which something is offered."""
    return _("%(place)s, condition") % {"place": place}


def shown_place(place: str) -> str:
    """The condition under which a field is asked."""
    return _("%(place)s, asked where") % {"place": place}


def column_place(words: Words, variable: str) -> str:
    """A column of a decision table that compares a variable."""
    return _("column %(column)s") % {"column": quoted(words.variable(variable))}


def output_place(words: Words, key: str) -> str:
    """A column of a decision table that writes a field."""
    return _("column %(column)s") % {"column": words.field(key)}


def row_place(number: int) -> str:
    return _("row %(number)d") % {"number": number}


def cell_place(number: int, column: str) -> str:
    """A cell of a decision table; ``column`` is said already."""
    return _("%(row)s, %(column)s") % {"row": row_place(number), "column": column}


def parameter_place(words: Words, step: Step, name: str) -> str:
    """What a step hands over. What other systems are sent has no label."""
    called = words.parameter(step.action, name) if isinstance(step, ActionStep) else quoted(name)
    return _("parameter %(name)s") % {"name": called}
