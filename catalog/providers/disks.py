"""The cells round a place, as ranges of an indexed column: ``docs/algorithms/matching.md``."""

import h3

from catalog.providers.locations import RESOLUTION, Point, metres_between

FINEST = 6
# A disk of so many edges is covered by a handful of cells.
EDGES = 1.5
# Of the way to a cell's furthest corner: what belongs to it sticks out of its hexagon.
REACH = 1.2
# Bits of one digit of a cell's number, and its largest value.
DIGIT, LAST = 3, 6
DIGITS = 15


def ranges_around(place: Point, radius: float) -> list[tuple[str, str]] | None:
    """First and last cell of ranges that hold every cell whose centre is within ``radius`` metres.

    They hold some that are further away too. ``None``: the disk is so large that all may be in it.
    """
    resolution = next((r for r in range(FINEST, -1, -1) if _edge(r) * EDGES >= radius), None)
    if resolution is None:
        return None
    start = h3.latlng_to_cell(*place, resolution)
    found, border = {start}, [start]
    while border:
        beside = set(h3.grid_disk(border.pop(), 1)) - found
        new = [cell for cell in beside if _may_hold(cell, place, radius)]
        found.update(new)
        border += new
    return [_range(cell) for cell in sorted(found)]


def _edge(resolution: int) -> float:
    return float(h3.average_hexagon_edge_length(resolution, unit="m"))


def _may_hold(cell: str, place: Point, radius: float) -> bool:
    centre = h3.cell_to_latlng(cell)
    furthest = max(metres_between(centre, corner) for corner in h3.cell_to_boundary(cell))
    return metres_between(centre, place) <= radius + REACH * furthest


def _range(cell: str) -> tuple[str, str]:
    """The cells of our resolution below ``cell``: their numbers begin with its digits."""
    first = h3.cell_to_center_child(cell, RESOLUTION)
    digits = range(h3.get_resolution(cell) + 1, RESOLUTION + 1)
    last = int(first, 16) + sum(LAST << DIGIT * (DIGITS - digit) for digit in digits)
    return first, f"{last:x}"
