"""The parameters of automatic actions: what expressions must give for them, and what fits. Pure."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType, NoneType
from typing import Any, get_args

from django.utils import timezone
from pydantic import BaseModel, ValidationError

from .expressions import Expression
from .refusals import Refusal
from .variables import Facts

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


def parameter_word(parameters: type[BaseModel], name: str) -> str:
    """The type that an expression for the parameter ``name`` must give; ``ValueError`` for none."""
    if name not in parameters.model_fields:
        raise ValueError(f"There is no parameter “{name}”.")
    for kind in _kinds(parameters, name):
        if kind in WORDS:
            return WORDS[kind]
    raise ValueError(f"The parameter “{name}” takes no expression.")


def filled(
    parameters: type[BaseModel],
    fixed: Mapping[str, object],
    computed: Mapping[str, Expression],
    facts: Facts,
) -> BaseModel:
    """The parameters with all their values; ``ExpressionFailed`` or ``BadParameters``."""
    values = dict(fixed)
    for name, cel in computed.items():
        values[name] = _fitting(parameters, name, cel.evaluate(facts))
    try:
        return parameters.model_validate(values)
    except ValidationError as error:
        # Without the values: the text goes into the timeline.
        wrong = sorted({str(detail["loc"][0]) for detail in error.errors() if detail["loc"]})
        raise BadParameters(f"Parameters that do not fit: {', '.join(wrong)}.") from None


def _kinds(parameters: type[BaseModel], name: str) -> list[Any]:
    """What the parameter is declared as, and each part of a union."""
    annotation = parameters.model_fields[name].annotation
    return [annotation, *(kind for kind in get_args(annotation) if kind is not NoneType)]


def _fitting(parameters: type[BaseModel], name: str, value: object) -> object:
    """CEL has no dates: a date is the timestamp of its midnight where the platform is."""
    if isinstance(value, datetime) and date in _kinds(parameters, name):
        return timezone.localdate(value)
    return value
