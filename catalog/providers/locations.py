"""Where a provider is, as far as the public may know.

A home is never shown. It is reduced to its H3 cell at resolution 8 (about 0.7 km² on average:
https://h3geo.org/docs/core-library/restable), and distances and maps use the cell's centre.
"""

from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

import h3

RESOLUTION = 8
# The mean radius of the earth (IUGG, R1), in metres.
EARTH = 6_371_008.8

# Latitude and longitude in degrees (WGS 84).
Point = tuple[float, float]


def cell_of(lat: Decimal, lng: Decimal) -> str:
    """The H3 cell, such as ``88309959c3fffff``, that holds a point given in degrees (WGS 84)."""
    return str(h3.latlng_to_cell(float(lat), float(lng), RESOLUTION))


def centre_of(cell: str) -> Point:
    """Latitude and longitude of the cell's centre in degrees, to five places (about a metre)."""
    lat, lng = h3.cell_to_latlng(cell)
    return round(lat, 5), round(lng, 5)


def metres_to(cell: str, point: Point) -> int:
    """The great-circle distance from a point in degrees to the cell's centre, in whole metres."""
    return round(metres_between(point, centre_of(cell)))


def metres_between(one: Point, other: Point) -> float:
    """The haversine formula, on a sphere: within 0.6 % of the ellipsoid."""
    (lat, lng), (other_lat, other_lng) = map(radians, one), map(radians, other)
    chord = (
        sin((lat - other_lat) / 2) ** 2
        + cos(lat) * cos(other_lat) * sin((lng - other_lng) / 2) ** 2
    )
    return 2 * EARTH * asin(min(1.0, sqrt(chord)))
