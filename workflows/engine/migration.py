"""Moving running cases to another version. What a case has done keeps the version it ran in.

Under the case's lock every active task is pointed at the node of the same id, or of the mapping,
in the target version. A case is refused, and nothing of it changed, when an active step has no
counterpart of the same kind in the same block, when a waiting join could never complete, when a
vote was cast for an outcome that is gone, or when a value would be read as another type.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _
from viewflow.workflow.activation import Activation
from viewflow.workflow.models import Task

from accounts.users import audit
from accounts.users.models import User

from . import approvals, deadlines, versions
from .blocks import Blocks
from .compiled import Compiled
from .definition import ApprovalStep, ItemsStep
from .flows import flow_of
from .jump import live_tasks
from .locking import running_case
from .models import Candidate, Case, Version, Vote, WorkItem
from .nodes import ApprovalNode, BaseFlow, ItemNode
from .nodes.boundaries import Boundary
from .nodes.items import ITEM_SUFFIX
from .refusals import NotAllowed, Refusal
from .states import TimelineEvent
from .transition import Transition

Status = Literal["moved", "refused", "would_move"]


@dataclass(frozen=True)
class MigrationResult:
    """What became of one case; ``reason`` says why it was refused."""

    case: str
    status: Status
    reason: str = ""


class CannotMove(Refusal):
    """A case that stays where it is, and why."""

    status = 409
    default_code = "cannot_move"


def migrate_cases(
    key: str,
    *,
    source: int,
    target: int,
    cases: Iterable[str] | Literal["all"],
    mapping: Mapping[str, str],
    dry_run: bool,
    by: User,
    now: datetime,
) -> list[MigrationResult]:
    """Move running cases of version ``source`` to ``target``, each for itself.

    ``mapping`` gives the new step for an old one whose id is gone. Nothing is changed by a
    ``dry_run``. Results come in the order of the cases' start, then those of numbers under which
    no case of that version runs.
    """
    if not by.has_perm("engine.manage_cases"):
        raise NotAllowed
    old, new = versions.find_version(key, source), versions.find_version(key, target)
    chosen = Case.objects.running().filter(version=old).order_by("started_at", "pk")
    named = () if cases == "all" else tuple(dict.fromkeys(cases))
    if cases != "all":
        chosen = chosen.filter(number__in=named)
    results = [
        _move(case, new, mapping=mapping, dry_run=dry_run, by=by, now=now) for case in chosen
    ]
    results += _not_there(named, results, old)
    moved = sum(result.status == "moved" for result in results)
    if moved:
        audit.record(
            new.definition,
            "doorstep.process.move_cases",
            by=by,
            data={"from": source, "to": target, "cases": moved},
        )
    return results


def _not_there(
    named: Iterable[str], results: Iterable[MigrationResult], old: Version
) -> list[MigrationResult]:
    found = {result.case for result in results}
    reason = _("No case of version %(number)d runs under this number.") % {"number": old.number}
    return [MigrationResult(number, "refused", reason) for number in named if number not in found]


def _move(
    case: Case,
    target: Version,
    *,
    mapping: Mapping[str, str],
    dry_run: bool,
    by: User,
    now: datetime,
) -> MigrationResult:
    try:
        with running_case(case, by=by, now=now) as transition:
            plan = _plan(transition, flow_of(target), mapping)
            if not dry_run:
                _carry_out(transition, target, plan)
    except Refusal as refusal:
        return MigrationResult(case.number, "refused", str(refusal))
    return MigrationResult(case.number, "would_move" if dry_run else "moved")


def _plan(
    transition: Transition, flow: type[BaseFlow], mapping: Mapping[str, str]
) -> dict[Task, str]:
    """The new step of each active task, or ``CannotMove``."""
    old, new = transition.compiled, flow.compiled
    plan = {}
    for task in live_tasks(transition):
        if isinstance(task.flow_task, Boundary):
            # Armed ones are replaced by those of the new version.
            continue
        # The task of a row is named after its step.
        suffix = ITEM_SUFFIX if isinstance(task.flow_task, ItemNode) else ""
        step = task.flow_task.name.removesuffix(suffix)
        to = mapping.get(step, step)
        _refuse_mismatch(old, new, step, to, mapping)
        _refuse_other_rows(old, new, step, to)
        _refuse_lost_votes(task, new, to)
        plan[task] = to + suffix
    _refuse_other_types(transition.case, old, new)
    if len(set(plan.values())) != len({task.flow_task.name for task in plan}):
        raise CannotMove(_("Two steps that are open would become one."))
    return plan


def _refuse_mismatch(
    old: Compiled, new: Compiled, step: str, to: str, mapping: Mapping[str, str]
) -> None:
    before, after = old.definition.step(step), new.definition.step(to)
    names = {"step": step, "to": to}
    if before is None or after is None:
        raise CannotMove(_("Step “%(step)s” has no counterpart.") % names, code="no_counterpart")
    if before.kind != after.kind:
        text = _("Step “%(step)s” is of another kind than “%(to)s”.")
        raise CannotMove(text % names, code="other_kind")
    # The tokens of its branch say which parallel step it belongs to: the join would count wrong.
    around = tuple(mapping.get(one, one) for one in old.blocks.of(step))
    if around != new.blocks.of(to) or _joins(old.blocks, old.blocks.of(step), mapping) != _joins(
        new.blocks, new.blocks.of(to), {}
    ):
        text = _("Step “%(step)s” is not in the same parallel block as “%(to)s”.")
        raise CannotMove(text % names, code="other_block")


def _refuse_other_rows(old: Compiled, new: Compiled, step: str, to: str) -> None:
    """The rows that are open are those of one table, by their numbers."""
    before, after = old.definition.step(step), new.definition.step(to)
    if not (isinstance(before, ItemsStep) and isinstance(after, ItemsStep)):
        return
    if step != to or before.table != after.table:
        text = _("The rows that are open in “%(step)s” are not those of “%(to)s”.")
        raise CannotMove(text % {"step": step, "to": to}, code="other_rows")


def _refuse_lost_votes(task: Task, new: Compiled, to: str) -> None:
    after = new.definition.step(to)
    if not isinstance(after, ApprovalStep):
        return
    kinds = {outcome.key: outcome.vote or "" for outcome in after.outcomes}
    for vote in Vote.objects.filter(item__task=task):
        if kinds.get(vote.outcome) != vote.vote:
            text = _("Votes were cast for “%(outcome)s”, which “%(to)s” does not offer like this.")
            raise CannotMove(text % {"outcome": vote.outcome, "to": to}, code="votes_lost")


def _refuse_other_types(case: Case, old: Compiled, new: Compiled) -> None:
    """Values stay as they are: a text is no number, and what is sealed no text."""
    for key in case.data:
        before, after = old.definition.field(key), new.definition.field(key)
        if case.data[key] is None or before is None or after is None:
            continue
        if (before.type, before.personal) != (after.type, after.personal):
            text = _("The field “%(field)s” holds a value and is of another type there.")
            raise CannotMove(text % {"field": key}, code="other_type")


def _joins(blocks: Blocks, around: tuple[str, ...], mapping: Mapping[str, str]) -> list[str]:
    joins = [blocks.joins[parallel] for parallel in around]
    return [mapping.get(join, join) for join in joins]


def _carry_out(transition: Transition, target: Version, plan: Mapping[Task, str]) -> None:
    flow = flow_of(target)
    for task in plan:
        for boundary in task.flow_task._boundary_events:
            boundary.disarm(task)
    process, case = transition.process, transition.case
    came_from = case.version_id
    process.flow_class = flow
    process.save(update_fields=["flow_class"])
    transition.change(version=target)
    for task, to in plan.items():
        node = flow.instance.node(to)
        task.flow_task, task.flow_task_type, task.process = node, node.task_type, process
        task.save(update_fields=["flow_task", "flow_task_type"])
        _ask_its_people(transition, task)
        _give_its_clocks(transition, task)
    transition.note(
        TimelineEvent.MOVED,
        data={"from": _number(came_from), "to": target.number, "steps": sorted(set(_steps(plan)))},
    )
    for task in plan:
        if isinstance(task.flow_task, ApprovalNode):
            approvals.look_again(task.flow_task.activation_class(task))


def _steps(plan: Mapping[Task, str]) -> Iterator[str]:
    return (task.flow_task.step.id for task in plan)


def _ask_its_people(transition: Transition, task: Task) -> None:
    """The candidates that the new version names. Whoever has the task keeps it."""
    item = WorkItem.objects.filter(task=task).first()
    if item is None:
        return
    item.step = task.flow_task.step.id
    item.save(update_fields=["step"])
    item.candidates.all().delete()
    item.exclusions.all().delete()
    candidates = task.flow_task.assign(task.flow_task.activation_class(task)).candidates()
    for candidate in candidates:
        candidate.item = item
    Candidate.objects.bulk_create(candidates)


def _give_its_clocks(transition: Transition, task: Task) -> None:
    """The boundaries and the deadline of the new step; its time counts from where it began."""
    node = task.flow_task
    activation: Activation = node.activation_class(task)
    for boundary in node._boundary_events:
        boundary._arm(activation)
    deadlines.exchange(transition, task, node.deadline)


def _number(version_pk: int) -> int:
    return Version.objects.values_list("number", flat=True).get(pk=version_pk)
