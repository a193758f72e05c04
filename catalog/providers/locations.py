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


def cell_of(lat: Decimal, lng: Decimal) -> str:
    """The H3 cell, such as ``88309959c3fffff``, that holds a point given in degrees (WGS 84)."""
    return str(h3.latlng_to_cell(float(lat), float(lng), RESOLUTION))


def centre_of(cell: str) -> tuple[float, float]:
    """Latitude and longitude of the cell's centre in degrees, to five places (about a metre)."""
    lat, lng = h3.cell_to_latlng(cell)
    return round(lat, 5), round(lng, 5)


def metres_to(cell: str, point: tuple[float, float]) -> int:
    """The great-circle distance from a point in degrees to the cell's centre, in whole metres.

    The haversine formula, on a sphere: within 0.6 % of the ellipsoid.
    """
    (lat, lng), (centre_lat, centre_lng) = map(radians, point), map(radians, centre_of(cell))
    chord = (
        sin((lat - centre_lat) / 2) ** 2
        + cos(lat) * cos(centre_lat) * sin((lng - centre_lng) / 2) ** 2
    )
    return round(2 * EARTH * asin(min(1.0, sqrt(chord))))
