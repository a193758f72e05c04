"""Where a provider is, as far as the public may know.

A home is never shown. It is reduced to its H3 cell at resolution 8 (about 0.7 km² on average:
https://h3geo.org/docs/core-library/restable), and distances and maps use the cell's centre.
"""

from decimal import Decimal

import h3

RESOLUTION = 8


def cell_of(lat: Decimal, lng: Decimal) -> str:
    """The H3 cell, such as ``88309959c3fffff``, that holds a point given in degrees (WGS 84)."""
    return str(h3.latlng_to_cell(float(lat), float(lng), RESOLUTION))


def centre_of(cell: str) -> tuple[float, float]:
    """Latitude and longitude of the cell's centre in degrees, to five places (about a metre)."""
    lat, lng = h3.cell_to_latlng(cell)
    return round(lat, 5), round(lng, 5)
