"""Steps with work of their own inside: another process, another system, the rows of a table."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from ..addresses import AddressRefused, check_url
from ..definition import (
    CelText,
    ItemsStep,
    Parameter,
    Step,
    SubprocessStep,
    WebhookStep,
)
from ..expressions import BadExpression, Expression
from ..handover import compile_any, holds_files, is_sealed
from ..plain import PLAIN
from ..problems import Problem, said
from ..wording import Words
from .context import Checking, error
from .items import check_items
from .places import parameter_place
from .shape import Shape
from .subprocesses import check_subprocess


def check_nested(checking: Checking, shape: Shape) -> Iterator[Problem]:
    """All three kinds."""
    for step in checking.definition.steps:
        match step:
            case SubprocessStep():
                yield from _bad_parameters(checking, step, step.data)
                yield from _saved(checking, step, step.save)
                yield from check_subprocess(checking, step)
            case WebhookStep():
                yield from _bad_parameters(checking, step, step.payload)
                yield from _saved(checking, step, step.save)
                yield from _webhook(checking.words, step)
            case ItemsStep():
                yield from check_items(checking, shape, step)


def given_by(step: Step) -> Mapping[str, Parameter]:
    """The parameters of a step that may be of any type."""
    if isinstance(step, SubprocessStep):
        return step.data
    return step.payload if isinstance(step, WebhookStep) else {}


def expressions_given(checking: Checking, step: Step) -> Iterator[tuple[str, Expression]]:
    """The expressions among them, with their place; ``BadExpression``."""
    for name, parameter in given_by(step).items():
        if isinstance(parameter, CelText):
            place = _place(checking, step, name)
            yield place, compile_any(checking.environment, parameter.cel)


def _place(checking: Checking, step: Step, name: str) -> str:
    """What is handed over, by the label that its field has in the other process."""
    if isinstance(step, SubprocessStep) and checking.processes is not None:
        found = checking.processes(step.process)
        if found is not None:
            return _("parameter %(name)s") % {"name": Words(found, PLAIN).field(name)}
    return parameter_place(checking.words, step, name)


def _bad_parameters(
    checking: Checking, step: Step, parameters: Mapping[str, Parameter]
) -> Iterator[Problem]:
    for name, parameter in parameters.items():
        if isinstance(parameter, CelText):
            try:
                compile_any(checking.environment, parameter.cel)
            except BadExpression as bad:
                place = _place(checking, step, name)
                yield error(step.id, bad.code, said(place, str(bad)))


def _saved(checking: Checking, step: Step, save: Mapping[str, str]) -> Iterator[Problem]:
    for key in save:
        field = checking.definition.field(key)
        if field is None:
            message = _("there is no field “%(key)s” to save into; choose another.")
            yield error(step.id, "save_field", message % {"key": key})
        elif is_sealed(field):
            message = _("%(field)s is sealed; save into a field that is not personal.")
            names = {"field": checking.words.field(key)}
            yield error(step.id, "save_personal", message % names)
        elif holds_files(field):
            message = _("files do not come from outside; save into another field than %(field)s.")
            yield error(step.id, "save_type", message % {"field": checking.words.field(key)})


def _webhook(words: Words, step: WebhookStep) -> Iterator[Problem]:
    try:
        check_url(step.url)
    except AddressRefused as refused:
        yield error(step.id, refused.code, said(_("address"), str(refused)))
    for key, path in step.save.items():
        if not path or len(path) > 200 or not all(path.split(".")):
            message = _("%(field)s: write the path as names and numbers, such as “a.b.0”.")
            yield error(step.id, "webhook_path", message % {"field": words.field(key)})
