"""Which parallel blocks a step lies in. Pure: read from the definition alone.

A step belongs to the block of a parallel step when a branch leads to it and it leads on to the
block's join, both without passing the parallel step again. So neither a step that a branch
returns to nor one that it escapes to is inside.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from .definition import ParallelStep, ProcessDefinition, Step
from .ways import ways


@dataclass(frozen=True)
class Blocks:
    """``around``: for each step the parallel steps around it, the outermost first.

    A join lies outside of the block that it closes; ``joins`` names it by the parallel step.
    """

    around: Mapping[str, tuple[str, ...]]
    joins: Mapping[str, str]

    def of(self, step_id: str) -> tuple[str, ...]:
        return self.around.get(step_id, ())

    def leaves(self, start: str, target: str) -> bool:
        """Whether the way from ``start`` to ``target`` leaves a block other than by its join."""
        here = self.of(start)
        if self.of(target) == here:
            return False
        return not (here and self.joins[here[-1]] == target)


def targets(step: Step) -> Iterator[str]:
    """The ids of all steps that ``step`` may lead to, in the order they are written."""
    return (way.target for way in ways(step))


def blocks(definition: ProcessDefinition) -> Blocks:
    """The parallel blocks of ``definition``."""
    onward = {step.id: tuple(targets(step)) for step in definition.steps}
    backward: dict[str, list[str]] = {step_id: [] for step_id in onward}
    for step_id, onto in onward.items():
        for target in onto:
            backward.setdefault(target, []).append(step_id)
    inside: dict[str, set[str]] = {}
    for step in definition.steps:
        if isinstance(step, ParallelStep):
            walls = {step.id, step.join}
            ahead = _reached((branch.to for branch in step.branches), onward.get, walls)
            behind = _reached(backward.get(step.join, ()), backward.get, walls)
            inside[step.id] = ahead & behind
    # An outer block holds all of an inner one, so it is the larger.
    outermost_first = sorted(inside, key=lambda parallel: -len(inside[parallel]))
    return Blocks(
        around={
            step_id: tuple(parallel for parallel in outermost_first if step_id in inside[parallel])
            for step_id in onward
        },
        joins={step.id: step.join for step in definition.steps if isinstance(step, ParallelStep)},
    )


def _reached(
    starts: Iterable[str],
    neighbours: Callable[[str], Iterable[str] | None],
    walls: set[str],
) -> set[str]:
    found: set[str] = set()
    waiting = [step_id for step_id in starts if step_id not in walls]
    while waiting:
        step_id = waiting.pop()
        if step_id not in found:
            found.add(step_id)
            waiting += [near for near in neighbours(step_id) or () if near not in walls]
    return found
