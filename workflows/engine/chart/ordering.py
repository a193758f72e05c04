"""Who stands above whom in a column, so that few ways cross.

Barycentre sweeps (Sugiyama, Tagawa and Toda, 1981) in both directions, the best order kept, then
neighbours change places as long as that helps. Lanes are never mixed.
"""

from collections.abc import Iterable
from statistics import fmean
from typing import NamedTuple

from .layers import Hop, Layers

SWEEPS = 6
ROUNDS = 3
# How much worse it is to cross the main way than another.
MAIN = 2

Order = list[list[int]]


class Chord(NamedTuple):
    """A hop as a chord of its channel's border; two cross when their ends alternate."""

    channel: int
    start: int
    end: int
    start_left: bool
    end_left: bool
    weight: int


class Ordering:
    """An order of all layers that is being improved."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self.channels: dict[int, list[Chord]] = {}
        self.chords_of: list[list[Chord]] = [[] for _item in layers.items]
        main = {
            hop
            for path, link in zip(layers.paths, layers.graph.links, strict=True)
            if link.manner == "main"
            for hop in path
        }
        self.left: list[list[int]] = [[] for _item in layers.items]
        self.right: list[list[int]] = [[] for _item in layers.items]
        self.beside: list[list[int]] = [[] for _item in layers.items]
        # Ways from one item to the same other run together: they cross as one.
        chords: dict[tuple[int, int, int], int] = {}
        for hop in layers.hops:
            ends = hop.channel, hop.start, hop.end
            chords[ends] = max(MAIN if hop in main else 1, chords.get(ends, 1))
            self._connect(hop)
        for (channel, start, end), weight in chords.items():
            chord = Chord(
                channel,
                start,
                end,
                layers.on_left(start, channel),
                layers.on_left(end, channel),
                weight,
            )
            self.channels.setdefault(channel, []).append(chord)
            self.chords_of[start].append(chord)
            self.chords_of[end].append(chord)
        self.order = self._first_order()
        self.place = [0] * len(layers.items)
        self._number(self.order)

    def _connect(self, hop: Hop) -> None:
        start_left = self.layers.on_left(hop.start, hop.channel)
        if start_left == self.layers.on_left(hop.end, hop.channel):
            self.beside[hop.start].append(hop.end)
            self.beside[hop.end].append(hop.start)
            return
        first, second = (hop.start, hop.end) if start_left else (hop.end, hop.start)
        self.right[first].append(second)
        self.left[second].append(first)

    def _first_order(self) -> Order:
        """Returns above the main way, the rest as written."""
        returns = {
            hop.end
            for path, link in zip(self.layers.paths, self.layers.graph.links, strict=True)
            if link.manner == "return"
            for hop in path[:-1]
        }
        columns = max(item.layer for item in self.layers.items) + 1
        order: Order = [[] for _column in range(columns)]
        for number, item in enumerate(self.layers.items):
            order[item.layer].append(number)
        for column in order:
            column.sort(key=lambda item: (self.layers.items[item].lane, item not in returns))
        return order

    def _number(self, columns: Iterable[list[int]]) -> None:
        for column in columns:
            for place, item in enumerate(column):
                self.place[item] = place

    def improve(self) -> Order:
        best, fewest = [list(column) for column in self.order], self.crossings()
        for sweep in range(SWEEPS):
            if not fewest:
                break
            self._sweep(rightwards=sweep % 2 == 0)
            found = self.crossings()
            if found < fewest:
                best, fewest = [list(column) for column in self.order], found
        self.order = best
        self._number(self.order)
        for _round in range(ROUNDS):
            swapped = [self._swap_neighbours(column) for column in self.order]
            if not any(swapped):
                break
        return self.order

    def _sweep(self, *, rightwards: bool) -> None:
        nearer = self.left if rightwards else self.right
        for column in self.order if rightwards else reversed(self.order):
            wish = {
                item: fmean(self.place[other] for other in nearer[item])
                for item in column
                if nearer[item]
            }
            for item in column:
                if item not in wish:
                    # A turn stands next to where it turns.
                    known = [wish[other] for other in self.beside[item] if other in wish]
                    wish[item] = fmean(known) - 0.5 if known else self.place[item]
            column.sort(key=lambda item: (self.layers.items[item].lane, wish[item]))
            self._number([column])

    def _swap_neighbours(self, column: list[int]) -> bool:
        swapped = False
        for above in range(len(column) - 1):
            pairs = self._beside_each_other(column[above], column[above + 1])
            if not pairs:
                continue
            before = self._crossings_of(pairs)
            self._swap(pairs)
            if self._crossings_of(pairs) < before:
                swapped = True
            else:
                self._swap([(two, one) for one, two in pairs])
        return swapped

    def _swap(self, pairs: list[tuple[int, int]]) -> None:
        for one, two in pairs:
            column = self.order[self.layers.items[one].layer]
            above = self.place[one]
            column[above], column[above + 1] = two, one
            self.place[one], self.place[two] = above + 1, above

    def _beside_each_other(self, one: int, two: int) -> list[tuple[int, int]]:
        """The pair and, while both go on as stand-ins next to each other, their continuations:
        two long ways change places as a whole. Nothing if they are of two lanes.
        """
        if self.layers.items[one].lane != self.layers.items[two].lane:
            return []
        pairs = [(one, two)]
        for onward in (self.left, self.right):
            above, below = one, two
            while (found := self._continued(above, below, onward)) is not None:
                pairs.append(found)
                above, below = found
        return pairs

    def _continued(self, one: int, two: int, onward: list[list[int]]) -> tuple[int, int] | None:
        for above in onward[one]:
            for below in onward[two]:
                passing = not self.layers.is_node(above) and not self.layers.is_node(below)
                alike = self.layers.items[above].lane == self.layers.items[below].lane
                if passing and alike and self.place[below] == self.place[above] + 1:
                    return above, below
        return None

    def crossings(self) -> int:
        """All crossings, each as often as its ways weigh together."""
        return sum(self._crossings_in(chords) for chords in self.channels.values())

    def _crossings_in(self, chords: list[Chord]) -> int:
        drawn = sorted((*self._ends(chord), chord.weight) for chord in chords)
        found = 0
        for number, (first, last, weight) in enumerate(drawn):
            for begin, end, other in drawn[number + 1 :]:
                if begin >= last:
                    break
                if first < begin and end > last:
                    found += weight * other
        return found

    def _crossings_of(self, pairs: list[tuple[int, int]]) -> int:
        """Those that depend on which of each pair stands above the other."""
        found = 0
        for one, two in pairs:
            theirs = [(chord, *self._ends(chord)) for chord in self.chords_of[two]]
            for chord in self.chords_of[one]:
                first, last = self._ends(chord)
                for other, begin, end in theirs:
                    if chord.channel == other.channel and (
                        first < begin < last < end or begin < first < end < last
                    ):
                        found += chord.weight * other.weight
        return found

    def _ends(self, chord: Chord) -> tuple[int, int]:
        """Down the left side and up the right one; no column is as long as that."""
        start, end = self.place[chord.start], self.place[chord.end]
        if not chord.start_left:
            start = 1_000_000 - start
        if not chord.end_left:
            end = 1_000_000 - end
        return (start, end) if start < end else (end, start)
