"""The ways from step to step. Pure: read from the definition alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .definition import (
    ActionStep,
    ApprovalStep,
    DecisionStep,
    EndStep,
    EventStep,
    ItemsStep,
    NoticeStep,
    ParallelStep,
    Step,
    SubprocessStep,
    TableStep,
    TaskStep,
    TimerStep,
    WebhookStep,
)

Kind = Literal["next", "case", "branch", "outcome", "error", "deadline"]
# Ways that may leave a parallel block: the engine jumps there. The others are part of its inside.
JUMPING: frozenset[Kind] = frozenset({"outcome", "error", "deadline"})
# What nobody does can fail without anybody there to see it.
FAILING = (
    ActionStep, DecisionStep, TableStep, ParallelStep, TimerStep, NoticeStep, SubprocessStep,
    WebhookStep,
)  # fmt: skip
# What waits, and may be given a time for it.
TIMED = (TaskStep, ApprovalStep, EventStep, SubprocessStep, WebhookStep, ItemsStep)


@dataclass(frozen=True)
class Way:
    """One way on. ``key`` is the outcome that takes it, else empty."""

    source: str
    target: str
    kind: Kind
    key: str = ""


def ways(step: Step) -> Iterator[Way]:
    """All ways on from ``step``, in the order they are written."""
    match step:
        case TaskStep() | ApprovalStep():
            for outcome in step.outcomes:
                yield Way(step.id, outcome.to, "outcome", outcome.key)
        case DecisionStep():
            for case in step.cases:
                yield Way(step.id, case.to, "case")
            yield Way(step.id, step.otherwise, "case")
        case TableStep():
            for row in step.rows:
                if row.to:
                    yield Way(step.id, row.to, "case")
            yield Way(step.id, step.next, "next")
            if step.otherwise:
                yield Way(step.id, step.otherwise, "case")
        case ParallelStep():
            for branch in step.branches:
                yield Way(step.id, branch.to, "branch")
        case EndStep():
            return
        case _:
            yield Way(step.id, step.next, "next")
            yield from _beside(step)
    if isinstance(step, FAILING) and step.on_error:
        yield Way(step.id, step.on_error, "error")
    if isinstance(step, TIMED):
        deadline = step.deadline
        if deadline and deadline.then:
            yield Way(step.id, deadline.then, "deadline")


def _beside(step: Step) -> Iterator[Way]:
    """The other ways of steps with work of their own inside. They may leave a block."""
    match step:
        case SubprocessStep():
            for end in step.results:
                yield Way(step.id, end.to, "outcome", end.result)
        case ItemsStep():
            for outcome in step.outcomes:
                if outcome.to is not None:
                    yield Way(step.id, outcome.to, "outcome", outcome.key)
