"""Ids and keys: each once, each usable as a name, each reference known."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..definition import (
    ApprovalStep,
    Deadline,
    EndStep,
    EventStep,
    FormField,
    JoinStep,
    NoticeStep,
    ParallelStep,
    ProcessDefinition,
    StartStep,
    Step,
    TaskStep,
    Who,
)
from ..problems import Problem, listed, said
from ..ways import ways
from .context import error

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


def check_ids(definition: ProcessDefinition) -> Iterator[Problem]:
    """Names and references. Where there are problems, the shape cannot be checked."""
    yield from _step_ids(definition)
    yield from _ends(definition)
    yield from _references(definition)
    yield from _keys(definition)
    yield from _forms(definition)


def _step_ids(definition: ProcessDefinition) -> Iterator[Problem]:
    for step_id in repeated(step.id for step in definition.steps):
        yield error(step_id, "step_id_repeated", _("give every step an id of its own."))
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


def _ends(definition: ProcessDefinition) -> Iterator[Problem]:
    starts = [step.id for step in definition.steps if isinstance(step, StartStep)]
    if not starts:
        yield error("", "start_missing", _("Add a start step."))
    for extra in starts[1:]:
        yield error(
            extra,
            "start_repeated",
            _("keep one start step; “%(step)s” is one already.") % {"step": starts[0]},
        )
    if not any(isinstance(step, EndStep) for step in definition.steps):
        yield error("", "end_missing", _("Add an end step."))


def _references(definition: ProcessDefinition) -> Iterator[Problem]:
    known = {step.id for step in definition.steps}
    for step in definition.steps:
        for way in ways(step):
            if way.target not in known:
                yield error(
                    step.id,
                    "unknown_step",
                    _("there is no step “%(step)s”; choose one of %(known)s.")
                    % {"step": way.target, "known": listed(sorted(known))},
                )
        if isinstance(step, ParallelStep) and not isinstance(definition.step(step.join), JoinStep):
            yield error(
                step.id,
                "join_unknown",
                _("choose a join step; “%(step)s” is none.") % {"step": step.join},
            )
    for action in definition.case_actions:
        if action.to not in known:
            yield error(
                "",
                "unknown_step",
                said(
                    _("Case action “%(key)s”") % {"key": action.key},
                    _("there is no step “%(step)s”; choose one of %(known)s.")
                    % {"step": action.to, "known": listed(sorted(known))},
                ),
            )
    for place, step_id, who in whos(definition):
        if who.same_as is not None and not isinstance(
            definition.step(who.same_as), StartStep | TaskStep | ApprovalStep
        ):
            yield error(
                step_id,
                "same_as_unfit",
                said(
                    place,
                    _("name a step that a person completes; “%(step)s” is none.")
                    % {"step": who.same_as},
                ),
            )


def _keys(definition: ProcessDefinition) -> Iterator[Problem]:
    fields = [field.key for field in definition.fields]
    for key in repeated(fields):
        yield error(
            "",
            "field_repeated",
            said(_("Field “%(key)s”") % {"key": key}, _("give every field a key of its own.")),
        )
    for key in (*fields, *definition.constants):
        if key in CEL_WORDS:
            yield error(
                "",
                "key_reserved",
                said(listed([key]), _("choose another key; this word has a use.")),
            )
    for key in repeated(action.key for action in definition.case_actions):
        yield error(
            "",
            "case_action_repeated",
            said(_("Case action “%(key)s”") % {"key": key}, _("give each its own key.")),
        )
    for step in definition.steps:
        if isinstance(step, TaskStep | ApprovalStep):
            for key in repeated(outcome.key for outcome in step.outcomes):
                yield error(
                    step.id,
                    "outcome_repeated",
                    said(
                        _("outcome “%(key)s”") % {"key": key}, _("give each outcome its own key.")
                    ),
                )


def _forms(definition: ProcessDefinition) -> Iterator[Problem]:
    known = {field.key for field in definition.fields}
    for step_id, place, form in forms(definition):
        for key in repeated(entry.field for entry in form):
            yield error(
                step_id, "form_repeated", said(place, _("ask for “%(key)s” once.") % {"key": key})
            )
        for entry in form:
            if entry.field not in known:
                yield error(
                    step_id,
                    "field_unknown",
                    said(place, _("there is no field “%(field)s”.") % {"field": entry.field}),
                )
    for step in definition.steps:
        if isinstance(step, TaskStep | ApprovalStep):
            for outcome in step.outcomes:
                for key in outcome.requires:
                    if key not in known:
                        yield error(
                            step.id,
                            "field_unknown",
                            _("outcome “%(outcome)s” requires “%(key)s”, which is no field.")
                            % {"outcome": outcome.key, "key": key},
                        )


def forms(definition: ProcessDefinition) -> Iterator[tuple[str, str, tuple[FormField, ...]]]:
    """All forms: step id (empty for a case action), its place in words, the form."""
    for step in definition.steps:
        if isinstance(step, StartStep | TaskStep | ApprovalStep):
            yield step.id, "", step.form
    for action in definition.case_actions:
        yield "", _("Case action “%(key)s”") % {"key": action.key}, action.form


def whos(definition: ProcessDefinition) -> Iterator[tuple[str, str, Who]]:
    """All assignments: their place in words, step id (empty for a case action), the people."""
    for step in definition.steps:
        yield from _whos_of(step)
    for action in definition.case_actions:
        yield _("Case action “%(key)s”") % {"key": action.key}, "", action.who


def _whos_of(step: Step) -> Iterator[tuple[str, str, Who]]:
    match step:
        case StartStep() | TaskStep() | ApprovalStep():
            yield pgettext("place", "who"), step.id, step.who
        case NoticeStep():
            yield pgettext("place", "to"), step.id, step.to
    for number, notice in enumerate(step.notices, 1):
        yield _("notice %(number)d") % {"number": number}, step.id, notice.to
    deadline = deadline_of(step)
    for times in (deadline, *deadline.cases) if deadline is not None else ():
        for number, escalation in enumerate(times.escalations, 1):
            yield _("escalation %(number)d") % {"number": number}, step.id, escalation.to


def deadline_of(step: Step) -> Deadline | None:
    """The deadline of a step that can have one."""
    return step.deadline if isinstance(step, TaskStep | ApprovalStep | EventStep) else None


def repeated(keys: Iterable[str]) -> list[str]:
    """What is there more than once, each once."""
    return [key for key, count in Counter(keys).items() if count > 1]
