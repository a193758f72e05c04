"""The shape: everything can be reached, everything comes to an end, blocks are closed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ..blocks import Blocks, blocks
from ..definition import (
    ActionStep,
    DecisionStep,
    EndStep,
    ItemsStep,
    JoinStep,
    NoticeStep,
    ParallelStep,
    ProcessDefinition,
    StartStep,
    TableStep,
)
from ..problems import Problem, said
from ..ways import JUMPING, Way, ways
from ..wording import Words
from .context import Checking, error
from .places import case_action

AUTOMATIC = (ActionStep, DecisionStep, TableStep, ParallelStep, JoinStep, NoticeStep)


@dataclass(frozen=True)
class Shape:
    """The graph of a definition whose references are all known."""

    definition: ProcessDefinition
    blocks: Blocks
    ways: tuple[Way, ...]
    ahead: dict[str, list[str]] = field(default_factory=dict)
    behind: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, definition: ProcessDefinition) -> "Shape":
        found = tuple(way for step in definition.steps for way in ways(step))
        shape = cls(definition, blocks(definition), found)
        for step in definition.steps:
            shape.ahead[step.id], shape.behind[step.id] = [], []
        for way in found:
            shape.ahead[way.source].append(way.target)
            shape.behind[way.target].append(way.source)
        return shape

    def branch(self, parallel: ParallelStep, first: str) -> frozenset[str]:
        """The steps of the block that the branch beginning at ``first`` leads to."""
        inside = {step for step, around in self.blocks.around.items() if parallel.id in around}
        starts = [first] if first in inside else []
        return reached(starts, lambda step: (near for near in self.ahead[step] if near in inside))


def reached(starts: Iterable[str], onward: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """Everything that ``onward`` leads to, the starts included."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        step = waiting.pop()
        if step not in found:
            found.add(step)
            waiting.extend(onward(step))
    return frozenset(found)


def check_shape(checking: Checking, shape: Shape) -> Iterator[Problem]:
    """All of the shape; ``check_ids`` found nothing."""
    yield from _reachable(checking, shape)
    words = checking.words
    yield from _joins(words, shape)
    yield from _branches(words, shape)
    yield from _borders(words, shape)
    yield from _entries(words, shape)
    yield from _endless(words, shape)


def _reachable(checking: Checking, shape: Shape) -> Iterator[Problem]:
    definition = shape.definition
    entries = [checking.start.id, *(action.to for action in definition.case_actions)]
    found = reached(entries, shape.ahead.__getitem__)
    ends = [step.id for step in definition.steps if isinstance(step, EndStep)]
    ending = reached(ends, shape.behind.__getitem__)
    for step in definition.steps:
        if step.id not in found:
            yield error(
                step.id, "unreachable", _("no way leads here; lead one here or delete the step.")
            )
        elif step.id not in ending:
            yield error(step.id, "dead_end", _("no way leads from here to an end step; add one."))


def _joins(words: Words, shape: Shape) -> Iterator[Problem]:
    owners: dict[str, list[str]] = {}
    for parallel, join in shape.blocks.joins.items():
        owners.setdefault(join, []).append(parallel)
    for step in shape.definition.steps:
        if not isinstance(step, JoinStep):
            continue
        closing = owners.get(step.id, [])
        if not closing:
            yield error(step.id, "join_unused", _("no parallel step names this join; delete it."))
        elif len(closing) > 1:
            yield error(
                step.id,
                "join_shared",
                _("%(steps)s share this join; give each its own.")
                % {"steps": words.steps(closing)},
            )


def _branches(words: Words, shape: Shape) -> Iterator[Problem]:
    for step in shape.definition.steps:
        if not isinstance(step, ParallelStep):
            continue
        seen: dict[str, int] = {}
        for number, branch in enumerate(step.branches, 1):
            if branch.to == step.join:
                yield error(
                    step.id,
                    "branch_empty",
                    _("branch %(number)d has no step; add one or delete it.") % {"number": number},
                )
                continue
            if step.id not in shape.blocks.of(branch.to):
                yield error(
                    step.id,
                    "branch_never_joins",
                    _(
                        "branch %(number)d, beginning with %(first)s, never comes to the "
                        "join %(join)s; lead it there."
                    )
                    % {
                        "number": number,
                        "first": words.step(branch.to),
                        "join": words.step(step.join),
                    },
                )
                continue
            for inside in sorted(shape.branch(step, branch.to)):
                other = seen.setdefault(inside, number)
                if other != number:
                    yield error(
                        inside,
                        "branches_mix",
                        _(
                            "branches %(other)d and %(number)d of %(step)s both lead here; "
                            "keep their steps apart until the join %(join)s."
                        )
                        % {
                            "other": other,
                            "number": number,
                            "step": words.step(step.id),
                            "join": words.step(step.join),
                        },
                    )


def _borders(words: Words, shape: Shape) -> Iterator[Problem]:
    """Blocks are closed: in by the parallel step, out by the join or by a jump."""
    closing = {join: parallel for parallel, join in shape.blocks.joins.items()}
    for way in shape.ways:
        here, there = shape.blocks.of(way.source), shape.blocks.of(way.target)
        within = (*here, way.source) if way.kind == "branch" else here
        if way.target in closing:
            if closing[way.target] not in here[-1:] and way.kind != "branch":
                yield error(
                    way.source,
                    "join_entered",
                    _(
                        "only the branches of %(block)s may lead to its join %(join)s; "
                        "lead elsewhere."
                    )
                    % {"block": words.step(closing[way.target]), "join": words.step(way.target)},
                )
            continue
        entered = [block for block in there if block not in within]
        if entered:
            yield error(
                way.source,
                "into_block",
                _(
                    "%(target)s lies inside the parallel block of %(block)s; lead to "
                    "%(block)s itself."
                )
                % {"target": words.step(way.target), "block": words.step(entered[0])},
            )
        elif way.kind not in JUMPING and way.kind != "branch" and len(there) < len(here):
            yield error(
                way.source,
                "leaves_block",
                _(
                    "the way to %(target)s leaves the parallel block of %(block)s; lead to "
                    "the join %(join)s, or leave by an outcome, an error way or a deadline."
                )
                % {
                    "target": words.step(way.target),
                    "block": words.step(here[-1]),
                    "join": words.step(shape.blocks.joins[here[-1]]),
                },
            )


def _entries(words: Words, shape: Shape) -> Iterator[Problem]:
    starts = {step.id for step in shape.definition.steps if isinstance(step, StartStep)}
    for way in shape.ways:
        if way.target in starts:
            yield error(
                way.source, "into_start", _("a case starts once; lead to the step after it.")
            )
    for action in shape.definition.case_actions:
        place = case_action(words, action.key)
        around = shape.blocks.of(action.to)
        if action.to in starts:
            yield error(
                "", "into_start", said(place, _("a case starts once; lead to the step after it."))
            )
        elif around or action.to in shape.blocks.joins.values():
            yield error(
                "",
                "action_into_block",
                said(
                    place,
                    _("%(step)s belongs to a parallel block; lead to a step outside.")
                    % {"step": words.step(action.to)},
                ),
            )


def _endless(words: Words, shape: Shape) -> Iterator[Problem]:
    """A ring of steps in which nobody and nothing is waited for would run for ever."""
    automatic = {step.id for step in shape.definition.steps if isinstance(step, AUTOMATIC)}
    tables = {step.id for step in shape.definition.steps if isinstance(step, ItemsStep)}
    at_once: dict[str, list[str]] = {}
    for way in shape.ways:
        # A timer that fails has not waited.
        # An empty table has no rows to wait for.
        empty = way.source in tables and way.kind == "next"
        if way.source in automatic or way.kind == "error" or empty:
            at_once.setdefault(way.source, []).append(way.target)

    def onward(step: str) -> Iterator[str]:
        return (near for near in at_once[step] if near in at_once)

    told: set[str] = set()
    for step in shape.definition.steps:
        if step.id not in at_once or step.id in told:
            continue
        ring = reached(onward(step.id), onward)
        if step.id in ring:
            members = {near for near in ring if step.id in reached(onward(near), onward)}
            told |= members
            yield error(
                step.id,
                "endless_loop",
                _(
                    "%(steps)s lead round in a ring without waiting for anybody; add a task, "
                    "an event or a timer."
                )
                % {"steps": words.steps(sorted(members))},
            )
