"""Degrees in WGS 84, which we keep, and in GCJ-02, which maps of China speak. Pure.

See docs/algorithms/coordinates.md: the formula, its source, and how exact it is.
"""

from math import cos, pi, radians, sin, sqrt

from django.db.models import TextChoices

# Latitude and longitude in degrees.
Point = tuple[float, float]

# Krasovsky 1940: half the longer axis in metres, and the square of the eccentricity.
AXIS = 6_378_245.0
ECCENTRICITY = 0.00669342162296594323
# The shift is reckoned from here.
ORIGIN = (35.0, 105.0)
# Where it applies: the rectangle that the public implementations share.
SOUTH, NORTH, WEST, EAST = 0.8293, 55.8271, 72.004, 137.8347
# Each turn makes the error some hundred times smaller, from a kilometre on.
TURNS = 6


class ReferenceSystem(TextChoices):
    WGS84 = "wgs84", "WGS 84"
    GCJ02 = "gcj02", "GCJ-02"


def to_wgs84(point: Point, system: str) -> Point:
    """``point``, which is of ``system``, in WGS 84; unrounded."""
    if system == ReferenceSystem.WGS84 or not _is_shifted(point):
        return point
    lat, lng = point
    found = point
    for _turn in range(TURNS):
        north, east = _shift(found)
        found = lat - north, lng - east
    return found


def from_wgs84(point: Point, system: str) -> Point:
    """``point``, which is of WGS 84, in ``system``; unrounded."""
    if system == ReferenceSystem.WGS84 or not _is_shifted(point):
        return point
    north, east = _shift(point)
    return point[0] + north, point[1] + east


def _is_shifted(point: Point) -> bool:
    lat, lng = point
    return SOUTH <= lat <= NORTH and WEST <= lng <= EAST


def _shift(point: Point) -> Point:
    """How far GCJ-02 lies from WGS 84 at ``point``, in degrees."""
    lat = radians(point[0])
    y, x = point[0] - ORIGIN[0], point[1] - ORIGIN[1]
    ripple = 20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += (ripple + _wave(20, y) + 160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += (ripple + _wave(20, x) + 150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    flat = 1 - ECCENTRICITY * sin(lat) ** 2
    meridian = AXIS * (1 - ECCENTRICITY) / (flat * sqrt(flat))
    parallel = AXIS / sqrt(flat) * cos(lat)
    return north * 180 / (meridian * pi), east * 180 / (parallel * pi)


def _wave(height: float, along: float) -> float:
    return height * sin(along * pi) + 2 * height * sin(along / 3 * pi)
