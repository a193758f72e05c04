"""Values that a step hands over or takes in: fixed or computed, and fitted to a field. Pure, so
that a walk without a case takes in the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from .definition import (
    CelText,
    FieldDefinition,
    Parameter,
    ProcessDefinition,
    SubprocessStep,
    WebhookStep,
)
from .expressions import BadExpression, Environment, Expression
from .forms.checkers import ManyUnfit, Unfit, UploadFacts, checker_for
from .forms.tables import table_checker
from .refusals import Refusal
from .values import CEL_TYPES, FIELD_WORDS
from .variables import Facts

# Files stay with the case that they were uploaded for: whoever sees it may read them.
FILES = frozenset({"file", "photo", "signature"})
MISSING = object()


class OutsideFailed(Refusal):
    """Another case or system gave no good answer; the step takes its error way."""

    status = 409
    default_code = "outside_failed"


@dataclass(frozen=True)
class Given:
    """Parameters as compiled."""

    fixed: Mapping[str, object]
    computed: Mapping[str, Expression]

    def values(self, facts: Facts) -> dict[str, object]:
        """All of them now; ``ExpressionFailed``."""
        return dict(self.fixed) | {
            name: expression.evaluate(facts) for name, expression in self.computed.items()
        }


def compile_given(parameters: Mapping[str, Parameter], environment: Environment) -> Given:
    """Parameters whose expressions may give a value of any type; ``BadExpression``."""
    fixed, computed = {}, {}
    for name, parameter in parameters.items():
        if isinstance(parameter, CelText):
            computed[name] = compile_any(environment, parameter.cel)
        else:
            fixed[name] = parameter.value
    return Given(fixed, computed)


def compile_any(environment: Environment, text: str) -> Expression:
    """The expression ``text``, whatever type it gives; ``BadExpression``."""
    first: BadExpression | None = None
    for word in CEL_TYPES:
        try:
            return environment.compile(text, result=word)
        except BadExpression as bad:
            if bad.code != "expression_type":
                raise
            first = first or bad
    raise first or BadExpression("expression_type", text)


def as_answer(value: object, field: FieldDefinition) -> object:
    """A value of an expression as a form's answer to ``field``."""
    if not isinstance(value, datetime):
        return value
    if field.type == "date":
        return timezone.localdate(value).isoformat()
    return value.isoformat()


def fitting(field: FieldDefinition, value: object) -> object:
    """``value`` as a case holds it in ``field``; ``Unfit`` or ``ManyUnfit``."""
    checker = table_checker(field) if field.type == "table" else checker_for(field)
    return checker.check(value, _no_upload)


def read_answer(
    step: WebhookStep, definition: ProcessDefinition, answer: object
) -> dict[str, object]:
    """What ``step`` saves of the JSON of an answer; ``OutsideFailed`` where it does not fit."""
    saved = {}
    for key, path in step.save.items():
        field = definition.field(key)
        value = pick(answer, path)
        if value is MISSING:
            raise OutsideFailed(
                _("The answer has no “%(path)s”.") % {"path": path}, code="webhook_answer_missing"
            )
        try:
            saved[key] = fitting(field, value) if field is not None else None
        except (Unfit, ManyUnfit) as unfit:
            raise OutsideFailed(
                _("“%(path)s” of the answer does not fit the field “%(key)s”.")
                % {"path": path, "key": key},
                code="webhook_answer_unfit",
            ) from unfit
    return saved


def read_end(
    step: SubprocessStep, definition: ProcessDefinition, data: Mapping[str, object]
) -> dict[str, object]:
    """What ``step`` saves of the data of a finished case; ``OutsideFailed``."""
    saved = {}
    for key, theirs in step.save.items():
        field = definition.field(key)
        try:
            saved[key] = fitting(field, data.get(theirs)) if field is not None else None
        except (Unfit, ManyUnfit) as unfit:
            raise OutsideFailed(
                _("What the other process gave does not fit “%(key)s”.") % {"key": key},
                code="subprocess_value",
            ) from unfit
    return saved


def pick(answer: object, path: str) -> object:
    """What is at a dotted path such as ``a.b.0``; ``MISSING`` where nothing is."""
    for part in path.split("."):
        if isinstance(answer, Mapping) and part in answer:
            answer = answer[part]
        elif isinstance(answer, list) and part.isdecimal() and int(part) < len(answer):
            answer = answer[int(part)]
        else:
            return MISSING
    return answer


def holds_files(field: FieldDefinition) -> bool:
    return field.type in FILES or any(column.type in FILES for column in field.columns)


def is_sealed(field: FieldDefinition) -> bool:
    """Whether a case holds references to sealed values in ``field``, and not the values."""
    return field.personal or field.type not in FIELD_WORDS


def _no_upload(upload_id: str) -> UploadFacts | None:
    raise Unfit("upload_id", upload_id)
