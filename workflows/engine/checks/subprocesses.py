"""What a step that begins another process says of that process."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..definition import (
    CelText,
    EndStep,
    FieldDefinition,
    Parameter,
    ProcessDefinition,
    StartStep,
    Step,
    SubprocessStep,
)
from ..expressions import BadExpression
from ..forms.checkers import ManyUnfit, Unfit
from ..handover import compile_any, fitting, holds_files, is_sealed
from ..plain import PLAIN
from ..problems import Problem, listed
from ..values import FIELD_WORDS, WORDS_IN_WORDS
from ..wording import Words, joined, quoted
from .context import Checking, error
from .ids import repeated


def check_subprocess(checking: Checking, step: SubprocessStep) -> Iterator[Problem]:
    if step.process == checking.definition.key:
        yield _circle(checking, step, [checking.definition])
        return
    for result in repeated(end.result for end in step.results):
        message = _("the result “%(result)s” has two ways; keep one.")
        yield error(step.id, "subprocess_result", message % {"result": result})
    if checking.processes is None:
        return
    found = checking.processes(step.process)
    if found is None:
        message = _("there is no published process “%(key)s”; publish it first, or choose another.")
        yield error(step.id, "subprocess_unknown", message % {"key": step.process})
        return
    if found.kind != PLAIN.kind:
        message = _("%(process)s is about something of its own; choose a process of plain cases.")
        yield error(step.id, "subprocess_kind", message % {"process": _title(checking, found)})
        return
    circle = _way_back(checking, found)
    if circle:
        yield _circle(checking, step, circle)
    yield from _handed_over(checking, step, found)
    yield from _taken_back(checking, step, found)
    known = sorted({end.result for end in found.steps if isinstance(end, EndStep)} - {""})
    for end in step.results:
        if end.result not in known:
            message = _("%(process)s never ends with “%(result)s”; choose one of %(known)s.")
            names = {
                "process": _title(checking, found),
                "result": end.result,
                "known": listed(known),
            }
            yield error(step.id, "subprocess_result", message % names)


def _title(checking: Checking, process: ProcessDefinition) -> str:
    return quoted(checking.words.text(process.title))


def _circle(checking: Checking, step: SubprocessStep, path: list[ProcessDefinition]) -> Problem:
    message = _("this process would begin itself again, by %(processes)s; choose another process.")
    names = joined(_title(checking, one) for one in path)
    return error(step.id, "subprocess_circle", message % {"processes": names})


def _way_back(checking: Checking, at: ProcessDefinition) -> list[ProcessDefinition]:
    """The processes by which ``at`` leads to the one under check; nothing where it does not."""
    seen, waiting = {at.key}, [(at, [at])]
    while waiting and checking.processes is not None:
        definition, path = waiting.pop()
        for step in definition.steps:
            if not isinstance(step, SubprocessStep):
                continue
            if step.process == checking.definition.key:
                return path
            further = checking.processes(step.process) if step.process not in seen else None
            seen.add(step.process)
            if further is not None:
                waiting.append((further, [*path, further]))
    return []


def _handed_over(
    checking: Checking, step: SubprocessStep, found: ProcessDefinition
) -> Iterator[Problem]:
    start = next(one for one in found.steps if isinstance(one, StartStep))
    asked = {entry.field: entry for entry in start.form}
    theirs, process = Words(found, PLAIN), _title(checking, found)
    for name, parameter in step.data.items():
        field = found.field(name)
        entry = asked.get(name)
        if field is None or entry is None or "editable" not in entry.access.values():
            message = _(
                "%(process)s does not ask for %(field)s at its start; choose one of %(known)s."
            )
            known = theirs.fields(sorted(asked))
            names = {"process": process, "field": theirs.field(name), "known": known}
            yield error(step.id, "subprocess_field", message % names)
        elif is_sealed(field) or holds_files(field):
            message = _("%(field)s is sealed or a file, and is not handed over; remove it.")
            yield error(step.id, "subprocess_field", message % {"field": theirs.field(name)})
        else:
            yield from _unfit(checking, step, theirs, parameter, field)
    for name, entry in asked.items():
        field = found.field(name)
        needed = field is not None and (
            field.required if entry.required is None else entry.required
        )
        if needed and name not in step.data and field is not None and field.show_when is None:
            message = _("%(process)s needs %(field)s at its start; hand it over.")
            names = {"process": process, "field": theirs.field(name)}
            yield error(step.id, "subprocess_missing", message % names)


def _unfit(
    checking: Checking, step: Step, theirs: Words, parameter: Parameter, field: FieldDefinition
) -> Iterator[Problem]:
    called = theirs.field(field.key)
    if not isinstance(parameter, CelText):
        try:
            fitting(field, parameter.value)
        except (Unfit, ManyUnfit):
            message = _("the value does not fit the field %(field)s; give another.")
            yield error(step.id, "parameter_value", message % {"field": called})
        return
    try:
        given = compile_any(checking.environment, parameter.cel).result
    except BadExpression:
        return
    if given != FIELD_WORDS[field.type]:
        message = _("the formula gives %(type)s and does not fit the field %(field)s; correct it.")
        names = {"type": str(WORDS_IN_WORDS[given]), "field": called}
        yield error(step.id, "parameter_value", message % names)


def _taken_back(
    checking: Checking, step: SubprocessStep, found: ProcessDefinition
) -> Iterator[Problem]:
    words, others = checking.words, Words(found, PLAIN)
    for key, theirs in step.save.items():
        field, source = checking.definition.field(key), found.field(theirs)
        if source is None or is_sealed(source) or holds_files(source):
            message = _("%(process)s has no field %(field)s that can be taken over; remove it.")
            names = {"process": _title(checking, found), "field": others.field(theirs)}
            yield error(step.id, "save_result", message % names)
        elif field is not None and not is_sealed(field) and field.type != source.type:
            word = FIELD_WORDS[source.type]
            if word != FIELD_WORDS[field.type] or "date" in {field.type, source.type}:
                message = _(
                    "%(result)s is %(type)s and does not fit the field %(field)s; choose another."
                )
                names = {
                    "result": others.field(theirs),
                    "type": str(WORDS_IN_WORDS[word]),
                    "field": words.field(key),
                }
                yield error(step.id, "save_type", message % names)
