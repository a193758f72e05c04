"""Which services have a provider for what a customer wishes: ``docs/algorithms/matching.md``.

Plain functions over what the providers offer; ``candidates`` brings the rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# Where no day is asked for, time is no object.
ALWAYS = 2**31

# Visits up to so many minutes have somebody so many metres away.
Step = tuple[int, int]
# By the path of a category: nearest first, each longer than the last.
Answers = Mapping[str, list[Step]]


@dataclass(frozen=True)
class Offer:
    """What one provider offers with one skill: how far away they are, and for how long at most.

    ``path`` is the skill's: a category's keys from the root, each with a slash.
    """

    path: str
    metres: int
    minutes: int


@dataclass(frozen=True)
class Span:
    """The services of these categories that take more than ``above`` and at most ``minutes``."""

    paths: tuple[str, ...]
    above: int
    minutes: int


@dataclass(frozen=True)
class Group:
    """All services whose nearest provider is so far away; spans do not overlap."""

    metres: int
    spans: tuple[Span, ...]


def answers(offers: Iterable[Offer], paths: Iterable[str]) -> Answers:
    """For each category the offers that no nearer one outlasts."""
    by_skill: dict[str, list[Step]] = defaultdict(list)
    for offer in offers:
        by_skill[offer.path].append((offer.minutes, offer.metres))
    best = {skill: _frontier(steps) for skill, steps in by_skill.items()}
    return {
        path: _frontier([step for skill in covering(path) for step in best.get(skill, ())])
        for path in paths
    }


def unsettled(found: Answers, longest: Mapping[str, int]) -> set[str]:
    """The categories in which somebody further away could still be the nearest.

    ``longest`` is in minutes, by the path of every category that is wanted.
    """
    return {path for path, minutes in longest.items() if _lasts(found[path]) < minutes}


def groups(found: Answers) -> list[Group]:
    """What is equally far away, the nearest first."""
    spans: dict[int, dict[Step, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path, steps in found.items():
        above = 0
        for minutes, metres in steps:
            spans[metres][above, minutes].append(path)
            above = minutes
    return [
        Group(metres, tuple(Span(tuple(paths), *times) for times, paths in spans[metres].items()))
        for metres in sorted(spans)
    ]


def joined(those: Iterable[Group]) -> list[Span]:
    """What is in any of the groups: spans with the same durations are one."""
    paths: dict[Step, list[str]] = defaultdict(list)
    for span in (span for group in those for span in group.spans):
        paths[span.above, span.minutes] += span.paths
    return [Span(tuple(several), *times) for times, several in paths.items()]


def covering(path: str) -> list[str]:
    """The paths of the skills that cover a category: its own and those above it."""
    keys = path.split("/")[:-1]
    return ["".join(f"{key}/" for key in keys[:depth]) for depth in range(1, len(keys) + 1)]


def _frontier(steps: Iterable[Step]) -> list[Step]:
    best: list[Step] = []
    for minutes, metres in sorted(steps, key=lambda step: (step[1], -step[0])):
        if minutes > _lasts(best):
            best.append((minutes, metres))
    return best


def _lasts(steps: list[Step]) -> int:
    return steps[-1][0] if steps else 0
