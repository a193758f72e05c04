"""A strip above the drawing that tells in which stage the main way is."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from .layout import Layout, Place
from .shapes import CAPTION
from .wording import breadth, lines

GAP, PADDING = 4, 8


@dataclass(frozen=True)
class Band:
    """A stretch of the main way in one stage, named as it fits."""

    name: str
    words: str
    x: float
    width: float


def bands(found: Layout, names: Mapping[str, str]) -> list[Band]:
    """From left to right. ``names`` are those of the stages, by key; a stage without one, as any
    step without a stage, belongs to the band before.
    """
    spine = [found.places[number] for number in found.spine]
    runs: list[tuple[str, list[Place]]] = []
    for place in spine:
        stage = place.node.stage
        if stage in names and (not runs or runs[-1][0] != stage):
            runs.append((stage, [place]))
        elif runs:
            runs[-1][1].append(place)
    edges = [_left(runs[0][1][0])] if runs else []
    for (_stage, before), (_next_stage, after) in pairwise(runs):
        edges.append((_right(before[-1]) + _left(after[0])) / 2)
    if runs:
        # The last one may go beyond its steps, to say its name.
        needed = breadth(names[runs[-1][0]], CAPTION) + PADDING + GAP
        edges.append(max(_right(runs[-1][1][-1]), min(edges[-1] + needed, found.width)))
    return [
        _band(names[stage], begin, end)
        for (stage, _places), begin, end in zip(runs, edges, edges[1:], strict=False)
    ]


def _band(name: str, begin: float, end: float) -> Band:
    width = end - begin - GAP
    (words,) = lines(name, room=width - PADDING, size=CAPTION, most=1)
    return Band(name, words, begin, width)


def _left(place: Place) -> float:
    return place.middle - place.shape.width / 2


def _right(place: Place) -> float:
    return place.middle + place.shape.width / 2
