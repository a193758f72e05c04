"""Which services have a provider for what a customer wishes: ``docs/algorithms/matching.md``.

Plain functions over what the providers offer; ``listing`` brings the rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# How a service is answered by its duration: up to so many minutes, from so far away.
Step = tuple[int, int]
# Steps to the paths of categories whose services are answered so.
Answers = dict[tuple[Step, ...], list[str]]


@dataclass(frozen=True)
class Offer:
    """What one provider offers with one skill: how far away they are, and for how long at most.

    ``path`` is the skill's: a category's keys from the root, each with a slash.
    """

    path: str
    metres: int
    minutes: int


def frontiers(offers: Iterable[Offer]) -> dict[str, list[Offer]]:
    """By skill the offers that no nearer one outlasts: nearest first, each longer than the last."""
    by_path: dict[str, list[Offer]] = defaultdict(list)
    for offer in sorted(offers, key=lambda each: (each.metres, -each.minutes)):
        best = by_path[offer.path]
        if not best or offer.minutes > best[-1].minutes:
            best.append(offer)
    return by_path


def answers(offers: Iterable[Offer], durations: Mapping[str, Iterable[int]]) -> Answers:
    """From how far away the nearest provider comes, for each category and duration in use.

    ``durations`` are minutes by the path of a category. A category without any answer is left
    out, and so are durations for which nobody has the time.
    """
    best = frontiers(offers)
    found: Answers = defaultdict(list)
    for path, minutes in sorted(durations.items()):
        skills = [best[above] for above in covering(path) if above in best]
        if steps := _steps([offer for skill in skills for offer in skill], sorted(set(minutes))):
            found[steps].append(path)
    return found


def covering(path: str) -> list[str]:
    """The paths of the skills that cover a category: its own and those above it."""
    keys = path.split("/")[:-1]
    return ["".join(f"{key}/" for key in keys[:depth]) for depth in range(1, len(keys) + 1)]


def _steps(offers: list[Offer], durations: list[int]) -> tuple[Step, ...]:
    steps: list[Step] = []
    for duration in durations:
        nearest = min((offer.metres for offer in offers if offer.minutes >= duration), default=None)
        if nearest is None:
            break
        if steps and steps[-1][1] == nearest:
            steps.pop()
        steps.append((duration, nearest))
    return tuple(steps)
