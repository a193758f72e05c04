"""Where on a node's right side each of its ways begins, and how much height that takes."""

from dataclasses import dataclass, replace

from .graph import MANNERS, Link
from .layers import Layers
from .ordering import Order
from .shapes import LABEL_LINE, Shape, label_lines

# Between two ways, as between two lines that pass.
STEP = 24
# A stand-in has no shape, only its line.
LINE_HALF = 8
# From a way to the nearest edge of its box.
BOX_EDGE = 14


@dataclass(frozen=True)
class Ports:
    """``offsets`` of the links' beginnings from the line of their source; for each item what it
    takes ``above`` and ``below`` its line, and for each node what a box takes, without words.
    """

    offsets: tuple[float, ...]
    above: tuple[float, ...]
    below: tuple[float, ...]
    above_box: tuple[float, ...]
    below_box: tuple[float, ...]


def ports(layers: Layers, order: Order, blocks: list[int], shapes: list[Shape]) -> Ports:
    """The way that goes straight on leaves from the middle, the others above and below it, in
    the order in which they go apart.
    """
    place = {item: number for column in order for number, item in enumerate(column)}
    links = layers.graph.links
    offsets = [0.0] * len(links)
    above_box = [shape.above for shape in shapes]
    below_box = [shape.below for shape in shapes]
    above, below = list(above_box), list(below_box)
    for node, ahead in _leaving(layers).items():
        ahead.sort(key=lambda number: _turn(layers, place, number))
        _spread(links, ahead, _middle(layers, blocks, ahead), offsets)
        first, last = offsets[ahead[0]], offsets[ahead[-1]]
        if shapes[node].form == "box":
            above_box[node] = max(above_box[node], BOX_EDGE - first)
            below_box[node] = max(below_box[node], BOX_EDGE + last)
        above[node] = max(above_box[node], _rise(links[ahead[0]]) - first)
        below[node] = max(below_box[node], LINE_HALF + last)
    passing = (float(LINE_HALF),) * (len(layers.items) - len(shapes))
    return Ports(
        tuple(offsets), (*above, *passing), (*below, *passing), tuple(above_box), tuple(below_box)
    )


def _leaving(layers: Layers) -> dict[int, list[int]]:
    """The links that leave each node that any leaves."""
    leaving: dict[int, list[int]] = {}
    for number, link in enumerate(layers.graph.links):
        leaving.setdefault(link.source, []).append(number)
    return leaving


def reaching(
    ports: Ports, layers: Layers, order: Order, shapes: list[Shape], lines: list[float]
) -> Ports:
    """Ways that part behind a caption part at once as far as they must go, where nothing of their
    column stands in between: one corner less.
    """
    links, offsets = layers.graph.links, list(ports.offsets)
    for node, ahead in _leaving(layers).items():
        if shapes[node].form in {"box", "entry"}:
            continue
        column = order[layers.items[node].layer]
        at = column.index(node)
        ceiling, floor = float("-inf"), float("inf")
        if at:
            ceiling = lines[column[at - 1]] + ports.below[column[at - 1]]
        if at + 1 < len(column):
            floor = lines[column[at + 1]] - ports.above[column[at + 1]]
        # The outermost first: each is the limit of the next.
        for number in sorted(ahead, key=lambda number: -abs(offsets[number])):
            end = layers.paths[number][0].end
            goal, off = lines[end], offsets[number]
            if layers.items[end].layer == layers.items[node].layer or not off:
                continue
            rise = _rise(links[number])
            outwards = (goal - lines[node] - off) * off >= 0
            if outwards and ceiling + rise <= goal <= floor - LINE_HALF:
                offsets[number] = goal - lines[node]
            line = lines[node] + offsets[number]
            ceiling, floor = (ceiling, line - rise) if off > 0 else (line + LINE_HALF, floor)
    return replace(ports, offsets=tuple(offsets))


def topmost(layers: Layers, ports: Ports, lines: list[float]) -> float:
    """The height above which there is nothing, words included."""
    shapes = (line - above for line, above in zip(lines, ports.above, strict=True))
    words = (
        lines[link.source] + off - _rise(link)
        for link, off in zip(layers.graph.links, ports.offsets, strict=True)
    )
    return min((*shapes, *words))


def _turn(layers: Layers, place: dict[int, int], number: int) -> tuple[int, int]:
    """From the top: turns upwards, the nearest outermost; ways ahead; turns downwards."""
    hop = layers.paths[number][0]
    if layers.items[hop.end].layer != layers.items[hop.start].layer:
        return 0, place[hop.end]
    return (-1 if place[hop.end] < place[hop.start] else 1), -place[hop.end]


def _middle(layers: Layers, blocks: list[int], ahead: list[int]) -> int:
    """Which of the ways leaves from the middle: the straight one, else the most important."""

    def rank(place: int) -> tuple[bool, int, int]:
        hop = layers.paths[ahead[place]][0]
        manner = layers.graph.links[ahead[place]].manner
        return blocks[hop.start] != blocks[hop.end], MANNERS.index(manner), place

    return min(range(len(ahead)), key=rank)


def _spread(links: tuple[Link, ...], ahead: list[int], middle: int, offsets: list[float]) -> None:
    for place in range(middle + 1, len(ahead)):
        offsets[ahead[place]] = offsets[ahead[place - 1]] + _distance(links, ahead, place)
    for place in range(middle - 1, -1, -1):
        offsets[ahead[place]] = offsets[ahead[place + 1]] - _distance(links, ahead, place + 1)


def _distance(links: tuple[Link, ...], ahead: list[int], place: int) -> float:
    """Between a way and the one above it: the lower one's words stand between them."""
    return max(STEP, _rise(links[ahead[place]]) + 4)


def _rise(link: Link) -> float:
    return LABEL_LINE * len(label_lines(link.label)) + 6
