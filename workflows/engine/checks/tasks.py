"""Tasks and approvals: outcomes, votes, and required fields."""

from collections.abc import Iterator
from itertools import combinations

from django.utils.translation import gettext as _

from ..definition import (
    ActionStep,
    ApprovalStep,
    EventStep,
    ItemsStep,
    ParallelStep,
    StartStep,
    SubprocessStep,
    TableStep,
    TaskStep,
    WebhookStep,
    Who,
)
from ..labels import VOTES
from ..problems import Problem, said
from ..wording import Words, joined
from .context import Checking, HumanStep, error, warning
from .ids import forms
from .places import field_place
from .shape import Shape, reached

Acting = HumanStep | ItemsStep


def check_tasks(checking: Checking, shape: Shape) -> Iterator[Problem]:
    """What concerns steps that wait."""
    for step in checking.definition.steps:
        if isinstance(step, ApprovalStep):
            yield from _votes(step)
    yield from _same_key_at_once(checking, shape)
    yield from _writable(checking, shape)
    yield from _unused(checking)


def _votes(step: ApprovalStep) -> Iterator[Problem]:
    votes = {outcome.vote for outcome in step.outcomes}
    for vote in ("for", "against"):
        if vote not in votes:
            yield error(
                step.id, "votes", _("add an outcome that counts %(vote)s.") % {"vote": VOTES[vote]}
            )


def _same_key_at_once(checking: Checking, shape: Shape) -> Iterator[Problem]:
    """One key, one meaning: a person must never have two open actions of the same name."""
    acting = [step for step in checking.definition.steps if isinstance(step, Acting)]
    for parallel in checking.definition.steps:
        if not isinstance(parallel, ParallelStep):
            continue
        branches = [shape.branch(parallel, branch.to) for branch in parallel.branches]
        for one, other in combinations(branches, 2):
            for first in acting:
                for second in acting:
                    if first.id in one and second.id in other - one:
                        yield from _same_keys(checking.words, first, second)
    for action in checking.definition.case_actions:
        for step in acting:
            keys = {outcome.key for outcome in step.outcomes}
            if action.key in keys and _may_be_one(step.who, action.who):
                yield error(
                    step.id,
                    "key_twice",
                    _(
                        "the outcome %(outcome)s has the key of the case action %(action)s, which "
                        "the same people may take; give one of them another key."
                    )
                    % {
                        "outcome": checking.words.outcome(step.id, action.key),
                        "action": checking.words.case_action(action.key),
                    },
                )


def _same_keys(words: Words, first: Acting, second: Acting) -> Iterator[Problem]:
    shared = {outcome.key for outcome in first.outcomes} & {
        outcome.key for outcome in second.outcomes
    }
    if shared and _may_be_one(first.who, second.who):
        yield error(
            second.id,
            "key_twice",
            _(
                "the same people may have %(step)s open at the same time, with the same key for "
                "its outcome %(outcomes)s; give one of them another key."
            )
            % {
                "step": words.step(first.id),
                "outcomes": joined(words.outcome(first.id, key) for key in sorted(shared)),
            },
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
        for key in sorted(_needed(checking, step)):
            places = writers.get(key, set())
            # An empty id is a case action, which may come at any time.
            if step.id in places or "" in places:
                continue
            if places.isdisjoint(reached([step.id], shape.behind.__getitem__)):
                yield error(
                    step.id,
                    "unwritable",
                    _(
                        "%(field)s is required here, but nobody can fill it in; make it "
                        "editable here or before."
                    )
                    % {"field": checking.words.field(key)},
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
    for step_id, _place, form in forms(checking.words):
        for entry in form:
            if "editable" in entry.access.values():
                writers.setdefault(entry.field, set()).add(step_id)
    for step in checking.definition.steps:
        if isinstance(step, ActionStep | EventStep | SubprocessStep | WebhookStep):
            for key in step.save:
                writers.setdefault(key, set()).add(step.id)
        if isinstance(step, TableStep):
            for output in step.outputs:
                writers.setdefault(output.field, set()).add(step.id)
    return writers


def _unused(checking: Checking) -> Iterator[Problem]:
    written = _writers(checking)
    for field in checking.definition.fields:
        if field.key not in written:
            yield warning(
                "",
                "field_unused",
                said(
                    field_place(checking.words, field.key),
                    _("nothing ever fills it in; ask for it in a step or delete it."),
                ),
            )
