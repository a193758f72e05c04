"""What one person may like, and why. docs/algorithms/recommendations.md"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalog.behaviour.items import Item
from catalog.recommendations.companions import Companion
from catalog.recommendations.heat import hottest

SAME_CATEGORY = 0.5
SAME_BRANCH = 0.1
# Of a category or a branch no more than its hottest are looked at.
LOOKED_AT = 50


class Deed(StrEnum):
    ORDERED = "ordered"
    FAVOURITE = "favourite"
    VIEWED = "viewed"


WEIGHTS = {Deed.ORDERED: 8.0, Deed.FAVOURITE: 5.0, Deed.VIEWED: 1.0}
HALF_LIVES = {Deed.ORDERED: 60, Deed.VIEWED: 14}


@dataclass(frozen=True)
class Interest:
    """What a person did with an item, and the last day they did."""

    item: Item
    deed: Deed
    day: date

    def weight(self, today: date) -> float:
        life = HALF_LIVES.get(self.deed)
        fading = 1.0 if life is None else 2 ** (-max(0, (today - self.day).days) / life)
        return WEIGHTS[self.deed] * fading


@dataclass(frozen=True)
class Pick:
    """A recommended item and the interest that it rests on."""

    item: Item
    because: Interest


@dataclass(frozen=True)
class Catalogue:
    """What may be recommended: items with their category's path (``home/cleaning/``; empty for
    what has none), how hot they are, and what goes with what.
    """

    paths: Mapping[Item, str]
    heats: Mapping[Item, float]
    companions: Mapping[Item, Sequence[Companion]]
    by_category: Mapping[str, Sequence[Item]]
    by_branch: Mapping[str, Sequence[Item]]

    @classmethod
    def of(
        cls,
        paths: Mapping[Item, str],
        heats: Mapping[Item, float],
        companions: Mapping[Item, Sequence[Companion]],
    ) -> "Catalogue":
        return cls(
            paths,
            heats,
            companions,
            _hottest_by(paths, heats, str),
            _hottest_by(paths, heats, root),
        )


def root(path: str) -> str:
    return path.partition("/")[0]


def _hottest_by(
    paths: Mapping[Item, str], heats: Mapping[Item, float], part: Callable[[str], str]
) -> dict[str, list[Item]]:
    groups: dict[str, dict[Item, float]] = defaultdict(dict)
    for item, path in paths.items():
        if path:
            groups[part(path)][item] = heats.get(item, 0.0)
    return {name: hottest(group, LOOKED_AT) for name, group in groups.items()}


def picks(
    interests: Iterable[Interest],
    catalogue: Catalogue,
    *,
    without: Collection[Item],
    today: date,
    length: int,
) -> list[Pick]:
    """The best for a person, at most ``length``; none of ``without``, nothing they know."""
    ranked = sorted(interests, key=lambda each: (-each.weight(today), each.item, each.deed))
    known = {each.item for each in ranked if each.deed is not Deed.VIEWED} | set(without)
    scores: dict[Item, float] = defaultdict(float)
    reasons: dict[Item, Interest] = {}
    # The reason is the strongest interest of the closest kind: both are gone through in that order.
    for near, weight in (_companions, 1.0), (_category, SAME_CATEGORY), (_branch, SAME_BRANCH):
        for interest in ranked:
            for item in near(interest.item, catalogue):
                if item != interest.item and item in catalogue.paths and item not in known:
                    scores[item] += weight * interest.weight(today)
                    reasons.setdefault(item, interest)
    best = sorted(scores, key=lambda item: (-scores[item], -catalogue.heats.get(item, 0.0), item))
    return [Pick(item, reasons[item]) for item in best[:length]]


def _companions(item: Item, catalogue: Catalogue) -> list[Item]:
    return [each.item for each in catalogue.companions.get(item, ())]


def _category(item: Item, catalogue: Catalogue) -> Sequence[Item]:
    return catalogue.by_category.get(catalogue.paths.get(item, ""), ())


def _branch(item: Item, catalogue: Catalogue) -> Sequence[Item]:
    return catalogue.by_branch.get(root(catalogue.paths.get(item, "")), ())
