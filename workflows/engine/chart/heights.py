"""How high each item stands: blocks as near to what they are connected with as the room allows."""

from itertools import pairwise

from .layers import Layers
from .ordering import Order
from .ports import Ports

# Between two shapes or a shape and a line; between two lines, no more than between two ports.
GAP, LINE_GAP = 12, 8
ROUNDS = 3
WEIGHTS = {"main": 8, "aside": 3, "jump": 1, "return": 1}


def heights(layers: Layers, order: Order, blocks: list[int], ports: Ports) -> list[float]:
    """The line of each item, from anywhere; items of one column never overlap."""
    gaps: dict[tuple[int, int], float] = {}
    for column in order:
        for above, below in pairwise(column):
            pair = blocks[above], blocks[below]
            lines = not layers.is_node(above) and not layers.is_node(below)
            gap = ports.below[above] + (LINE_GAP if lines else GAP) + ports.above[below]
            gaps[pair] = max(gap, gaps.get(pair, 0))
    over: dict[int, list[tuple[int, float]]] = {block: [] for block in blocks}
    under: dict[int, list[tuple[int, float]]] = {block: [] for block in blocks}
    for (above, below), gap in gaps.items():
        over[below].append((above, gap))
        under[above].append((below, gap))
    downwards = _from_the_top(over, under)
    height: dict[int, float] = {}
    for block in downwards:
        height[block] = max((height[above] + gap for above, gap in over[block]), default=0)
    pulls = _pulls(layers, blocks, ports)
    spine = blocks[layers.graph.spine[0]]
    for turn in range(2 * ROUNDS):
        for block in downwards if turn % 2 else reversed(downwards):
            if block != spine and pulls[block]:
                lowest = max((height[one] + gap for one, gap in over[block]), default=None)
                highest = min((height[one] - gap for one, gap in under[block]), default=None)
                wish = _median([(height[one] + by, weight) for one, by, weight in pulls[block]])
                if highest is not None:
                    wish = min(wish, highest)
                height[block] = wish if lowest is None else max(wish, lowest)
    return [height[block] for block in blocks]


def _from_the_top(
    over: dict[int, list[tuple[int, float]]], under: dict[int, list[tuple[int, float]]]
) -> list[int]:
    waits = {block: len(above) for block, above in over.items()}
    ready = [block for block, count in waits.items() if not count]
    for block in ready:
        for below, _gap in under[block]:
            waits[below] -= 1
            if not waits[below]:
                ready.append(below)
    return ready


def _pulls(
    layers: Layers, blocks: list[int], ports: Ports
) -> dict[int, list[tuple[int, float, int]]]:
    """Where others would like a block to be: (their block, how far off it, how much)."""
    pulls: dict[int, list[tuple[int, float, int]]] = {block: [] for block in blocks}
    for link, path in zip(layers.graph.links, layers.paths, strict=True):
        weight = WEIGHTS[link.manner]
        for hop in path:
            start, end = blocks[hop.start], blocks[hop.end]
            off = 0.0 if hop.link is None else ports.offsets[hop.link]
            if start != end:
                pulls[end].append((start, off, weight))
                pulls[start].append((end, -off, weight))
    return pulls


def _median(wishes: list[tuple[float, int]]) -> float:
    wishes.sort()
    rest = sum(weight for _wish, weight in wishes) / 2
    for wish, weight in wishes:
        rest -= weight
        if rest <= 0:
            return wish
    return wishes[-1][0]
