"""What goes with what: items that come together more often than by chance.

docs/algorithms/recommendations.md
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from catalog.behaviour.items import Item

# Fewer customers than these are chance, and could be told from one another.
FLOOR = 3


@dataclass(frozen=True)
class Companion:
    """``support`` counts the baskets that hold both."""

    item: Item
    lift: Fraction
    support: int


def companions(baskets: Iterable[frozenset[Item]]) -> dict[Item, list[Companion]]:
    """By item what goes with it, closest first; ``baskets`` are those of customers, one each."""
    singles: Counter[Item] = Counter()
    pairs: Counter[tuple[Item, Item]] = Counter()
    total = 0
    for basket in baskets:
        total += 1
        singles.update(basket)
        pairs.update(combinations(sorted(basket), 2))
    found: dict[Item, list[Companion]] = defaultdict(list)
    for (one, other), support in pairs.items():
        lift = Fraction(support * total, singles[one] * singles[other])
        if support >= FLOOR and lift > 1:
            found[one].append(Companion(other, lift, support))
            found[other].append(Companion(one, lift, support))
    return {item: sorted(found[item], key=_closeness) for item in sorted(found)}


def _closeness(companion: Companion) -> tuple[Fraction, int, Item]:
    return -companion.lift, -companion.support, companion.item
