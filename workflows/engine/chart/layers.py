"""The columns: each node behind those that lead to it, and stand-ins where a way passes by."""

from collections.abc import Hashable
from dataclasses import dataclass
from itertools import pairwise

from .graph import Graph, Link, in_order


@dataclass(frozen=True)
class Item:
    """Something that takes room in a column: a node, or a stand-in for a way that passes.

    The ``lane`` keeps the main way (0) above refusals, lapses and what else leaves it (1).
    """

    layer: int
    lane: int


@dataclass(frozen=True)
class Hop:
    """A piece of a way through one channel. Channel ``n`` lies behind layer ``n``.

    ``link`` is the way that begins here, ``None`` where it goes on from a stand-in: ways to one
    target run together, so a piece may belong to several.
    """

    channel: int
    start: int
    end: int
    link: int | None


@dataclass(frozen=True)
class Layers:
    """``items`` are the graph's nodes, in their order, then the stand-ins; ``paths`` the hops of
    each link from its source to its target.
    """

    graph: Graph
    items: tuple[Item, ...]
    paths: tuple[tuple[Hop, ...], ...]

    @property
    def hops(self) -> tuple[Hop, ...]:
        return tuple(dict.fromkeys(hop for path in self.paths for hop in path))

    def is_node(self, item: int) -> bool:
        return item < len(self.graph.nodes)

    def on_left(self, item: int, channel: int) -> bool:
        """Whether the item touches the channel from the left."""
        return self.items[item].layer == channel


def layers(graph: Graph) -> Layers:
    """Layers by the longest way; a way that leads back passes every layer between its ends,
    theirs included: it leaves to the right and comes in from the left, as all ways do.
    """
    layer_of = _layer_of(graph)
    items = [
        Item(layer_of[number], 0 if number in graph.main else 1)
        for number in range(len(graph.nodes))
    ]
    stand_ins: dict[Hashable, int] = {}
    paths = []
    for number, link in enumerate(graph.links):
        lane = 0 if {link.source, link.target} <= graph.main and link.manner != "jump" else 1
        steps = _passed(link, layer_of)
        chain = [link.source]
        for layer in steps:
            # Outside of the main way, ways to one target share their line.
            together = number if link.manner == "main" else link.manner == "return"
            key = (link.target, lane, layer, together)
            if key not in stand_ins:
                stand_ins[key] = len(items)
                items.append(Item(layer, lane))
            chain.append(stand_ins[key])
        chain.append(link.target)
        paths.append(_hops(chain, number, link.manner == "return", layer_of[link.source]))
    return Layers(graph, tuple(items), tuple(paths))


def _layer_of(graph: Graph) -> list[int]:
    layer_of = [0] * len(graph.nodes)
    into: list[list[int]] = [[] for _node in graph.nodes]
    onward: list[list[int]] = [[] for _node in graph.nodes]
    for link in graph.forward():
        into[link.target].append(link.source)
        onward[link.source].append(link.target)
    for node in in_order(graph.forward(), len(graph.nodes)):
        layer_of[node] = max((layer_of[source] + 1 for source in into[node]), default=0)
    for node, sources in enumerate(into):
        if not sources and onward[node] and node != graph.spine[0]:
            # Nothing leads here, so it may stand next to where it leads.
            layer_of[node] = min(layer_of[target] for target in onward[node]) - 1
    return layer_of


def _passed(link: Link, layer_of: list[int]) -> range:
    """The layers that a way passes, in its direction."""
    first, last = layer_of[link.source], layer_of[link.target]
    return range(first, last - 1, -1) if link.manner == "return" else range(first + 1, last)


def _hops(chain: list[int], link: int, back: bool, layer: int) -> tuple[Hop, ...]:
    return tuple(
        Hop(
            channel=layer - place if back else layer + place,
            start=start,
            end=end,
            link=link if place == 0 else None,
        )
        for place, (start, end) in enumerate(pairwise(chain))
    )
