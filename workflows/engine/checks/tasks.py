"""Tasks and approvals: outcomes, votes, deadlines, and required fields."""

from collections.abc import Iterator
from itertools import combinations

from django.utils.translation import gettext as _

from ..definition import (
    ActionStep,
    ApprovalStep,
    EventStep,
    ParallelStep,
    StartStep,
    Step,
    TaskStep,
    TimerStep,
    Times,
    Who,
    duration,
)
from ..problems import Problem, listed
from .context import Checking, HumanStep, error, warning
from .ids import deadline_of, forms
from .shape import Shape, reached


def check_tasks(checking: Checking, shape: Shape) -> Iterator[Problem]:
    """What concerns steps that wait."""
    for step in checking.definition.steps:
        if isinstance(step, ApprovalStep):
            yield from _votes(step)
        yield from _durations(step)
    yield from _same_key_at_once(checking, shape)
    yield from _writable(checking, shape)
    yield from _unused(checking)


def _votes(step: ApprovalStep) -> Iterator[Problem]:
    votes = {outcome.vote for outcome in step.outcomes}
    for vote in ("for", "against"):
        if vote not in votes:
            yield error(
                step.id, "votes", _("add an outcome with the vote “%(vote)s”.") % {"vote": vote}
            )


def _durations(step: Step) -> Iterator[Problem]:
    lengths = [step.after] if isinstance(step, TimerStep) and step.after else []
    deadline = deadline_of(step)
    for times in (deadline, *deadline.cases) if deadline else ():
        early = [*times.reminders, *(one.after for one in times.escalations)]
        lengths += [times.after, *early]
        if deadline is not None and deadline.then:
            yield from _deadline_order(step, times, early)
    for text in lengths:
        if not duration(text):
            yield error(
                step.id,
                "duration_zero",
                _("“%(time)s” is no time at all; make it longer.") % {"time": text},
            )


def _deadline_order(step: Step, times: Times, early: list[str]) -> Iterator[Problem]:
    for text in early:
        if duration(text) >= duration(times.after):
            yield error(
                step.id,
                "deadline_order",
                _(
                    "“%(time)s” is not before the deadline of “%(deadline)s”, after which "
                    "the step is left; make it shorter."
                )
                % {"time": text, "deadline": times.after},
            )


def _same_key_at_once(checking: Checking, shape: Shape) -> Iterator[Problem]:
    """One key, one meaning: a person must never have two open actions of the same name."""
    for parallel in checking.definition.steps:
        if not isinstance(parallel, ParallelStep):
            continue
        branches = [shape.branch(parallel, branch.to) for branch in parallel.branches]
        for one, other in combinations(branches, 2):
            for first in checking.human_steps:
                for second in checking.human_steps:
                    if first.id in one and second.id in other - one:
                        yield from _same_keys(first, second)
    for action in checking.definition.case_actions:
        for step in checking.human_steps:
            keys = {outcome.key for outcome in step.outcomes}
            if action.key in keys and _may_be_one(step.who, action.who):
                yield error(
                    step.id,
                    "key_twice",
                    _(
                        "the outcome “%(key)s” has the key of a case action that the same "
                        "people may take; rename one."
                    )
                    % {"key": action.key},
                )


def _same_keys(first: HumanStep, second: HumanStep) -> Iterator[Problem]:
    shared = {outcome.key for outcome in first.outcomes} & {
        outcome.key for outcome in second.outcomes
    }
    if shared and _may_be_one(first.who, second.who):
        yield error(
            second.id,
            "key_twice",
            _(
                "the same people may have “%(step)s” open at the same time, with the same "
                "outcome %(keys)s; rename one."
            )
            % {"step": first.id, "keys": listed(sorted(shared))},
        )


def _may_be_one(one: Who, other: Who) -> bool:
    """Whether two assignments name the same people, as far as can be told."""
    if one.expression or other.expression or one.same_as or other.same_as:
        return True
    pairs = (
        (one.roles, other.roles),
        (one.teams, other.teams),
        (one.users, other.users),
        (one.actors, other.actors),
    )
    return any(set(left) & set(right) for left, right in pairs)


def _writable(checking: Checking, shape: Shape) -> Iterator[Problem]:
    """What a step needs is written at that step, or may have been written before it."""
    writers = _writers(checking)
    for step in checking.definition.steps:
        if not isinstance(step, StartStep | TaskStep | ApprovalStep):
            continue
        before = reached([step.id], shape.behind.__getitem__)
        for key in sorted(_needed(checking, step)):
            places = writers.get(key, set())
            # An empty id is a case action, which may come at any time.
            if not places & before and "" not in places:
                yield error(
                    step.id,
                    "unwritable",
                    _(
                        "“%(key)s” is required here, but nobody can fill it in; make it "
                        "editable here or before."
                    )
                    % {"key": key},
                )


def _needed(checking: Checking, step: StartStep | TaskStep | ApprovalStep) -> set[str]:
    needed = set()
    for entry in step.form:
        field = checking.definition.field(entry.field)
        if (entry.required is None and field and field.required) or entry.required:
            needed.add(entry.field)
    if not isinstance(step, StartStep):
        needed.update(key for outcome in step.outcomes for key in outcome.requires)
    return needed


def _writers(checking: Checking) -> dict[str, set[str]]:
    """Field key to the steps that may write it; an empty id stands for a case action."""
    writers: dict[str, set[str]] = {}
    for step_id, _place, form in forms(checking.definition):
        for entry in form:
            if "editable" in entry.access.values():
                writers.setdefault(entry.field, set()).add(step_id)
    for step in checking.definition.steps:
        if isinstance(step, ActionStep | EventStep):
            for key in step.save:
                writers.setdefault(key, set()).add(step.id)
    return writers


def _unused(checking: Checking) -> Iterator[Problem]:
    written = _writers(checking)
    for field in checking.definition.fields:
        if field.key not in written:
            yield warning(
                "",
                "field_unused",
                _("Field “%(key)s” is never filled in; ask for it in a step or delete it.")
                % {"key": field.key},
            )
