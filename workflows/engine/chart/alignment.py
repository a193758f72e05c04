"""Which items stand on one line, so that ways run straight.

Blocks grow by joining the ends of hops, the main way first. Two are joined unless a column would
hold both of its items on one line, or the order of the columns would contradict itself.
"""

from collections.abc import Callable
from itertools import pairwise

from .graph import MANNERS
from .layers import Hop, Layers
from .ordering import Order

SPINE, PASSING = -2, -1


def aligned(layers: Layers, order: Order) -> list[int]:
    """For each item the number of its block: the least of the items that stand on its line."""
    blocks = _Blocks(layers, order)
    for hop in sorted(layers.hops, key=_rank_of_hops(layers)):
        if layers.items[hop.start].layer != layers.items[hop.end].layer:
            blocks.join(hop.start, hop.end)
    return blocks.block


def _rank_of_hops(layers: Layers) -> Callable[[Hop], int]:
    spine = set(pairwise(layers.graph.spine))
    ranks: dict[Hop, int] = {}
    for link, path in zip(layers.graph.links, layers.paths, strict=True):
        on_spine = (link.source, link.target) in spine and link.manner == "main"
        for hop in path:
            rank = MANNERS.index(link.manner)
            if on_spine:
                rank = SPINE
            elif not layers.is_node(hop.start) and not layers.is_node(hop.end):
                rank = PASSING
            ranks[hop] = min(rank, ranks.get(hop, rank))
    return ranks.__getitem__


class _Blocks:
    """Blocks and, as bits, the ``items`` and ``columns`` of each and what stands ``under`` it."""

    def __init__(self, layers: Layers, order: Order) -> None:
        self.block = list(range(len(layers.items)))
        self.items = {item: 1 << item for item in self.block}
        self.columns = {item: 1 << layers.items[item].layer for item in self.block}
        self.under: dict[int, int] = {}
        for column in order:
            lower = 0
            for item in reversed(column):
                self.under[item] = lower
                lower |= 1 << item

    def join(self, one: int, two: int) -> None:
        first, second = sorted((self.block[one], self.block[two]))
        if first == second or self.columns[first] & self.columns[second]:
            return
        if self.under[first] & self.items[second] or self.under[second] & self.items[first]:
            return
        self.items[first] |= self.items.pop(second)
        self.columns[first] |= self.columns.pop(second)
        self.under[first] |= self.under.pop(second)
        self.block = [first if block == second else block for block in self.block]
        joined, lower = self.items[first], self.items[first] | self.under[first]
        for block, under in self.under.items():
            if under & joined:
                self.under[block] = under | lower
