"""The columns and the channels between them, from left to right.

A channel has room for the words on the ways that begin there, then for its tracks, then for tips.
"""

from collections import defaultdict

from .layers import Hop, Layers
from .ports import Ports
from .shapes import Shape, label_lines, label_width
from .tracks import Net, tracks

MARGIN = 28
# Beside a shape with a caption, ways part only behind the caption.
FORK = 14
WORDS_START, WORDS_END = 14, 10
TRACK, TIPS = 14, 26


class Channels:
    """Where columns, tracks and words are across, once the heights are known."""

    def __init__(
        self, layers: Layers, shapes: list[Shape], sides: Ports, lines: list[float]
    ) -> None:
        self.layers, self.shapes, self.sides, self.lines = layers, shapes, sides, lines
        self.words = [label_lines(link.label) for link in layers.graph.links]
        self._tracks = {channel: tracks(nets) for channel, nets in self._nets().items()}
        widths = [0.0] * (max(item.layer for item in layers.items) + 1)
        for shape, item in zip(shapes, layers.items, strict=False):
            widths[item.layer] = max(widths[item.layer], shape.width)
        self.middle: list[float] = []
        self._first_track = {-1: float(MARGIN)}
        edge = MARGIN + (self._room(-1) if -1 in self._tracks else 0)
        for column, width in enumerate(widths):
            self.middle.append(edge + width / 2)
            self._first_track[column] = self._behind_words(column, edge + width)
            edge = self._first_track[column] + self._room(column)
        tracks_end = edge - TIPS if self._tracks.get(len(widths) - 1) else 0
        self.width = max(tracks_end, self.middle[-1] + widths[-1] / 2) + MARGIN

    def _nets(self) -> dict[int, list[Net]]:
        together: defaultdict[tuple[int, int], list[Hop]] = defaultdict(list)
        for hop in self.layers.hops:
            together[hop.channel, hop.end].append(hop)
        nets: defaultdict[int, list[Net]] = defaultdict(list)
        for (channel, end), hops in together.items():
            heights: dict[bool, list[float]] = {True: [], False: []}
            for hop in hops:
                heights[self.layers.on_left(hop.start, channel)].append(self.start_line(hop))
            heights[self.layers.on_left(end, channel)].append(self.lines[end])
            nets[channel].append(Net(end, tuple(heights[True]), tuple(heights[False])))
        return nets

    def _room(self, channel: int) -> float:
        return TRACK * (max(self._tracks.get(channel, {}).values(), default=-1) + 1) + TIPS

    def _behind_words(self, column: int, edge: float) -> float:
        ends = [
            self.fork(number) + WORDS_START + label_width(self.words[number])
            for number, link in enumerate(self.layers.graph.links)
            if self.layers.items[link.source].layer == column
        ]
        return max(edge, *ends) + WORDS_END if ends else edge + WORDS_END

    def fork(self, number: int) -> float:
        """Where a link parts from the others of its source."""
        source = self.layers.graph.links[number].source
        shape = self.shapes[source]
        right = self.middle[self.layers.items[source].layer] + shape.width / 2
        return right if shape.form == "box" else right + FORK

    def start_line(self, hop: Hop) -> float:
        """The height at which a hop begins."""
        off = 0.0 if hop.link is None else self.sides.offsets[hop.link]
        return self.lines[hop.start] + off

    def track(self, hop: Hop) -> float | None:
        """Where a hop runs upright; ``None`` if it is level."""
        track = self._tracks[hop.channel].get(hop.end)
        return None if track is None else self._first_track[hop.channel] + TRACK * track
