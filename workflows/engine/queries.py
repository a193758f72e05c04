"""What a person may see and do: tasks, offered actions, forms, the timeline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from viewflow.workflow.models import Task

from . import answers, approvals, assignment, bpmn, chart, versions
from .compiler import ENTRY_PREFIX
from .flows import flow_of
from .forms import StepForm
from .models import Case, TimelineEntry, Version, WorkItem
from .models.work import WorkItemQuerySet
from .nodes import ApprovalNode
from .refusals import ExpressionFailed, NotAllowed
from .states import TimelineEvent
from .texts import localized
from .transition import Transition
from .variables import Facts

if TYPE_CHECKING:
    from accounts.users.models import User


@dataclass(frozen=True)
class OfferedAction:
    """Something that a person may do now. ``form`` is as ``form_for`` gives it; ``item`` is the
    task that it ends, ``None`` for a case-level action.
    """

    action: str
    label: str
    form: dict[str, Any]
    item: UUID | None


def tasks(
    user: "User",
    *,
    now: datetime,
    process: str = "",
    stage: str = "",
    mine: bool | None = None,
    overdue: bool = False,
) -> WorkItemQuerySet:
    """Open tasks that ``user`` can see, the oldest first; none that they are kept out of.

    ``mine``: true for those they own, false for those of the queue that they may claim or vote on,
    ``None`` for all of them, of which managers of cases see everybody's.
    """
    found = WorkItem.objects.listed_to(user).open().detailed().order_by("opened_at", "pk")
    if process:
        found = found.filter(case__definition__key=process)
    if stage:
        found = found.filter(case__stage=stage)
    if mine is True:
        found = found.filter(task__owner=user)
    if mine is False:
        found = found.open_to(user).filter(task__owner=None)
    return found.overdue(now) if overdue else found


def form_for(item: WorkItem, user: "User", language: str, *, now: datetime) -> dict[str, Any]:
    """The form of a task for ``user``.

    ``{"schema": JSON Schema, "ui": hints, "data": current values}``.
    """
    return _describe_task(item, _state(item.case, now=now), user, language)


def start_form(key: str, user: "User", language: str, *, now: datetime) -> dict[str, Any]:
    """The form of the next case of the process ``key`` that ``user`` begins."""
    draw = partial(versions.draw_of, key, user)
    version = versions.version_for(key, scope={}, draw=draw, now=now)
    flow = flow_of(version)
    if not assignment.may_start(flow.compiled.starters, user):
        raise NotAllowed
    keys = answers.ActorKeys(user, flow.compiled.vocabulary)
    form: StepForm = flow.instance.node(flow.compiled.start.id).form
    return form.describe(actor_keys=keys, language=language, facts=Facts(now=now))


def offered_actions(
    case: Case, user: "User", *, language: str = "en", now: datetime
) -> list[OfferedAction]:
    """Everything that ``user`` may do with ``case`` now: outcomes of the tasks that are open to
    them, in the order of the tasks, then case-level actions.
    """
    if case.finished_at is not None:
        return []
    state = _state(case, now=now)
    items = WorkItem.objects.open_to(user).filter(case=case).select_related("task").order_by("pk")
    offered = [action for item in items for action in _outcomes(item, state, user, language)]
    for compiled in state.compiled.case_actions.values():
        if _holds(compiled.when, state) and assignment.includes(compiled.whom, state, user):
            form = _describe(compiled.form, state, user, language)
            label = localized(compiled.action.label, language)
            offered.append(OfferedAction(compiled.action.key, label, form, None))
    return offered


def offered_outcomes(
    item: WorkItem, user: "User", *, language: str = "en", now: datetime
) -> list[OfferedAction]:
    """How ``user`` may end ``item`` now; nothing while it is somebody else's."""
    if not item.is_open or not item.task.flow_task.can_execute(user, item.task):
        return []
    return list(_outcomes(item, _state(item.case, now=now), user, language))


def step_title(version: Version, step: str, language: str) -> str:
    """The title of a step, of a case-level action or the node that it begins at, or the id."""
    definition = flow_of(version).compiled.definition
    if (found := definition.step(step)) is not None:
        return localized(found.title, language)
    labels = {action.key: action.label for action in definition.case_actions}
    key = step.removeprefix(ENTRY_PREFIX)
    return localized(labels[key], language) if key in labels else step


def stage_label(case: Case, stage: str, language: str) -> str:
    """The label of a stage of the case's kind, or its key."""
    found = flow_of(case.version).compiled.vocabulary.stage(stage)
    return localized(found.label, language) if found is not None else stage


def timeline(case: Case, language: str, *, after: datetime | None = None) -> list[dict[str, Any]]:
    """What happened, or what happened after an instant, oldest first: ``{"at", "step", "label",
    "actor", "event", "data", "version"}``. The label is the title that the step had in the version
    of the entry.
    """
    entries = TimelineEntry.objects.filter(case=case).select_related("actor", "version__definition")
    if after is not None:
        entries = entries.filter(at__gt=after)
    return [
        {
            "at": entry.at,
            "step": entry.step,
            "label": step_title(entry.version, entry.step, language)
            if entry.step
            else str(TimelineEvent(entry.event).label),
            "actor": str(entry.actor) if entry.actor else None,
            "event": entry.event,
            "data": entry.data,
            "version": entry.version.number,
        }
        for entry in entries
    ]


def present_steps(case: Case) -> list[str]:
    """The ids of the steps where ``case`` is now, failed ones included."""
    live = Task.objects.filter(process=case.process_id, status__in=PRESENT).order_by("pk")
    definition = case.process.flow_class.compiled.definition
    names = [task.flow_task.name for task in live]
    return [name for name in dict.fromkeys(names) if definition.step(name) is not None]


PRESENT = ("NEW", "ASSIGNED", "SCHEDULED", "STARTED", "ERROR")


def _state(case: Case, *, now: datetime) -> Transition:
    """What expressions ask about; nothing is run."""
    return Transition(case, case.process, None, now)


def _outcomes(
    item: WorkItem, state: Transition, user: "User", language: str
) -> Iterator[OfferedAction]:
    node = item.task.flow_task
    if isinstance(node, ApprovalNode) and not approvals.may_vote(item, user):
        return
    form = _describe_task(item, state, user, language)
    for outcome in node.step.outcomes:
        if _holds(node.offers[outcome.key], state):
            label = localized(outcome.label, language)
            yield OfferedAction(outcome.key, label, form, item.uuid)


def _holds(when: Any, state: Transition) -> bool:
    """A condition that cannot be evaluated offers nothing; taking the action says why."""
    try:
        return when is None or bool(when.holds(state.facts()))
    except ExpressionFailed:
        return False


def _describe(form: StepForm, state: Transition, user: "User", language: str) -> dict[str, Any]:
    return form.describe(
        actor_keys=answers.actor_keys(state, user), language=language, facts=state.facts()
    )


def _describe_task(
    item: WorkItem, state: Transition, user: "User", language: str
) -> dict[str, Any]:
    node = item.task.flow_task
    return node.form.describe(  # type: ignore[no-any-return]
        actor_keys=answers.actor_keys(state, user),
        language=language,
        facts=node.facts(item.task, state.facts()),
    )


def passed_steps(case: Case) -> list[str]:
    """The ids of the steps that ``case`` is through with, in whichever version it was then."""
    through = TimelineEntry.objects.filter(case=case, event__in=THROUGH).exclude(step="")
    return list(through.values_list("step", flat=True))


# What the nodes tell when the case leaves them: see ``left_as``.
THROUGH = (
    TimelineEvent.STARTED,
    TimelineEvent.COMPLETED,
    TimelineEvent.EVENT_RECEIVED,
    TimelineEvent.NOTIFIED,
    TimelineEvent.OVERDUE,
    TimelineEvent.FINISHED,
)


def chart_svg(version: Version, language: str, *, case: Case | None = None) -> str:
    """A version as SVG, with the steps marked where ``case`` is now and has been."""
    compiled = flow_of(version).compiled
    return chart.svg(
        compiled.definition,
        language=language,
        present=present_steps(case) if case is not None else (),
        passed=passed_steps(case) if case is not None else (),
        stages={
            stage.key: localized(stage.label, language) for stage in compiled.vocabulary.stages
        },
    )


def chart_bpmn(version: Version, language: str) -> str:
    """A version as BPMN 2.0 XML."""
    return bpmn.bpmn(flow_of(version).compiled.definition, language=language)
