"""What the rows of a decision table leave open, and where they meet. Pure.

The values of each column are cut into pieces inside of which no cell of the column changes its
answer: at every value that a cell names, and at the limits of what the variable may be. One value
stands for each piece. A case is then one piece of every column, and the rows that fit it are an
intersection of sets of rows, kept as the bits of a number.

What cannot be cut so (lists, objects, parts of texts, comparisons with other variables) is left
out. Such cells count as fitting where a gap is looked for, and their rows are left out where rows
are said to meet: what is told is so, what is not told may be so all the same.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

# Sets of rows that are looked at before the search gives up.
MOST_STATES = 20_000


@dataclass(frozen=True)
class Piece:
    """A part of a column's values. ``shown`` stands for it; ``rows`` are those that fit it."""

    shown: object
    rows: int


@dataclass(frozen=True)
class Grid:
    """A table cut into pieces: one list for each column that could be cut.

    ``partial`` are the rows with a cell in a column that could not.
    """

    columns: tuple[tuple[Piece, ...], ...]
    rows: int
    partial: int = 0


class TooLarge(Exception):
    """More combinations than are looked at."""


Example = tuple[object, ...]


def cut(values: Sequence[object], fits: Sequence[Callable[[object], bool] | None]) -> list[Piece]:
    """The pieces of a column: ``values`` stand for them, ``fits`` are its cells by row; ``None``
    for an empty cell. Pieces that the same rows fit are one, with the first value.
    """
    pieces: dict[int, Piece] = {}
    for value in values:
        rows = sum(1 << number for number, fit in enumerate(fits) if fit is None or fit(value))
        pieces.setdefault(rows, Piece(value, rows))
    return list(pieces.values())


def gap(grid: Grid) -> Example | None:
    """A case that no row fits, or ``None``. ``TooLarge`` where that is not to be found out."""
    return _Search(grid).case(_all(grid), (0).__eq__)


def overlaps(grid: Grid, *, most: int) -> list[tuple[int, int, Example]]:
    """At most ``most`` pairs of rows that fit the same case, counted from 0, with such a case."""
    found: list[tuple[int, int, Example]] = []
    for later in range(grid.rows):
        for earlier in range(later):
            both = (1 << earlier) | (1 << later)
            if grid.partial & both:
                continue
            example = _shared(grid, both)
            if example is not None:
                found.append((earlier, later, example))
                if len(found) == most:
                    return found
    return found


def empty(grid: Grid) -> list[int]:
    """The rows that fit no case at all: no piece of some column fits them."""
    return [row for row in range(grid.rows) if _shared(grid, 1 << row) is None]


def unreachable(grid: Grid) -> list[int]:
    """The rows whose every case an earlier row fits. ``TooLarge`` where the search gives up."""
    search = _Search(grid)
    found = []
    for row in range(1, grid.rows):
        own = 1 << row
        earlier = (own - 1) & ~grid.partial
        if _shared(grid, own) is None:
            continue
        if search.case(own | earlier, own.__eq__, keeps=own) is None:
            found.append(row)
    return found


def _all(grid: Grid) -> int:
    return (1 << grid.rows) - 1


def _shared(grid: Grid, rows: int) -> Example | None:
    """A case that all of ``rows`` fit."""
    example = []
    for pieces in grid.columns:
        piece = next((one for one in pieces if one.rows & rows == rows), None)
        if piece is None:
            return None
        example.append(piece.shown)
    return tuple(example)


@dataclass
class _Search:
    """Looks for a case column by column; a set of rows is followed once for each column."""

    grid: Grid
    _states: int = 0

    def case(self, rows: int, is_found: Callable[[int], bool], *, keeps: int = 0) -> Example | None:
        """A case of which ``rows`` keeps what ``is_found`` wants, and all of ``keeps``."""
        seen: set[tuple[int, int]] = set()

        def onward(column: int, left: int) -> Iterator[tuple[object, int]]:
            for piece in self.grid.columns[column]:
                if left & piece.rows & keeps == keeps:
                    yield piece.shown, left & piece.rows

        # A stack and not recursion: a table may have many columns.
        if not self.grid.columns:
            return () if is_found(rows) else None
        path: list[object] = []
        waiting = [onward(0, rows)]
        while waiting:
            step = next(waiting[-1], None)
            if step is None:
                waiting.pop()
                if path:
                    path.pop()
                continue
            shown, left = step
            column = len(waiting)
            if column == len(self.grid.columns):
                if is_found(left):
                    return (*path, shown)
                continue
            if (column, left) not in seen:
                self._states += 1
                if self._states > MOST_STATES:
                    raise TooLarge
                seen.add((column, left))
                path.append(shown)
                waiting.append(onward(column, left))
        return None
