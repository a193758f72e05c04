"""How hot an item is: counts that fade. docs/algorithms/recommendations.md"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from catalog.behaviour.items import Item

DAYS = 28
HALF_LIFE = 7
ORDER = 20  # in views


@dataclass(frozen=True)
class Count:
    """How often an item was ordered and seen on a day."""

    item: Item
    day: date
    orders: int = 0
    views: int = 0


def heat(counts: Iterable[Count], *, today: date) -> dict[Item, float]:
    """The heat of every item that has any."""
    found: dict[Item, float] = defaultdict(float)
    # In one order: sums of floats depend on it.
    for count in sorted(counts, key=lambda count: (count.item, count.day, count.orders)):
        age = (today - count.day).days
        if 0 <= age < DAYS:
            found[count.item] += (ORDER * count.orders + count.views) * 2 ** (-age / HALF_LIFE)
    return {item: value for item, value in found.items() if value > 0}


def hottest(heats: Mapping[Item, float], length: int) -> list[Item]:
    return sorted(heats, key=lambda item: (-heats[item], item))[:length]


def popularity(value: float) -> int:
    """A heat as the whole number that lists are ordered by, rounded half up."""
    return int(value + 0.5)
