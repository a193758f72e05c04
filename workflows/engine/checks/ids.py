"""Ids and keys: each once, each usable as a name, each reference known."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from ..definition import (
    ApprovalStep,
    Deadline,
    EndStep,
    FormField,
    ItemsStep,
    JoinStep,
    NoticeStep,
    ParallelStep,
    ProcessDefinition,
    StartStep,
    Step,
    TaskStep,
    Who,
)
from ..problems import Problem, said
from ..ways import TIMED, ways
from ..wording import Words
from .context import error
from .places import case_action, constant_place, field_place, outcome_place

STEP_ID = re.compile(r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")
# The public attributes of Viewflow's Flow: a step of this name would replace one.
FLOW_ATTRIBUTES = frozenset(
    {
        "app_label", "app_name", "cancel", "compiled", "declared_patterns", "extra_kwargs",
        "filter_kwargs", "flow_label", "get_available_process_actions", "get_start_nodes",
        "has_manage_permission", "has_view_permission", "instance", "lock", "lock_impl",
        "namespace", "node", "nodes", "parent", "parent_namespace", "process_class",
        "process_description", "process_result_template", "process_summary_template",
        "process_title", "reverse", "task_class", "turbo_disabled", "urlpatterns", "urls",
        "viewsets",
    }
)  # fmt: skip
# Words that CEL keeps for itself (github.com/google/cel-spec, doc/langdef.md): no variable may
# be called so.
CEL_WORDS = frozenset(
    {
        "as", "break", "const", "continue", "else", "false", "for", "function", "if", "import",
        "in", "let", "loop", "namespace", "null", "package", "return", "true", "var", "void",
        "while",
    }
)  # fmt: skip


def check_ids(words: Words) -> Iterator[Problem]:
    """Names and references. Where there are problems, the shape cannot be checked."""
    yield from _step_ids(words.definition)
    yield from _ends(words)
    yield from _references(words)
    yield from _keys(words)
    yield from _forms(words)


def _step_ids(definition: ProcessDefinition) -> Iterator[Problem]:
    for step_id in repeated(step.id for step in definition.steps):
        yield error(
            step_id,
            "step_id_repeated",
            _("another step has the same id; give each one of its own."),
        )
    for step in definition.steps:
        if step.id in FLOW_ATTRIBUTES or step.id in CEL_WORDS:
            yield error(step.id, "step_id_reserved", _("choose another id; this word has a use."))
        elif not STEP_ID.match(step.id) or step.id.endswith("_path"):
            yield error(
                step.id,
                "step_id_invalid",
                _(
                    "write the id in small letters and digits, words joined by single "
                    "underscores, beginning with a letter and not ending in “_path”."
                ),
            )


def _ends(words: Words) -> Iterator[Problem]:
    definition = words.definition
    starts = [step.id for step in definition.steps if isinstance(step, StartStep)]
    if not starts:
        yield error("", "start_missing", _("Add a start step."))
    for extra in starts[1:]:
        yield error(
            extra,
            "start_repeated",
            _("keep one start step; %(step)s is one already.") % {"step": words.step(starts[0])},
        )
    if not any(isinstance(step, EndStep) for step in definition.steps):
        yield error("", "end_missing", _("Add an end step."))


def _references(words: Words) -> Iterator[Problem]:
    definition = words.definition
    known = {step.id for step in definition.steps}
    nowhere = gettext_lazy("a way leads to “%(step)s”, which is no step; choose another.")
    for step in definition.steps:
        for way in ways(step):
            if way.target not in known:
                yield error(step.id, "unknown_step", str(nowhere) % {"step": way.target})
        if isinstance(step, ParallelStep) and not isinstance(definition.step(step.join), JoinStep):
            yield error(
                step.id,
                "join_unknown",
                _("choose a join step; %(step)s is none.") % {"step": words.step(step.join)},
            )
    for action in definition.case_actions:
        if action.to not in known:
            yield error(
                "",
                "unknown_step",
                said(case_action(words, action.key), str(nowhere) % {"step": action.to}),
            )
    for place, step_id, who in whos(words):
        if who.same_as is not None and not isinstance(
            definition.step(who.same_as), StartStep | TaskStep | ApprovalStep
        ):
            yield error(
                step_id,
                "same_as_unfit",
                said(
                    place,
                    _("name a step that a person completes; %(step)s is none.")
                    % {"step": words.step(who.same_as)},
                ),
            )

    people = (StartStep, TaskStep, ApprovalStep, ItemsStep)
    for place, step_id, who in whos(words):
        for other in who.not_by:
            if not isinstance(definition.step(other), people):
                message = _("name a step that people do; %(step)s is none.")
                message %= {"step": words.step(other)}
                yield error(step_id, "not_by_unfit", said(place, message))


def _keys(words: Words) -> Iterator[Problem]:
    definition = words.definition
    fields = [field.key for field in definition.fields]
    for key in repeated(fields):
        yield error(
            "",
            "field_repeated",
            said(
                field_place(words, key),
                _("another field has the same key; give each one of its own."),
            ),
        )
    places = [(key, field_place(words, key)) for key in fields]
    places += [(name, constant_place(words, name)) for name in definition.constants]
    for key, place in places:
        if key in CEL_WORDS:
            yield error(
                "", "key_reserved", said(place, _("choose another key; this word has a use."))
            )
    for key in repeated(action.key for action in definition.case_actions):
        yield error(
            "",
            "case_action_repeated",
            said(
                case_action(words, key),
                _("another case action has the same key; give each one of its own."),
            ),
        )
    for step in definition.steps:
        if isinstance(step, TaskStep | ApprovalStep | ItemsStep):
            for key in repeated(outcome.key for outcome in step.outcomes):
                yield error(
                    step.id,
                    "outcome_repeated",
                    said(
                        outcome_place(words, step.id, key),
                        _("another outcome has the same key; give each one of its own."),
                    ),
                )


def _forms(words: Words) -> Iterator[Problem]:
    definition = words.definition
    known = {field.key for field in definition.fields}
    for step_id, place, form in forms(words):
        for key in repeated(entry.field for entry in form):
            yield error(
                step_id,
                "form_repeated",
                said(place, _("ask for %(field)s once.") % {"field": words.field(key)}),
            )
        for entry in form:
            if entry.field not in known:
                yield error(
                    step_id,
                    "field_unknown",
                    said(
                        place,
                        _("its form asks for “%(field)s”, which is no field; choose another.")
                        % {"field": entry.field},
                    ),
                )
    for step in definition.steps:
        if isinstance(step, TaskStep | ApprovalStep):
            for outcome in step.outcomes:
                for key in outcome.requires:
                    if key not in known:
                        yield error(
                            step.id,
                            "field_unknown",
                            _(
                                "the outcome %(outcome)s requires “%(key)s”, which is no field; "
                                "choose another."
                            )
                            % {"outcome": words.outcome(step.id, outcome.key), "key": key},
                        )


def forms(words: Words) -> Iterator[tuple[str, str, tuple[FormField, ...]]]:
    """All forms: step id (empty for a case action), its place in words, the form."""
    definition = words.definition
    for step in definition.steps:
        if isinstance(step, StartStep | TaskStep | ApprovalStep):
            yield step.id, "", step.form
    for action in definition.case_actions:
        yield "", case_action(words, action.key), action.form


def whos(words: Words) -> Iterator[tuple[str, str, Who]]:
    """All assignments: their place in words, step id (empty for a case action), the people."""
    definition = words.definition
    # Looked up once: most of what many checks would do here otherwise.
    doing, told = pgettext("place", "who"), pgettext("place", "to")
    for step in definition.steps:
        match step:
            case StartStep() | TaskStep() | ApprovalStep() | ItemsStep():
                yield doing, step.id, step.who
            case NoticeStep():
                yield told, step.id, step.to
        yield from _told_besides(step)
    for action in definition.case_actions:
        yield case_action(words, action.key), "", action.who


def _told_besides(step: Step) -> Iterator[tuple[str, str, Who]]:
    for number, notice in enumerate(step.notices, 1):
        yield _("notice %(number)d") % {"number": number}, step.id, notice.to
    deadline = deadline_of(step)
    for times in (deadline, *deadline.cases) if deadline is not None else ():
        for number, escalation in enumerate(times.escalations, 1):
            yield _("escalation %(number)d") % {"number": number}, step.id, escalation.to


def deadline_of(step: Step) -> Deadline | None:
    """The deadline of a step that can have one."""
    return step.deadline if isinstance(step, TIMED) else None


def repeated(keys: Iterable[str]) -> list[str]:
    """What is there more than once, each once."""
    return [key for key, count in Counter(keys).items() if count > 1]
