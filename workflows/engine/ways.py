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
    NoticeStep,
    ParallelStep,
    Step,
    TaskStep,
    TimerStep,
)

Kind = Literal["next", "case", "branch", "outcome", "error", "deadline"]
# Ways that may leave a parallel block: the engine jumps there. The others are part of its inside.
JUMPING: frozenset[Kind] = frozenset({"outcome", "error", "deadline"})
# What nobody does can fail without anybody there to see it.
FAILING = (ActionStep, DecisionStep, ParallelStep, TimerStep, NoticeStep)


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
        case ParallelStep():
            for branch in step.branches:
                yield Way(step.id, branch.to, "branch")
        case EndStep():
            return
        case _:
            yield Way(step.id, step.next, "next")
    if isinstance(step, FAILING) and step.on_error:
        yield Way(step.id, step.on_error, "error")
    if isinstance(step, TaskStep | ApprovalStep | EventStep):
        deadline = step.deadline
        if deadline and deadline.then:
            yield Way(step.id, deadline.then, "deadline")
