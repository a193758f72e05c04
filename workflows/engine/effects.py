"""Automatic actions: parameters from constants and expressions, run once, results saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType, NoneType
from typing import TYPE_CHECKING, Any, get_args

from django.utils import timezone
from pydantic import BaseModel, ValidationError
from viewflow.workflow.models import Task

from .expressions import Expression
from .refusals import Refusal
from .vocabulary import ActionContext, ActionType

if TYPE_CHECKING:
    from .transition import Transition


# The words of expressions' types, by the annotation of the parameter that they fill.
WORDS: Mapping[Any, str] = MappingProxyType(
    {
        str: "string",
        int: "int",
        float: "double",
        bool: "bool",
        date: "timestamp",
        datetime: "timestamp",
        list[str]: "list<string>",
        tuple[str, ...]: "list<string>",
    }
)


class BadParameters(Refusal):
    """The values of an action's parameters do not fit what it declares."""

    default_code = "bad_parameters"


@dataclass(frozen=True)
class Effect:
    """An action step as compiled. ``save`` maps fields to keys of the result."""

    action: ActionType
    fixed: Mapping[str, object]
    computed: Mapping[str, Expression]
    save: Mapping[str, str]


def run(transition: "Transition", effect: Effect, *, task: Task) -> None:
    """Run the action. Whatever it raises is recorded at its step by Viewflow's guard."""
    facts = transition.facts()
    values = dict(effect.fixed)
    for name, cel in effect.computed.items():
        values[name] = _fitting(effect.action.parameters, name, cel.evaluate(facts))
    try:
        parameters = effect.action.parameters.model_validate(values)
    except ValidationError as error:
        # Without the values: the text goes into the timeline.
        wrong = sorted({str(detail["loc"][0]) for detail in error.errors() if detail["loc"]})
        raise BadParameters(f"Parameters that do not fit: {', '.join(wrong)}.") from None
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


def parameter_word(parameters: type[BaseModel], name: str) -> str:
    """The type that an expression for the parameter ``name`` must give; ``ValueError`` for none."""
    if name not in parameters.model_fields:
        raise ValueError(f"There is no parameter “{name}”.")
    for kind in _kinds(parameters, name):
        if kind in WORDS:
            return WORDS[kind]
    raise ValueError(f"The parameter “{name}” takes no expression.")


def _kinds(parameters: type[BaseModel], name: str) -> list[Any]:
    """What the parameter is declared as, and each part of a union."""
    annotation = parameters.model_fields[name].annotation
    return [annotation, *(kind for kind in get_args(annotation) if kind is not NoneType)]


def _fitting(parameters: type[BaseModel], name: str, value: object) -> object:
    """CEL has no dates: a date is the timestamp of its midnight where the platform is."""
    if isinstance(value, datetime) and date in _kinds(parameters, name):
        return timezone.localdate(value)
    return value
