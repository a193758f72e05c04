"""Every expression compiles against the declared variables and gives what is asked of it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..conditions import compile_condition
from ..definition import (
    ApprovalStep,
    Condition,
    DecisionStep,
    ParallelStep,
    Step,
    TaskStep,
    TimerStep,
)
from ..expressions import BadExpression, Expression
from ..problems import Problem, said
from ..wording import Words
from .context import Checking, error
from .ids import deadline_of, whos
from .places import case_action, condition_place, field_place, outcome_place, shown_place


def check_expressions(checking: Checking) -> Iterator[Problem]:
    """Conditions of steps and case actions, expressions of assignments and timers."""
    for step in checking.definition.steps:
        for place, condition in conditions_of(checking.words, step):
            yield from _condition(checking, step.id, place, condition)
        if isinstance(step, TimerStep) and step.until is not None:
            yield from expression(
                checking, step.id, pgettext("place", "until"), step.until.cel, "timestamp"
            )
    for action in checking.definition.case_actions:
        if action.when is not None:
            place = condition_place(case_action(checking.words, action.key))
            yield from _condition(checking, "", place, action.when)
    for place, step_id, who in whos(checking.words):
        if who.expression is not None:
            yield from expression(checking, step_id, place, who.expression.cel, "string")
    yield from _show_when(checking)


def conditions_of(words: Words, step: Step) -> Iterator[tuple[str, Condition]]:
    """Every condition that a step asks, with its place in words, in their order."""
    match step:
        case TaskStep() | ApprovalStep():
            for outcome in step.outcomes:
                if outcome.when is not None:
                    place = outcome_place(words, step.id, outcome.key)
                    yield condition_place(place), outcome.when
        case DecisionStep():
            for number, case in enumerate(step.cases, 1):
                yield _("case %(number)d") % {"number": number}, case.when
        case ParallelStep():
            for number, branch in enumerate(step.branches, 1):
                if branch.when is not None:
                    place = _("branch %(number)d") % {"number": number}
                    yield condition_place(place), branch.when
    deadline = deadline_of(step)
    for number, times in enumerate(deadline.cases if deadline else (), 1):
        yield _("deadline, case %(number)d") % {"number": number}, times.when


def _condition(
    checking: Checking, step: str, place: str, condition: Condition
) -> Iterator[Problem]:
    try:
        compile_condition(condition, checking.environment)
    except BadExpression as bad:
        yield error(step, bad.code, said(place, str(bad)))


def expression(
    checking: Checking, step: str, place: str, text: str, result: str
) -> Iterator[Problem]:
    """What is wrong with an expression that is to give a ``result``."""
    try:
        checking.environment.compile(text, result=result)
    except BadExpression as bad:
        yield error(step, bad.code, said(place, str(bad)))


def _show_when(checking: Checking) -> Iterator[Problem]:
    """Answers are read in the order of the fields: a condition may ask for those before."""
    later = [f"data.{field.key}" for field in checking.definition.fields]
    for field in checking.definition.fields:
        if field.show_when is not None:
            place = shown_place(field_place(checking.words, field.key))
            try:
                compiled = compile_condition(field.show_when, checking.environment)
            except BadExpression as bad:
                yield error("", bad.code, said(place, str(bad)))
            else:
                yield from _order(checking.words, place, compiled, set(later))
        later.pop(0)


def _order(words: Words, place: str, compiled: Expression, later: set[str]) -> Iterator[Problem]:
    for name in sorted(compiled.variables):
        whole = ".".join(name.removeprefix("is_set.").split(".")[:2])
        if whole in later:
            yield error(
                "",
                "show_when_later",
                said(
                    place,
                    _("move the field %(field)s before this one.")
                    % {"field": words.field(whole[5:])},
                ),
            )
