"""Automatic actions: parameters from constants and expressions, run once, results saved."""

from collections.abc import Mapping
from dataclasses import dataclass

from viewflow.workflow.models import Task

from .expressions import Expression
from .parameters import filled
from .transition import Transition
from .vocabulary import ActionContext, ActionType


@dataclass(frozen=True)
class Effect:
    """An action step as compiled. ``save`` maps fields to keys of the result."""

    action: ActionType
    fixed: Mapping[str, object]
    computed: Mapping[str, Expression]
    save: Mapping[str, str]


def run(transition: Transition, effect: Effect, *, task: Task) -> None:
    """Run the action. Whatever it raises is recorded at its step by Viewflow's guard."""
    parameters = filled(effect.action.parameters, effect.fixed, effect.computed, transition.facts())
    result = effect.action.run(
        ActionContext(
            case=transition.case,
            subject=transition.subject,
            data=transition.case.data,
            by=transition.by,
            now=transition.now,
            key=attempt_key(task),
        ),
        parameters,
    )
    saved = {field: result.get(key) for field, key in effect.save.items()}
    if saved:
        transition.change(data={**transition.case.data, **saved})


def attempt_key(task: Task) -> str:
    """The idempotency key of an action: the same for every attempt at one arrival of the case.

    A revived task has the failed one among those before it, so the first attempt names them all.
    """
    return f"task:{task.data.get('first_attempt', task.pk)}"
