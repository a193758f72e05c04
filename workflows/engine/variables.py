"""Which variables the expressions of a definition may read, and where their values come from.

Every variable that can be without a value has a companion ``is_set.<name>`` of type bool. Reading
a variable without a value fails the expression, so a condition guards it:
``is_set.data.years && data.years >= 2``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from .definition import ApprovalStep, FieldDefinition, ProcessDefinition, TaskStep
from .values import FIELD_WORDS
from .vocabulary import Vocabulary

IS_SET = "is_set."
ALWAYS_SET: Mapping[str, str] = MappingProxyType(
    {
        "case.number": "string",
        "case.stage": "string",
        "case.started_at": "timestamp",
        "error.code": "string",
        "now": "timestamp",
    }
)


@dataclass(frozen=True)
class Facts:
    """What is known of a case when an expression is evaluated.

    ``data`` holds the case's values as JSON, personal ones as their sealed references;
    ``derived`` maps ``"<field>.<derivation>"`` to its value; ``subject`` the vocabulary's dotted
    names; ``outcomes`` the latest outcome by step id. ``None`` or a missing key is no value. Only
    the names that an expression uses are looked up, so a lazy mapping is never read in vain.
    """

    now: datetime
    number: str = ""
    stage: str = ""
    started_at: datetime | None = None
    data: Mapping[str, object] = field(default_factory=dict)
    derived: Mapping[str, object] = field(default_factory=dict)
    subject: Mapping[str, object] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)
    error_code: str = ""


def declared_variables(definition: ProcessDefinition, vocabulary: Vocabulary) -> dict[str, str]:
    """Every name that an expression of ``definition`` may use, with the word of its type."""
    variables = dict(ALWAYS_SET)
    optional: dict[str, str] = {}
    for declared in definition.fields:
        optional.update(_field_variables(declared, vocabulary))
    optional.update({variable.name: variable.type for variable in vocabulary.variables})
    variables.update(optional)
    variables.update({f"{IS_SET}{name}": "bool" for name in optional})
    for declared in definition.fields:
        variables[f"{IS_SET}data.{declared.key}"] = "bool"
    for name, constant in definition.constants.items():
        variables[f"constants.{name}"] = FIELD_WORDS[constant.type]
    for step in definition.steps:
        if isinstance(step, TaskStep | ApprovalStep):
            variables[f"steps.{step.id}.outcome"] = "string"
    return variables


def _field_variables(declared: FieldDefinition, vocabulary: Vocabulary) -> dict[str, str]:
    personal = vocabulary.personal_type(declared.type)
    if personal is not None:
        return {
            f"data.{declared.key}.{name}": derivation.type
            for name, derivation in personal.derivations.items()
        }
    # A sealed value of a plain type cannot be read; whether it is set can.
    if declared.personal or declared.type not in FIELD_WORDS:
        return {}
    return {f"data.{declared.key}": FIELD_WORDS[declared.type]}


def value_of(name: str, facts: Facts, constants: Mapping[str, object]) -> object:
    """The value of the variable ``name``; ``None`` where it has none."""
    if name.startswith(IS_SET):
        return _is_set(name.removeprefix(IS_SET), facts, constants)
    root, _, rest = name.partition(".")
    match root:
        case "data":
            return facts.derived.get(rest) if "." in rest else facts.data.get(rest)
        case "constants":
            return constants.get(rest)
        case "steps":
            return facts.outcomes.get(rest.removesuffix(".outcome"), "")
        case "now":
            return facts.now
        case "error":
            return facts.error_code
        case "case":
            case = {"number": facts.number, "stage": facts.stage, "started_at": facts.started_at}
            return case.get(rest)
    return facts.subject.get(name)


def _is_set(name: str, facts: Facts, constants: Mapping[str, object]) -> bool:
    value = value_of(name, facts, constants)
    # An emptied text or list is what a form sends for "nothing".
    return value is not None and value not in ("", [], ())
