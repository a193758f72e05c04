"""Where everything of a drawing is: shapes, ways as lines with corners, and their words."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..definition import ProcessDefinition
from .alignment import aligned
from .channels import MARGIN, Channels
from .graph import ENTRY, Link, Node, graph
from .heights import heights
from .layers import layers
from .ordering import Ordering
from .ports import ports, reaching, topmost
from .shapes import Shape, shape_of

MARK_NEAR = 24

Point = tuple[float, float]


@dataclass(frozen=True)
class Place:
    """A node's shape: its box, and the height ``line`` at which ways come in and go on."""

    node: Node
    shape: Shape
    column: int
    x: float
    y: float
    width: float
    height: float
    line: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True)
class Route:
    """A way as the corners of a line from its source to its target. Its ``words`` begin ``at``
    where it has parted from the others, above the line.
    """

    link: Link
    points: tuple[Point, ...]
    at: Point
    mark_at: Point
    words: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """``places`` are those of the steps, in the definition's order, then of the case actions.
    ``spine`` is the longest way to an end, as places in ``places``.
    """

    places: tuple[Place, ...]
    routes: tuple[Route, ...]
    spine: tuple[int, ...]
    width: float
    height: float

    def of_steps(self) -> Mapping[str, Place]:
        """By the step's id."""
        return {place.node.key: place for place in self.places if place.node.kind != ENTRY}


def layout(definition: ProcessDefinition, *, language: str) -> Layout:
    """The layout with the texts in ``language``, in pixels. Two shapes never overlap, and no way
    touches a shape other than those at its ends.
    """
    drawn = graph(definition, language)
    columns = layers(drawn)
    shapes = [shape_of(node) for node in drawn.nodes]
    order = Ordering(columns).improve()
    blocks = aligned(columns, order)
    sides = ports(columns, order, blocks, shapes)
    lines = heights(columns, order, blocks, sides)
    sides = reaching(sides, columns, order, shapes, lines)
    top = MARGIN - topmost(columns, sides, lines)
    lines = [top + line for line in lines]
    channels = Channels(columns, shapes, sides, lines)
    places = tuple(_place(channels, number) for number in range(len(shapes)))
    return Layout(
        places=places,
        routes=tuple(_route(channels, places, number) for number in range(len(drawn.links))),
        spine=drawn.spine,
        width=channels.width,
        height=max(map(sum, zip(lines, sides.below, strict=True))) + MARGIN,
    )


def _place(channels: Channels, number: int) -> Place:
    shape, line = channels.shapes[number], channels.lines[number]
    column = channels.layers.items[number].layer
    above, below = shape.half, shape.half
    if shape.form == "box":
        # As high as its ways need.
        above, below = channels.sides.above_box[number], channels.sides.below_box[number]
    elif shape.form == "entry":
        above, below = shape.above, shape.below
    return Place(
        node=channels.layers.graph.nodes[number],
        shape=shape,
        column=column,
        x=channels.middle[column] - shape.half,
        y=line - above,
        width=2 * shape.half,
        height=above + below,
        line=line,
    )


def _route(channels: Channels, places: tuple[Place, ...], number: int) -> Route:
    link = channels.layers.graph.links[number]
    source, target = places[link.source], places[link.target]
    begin = channels.fork(number)
    height = source.line + channels.sides.offsets[number]
    points = [(source.x + source.width, height)]
    if source.shape.form != "box":
        points = [(source.x + source.width, source.line), (begin, source.line), (begin, height)]
    for hop in channels.layers.paths[number]:
        track = channels.track(hop)
        if track is not None:
            points += [(track, channels.start_line(hop)), (track, channels.lines[hop.end])]
    points.append((target.x, target.line))
    # Near its shape, also where the way goes far up or down at once.
    near = min(max(height, source.line - MARK_NEAR), source.line + MARK_NEAR)
    mark_at = (begin, height if source.shape.form == "box" else near)
    return Route(link, _corners(points), (begin, height), mark_at, channels.words[number])


def _corners(points: list[Point]) -> tuple[Point, ...]:
    """Without those where the line does not turn."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(kept[-1][0] - point[0]) < 0.5 and abs(kept[-1][1] - point[1]) < 0.5:
            continue
        if len(kept) > 1 and (
            kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1]
        ):
            kept.pop()
        kept.append(point)
    return tuple(kept)
