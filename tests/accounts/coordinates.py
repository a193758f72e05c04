"""From WGS 84 to GCJ-02 and back."""

from math import cos, hypot, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.users.coordinates import EAST, NORTH, SOUTH, WEST, from_wgs84, to_wgs84

METRES = 111_320
# Wider than the longest shift, in degrees.
EDGE = 0.02
# The first three are of eviltransform's own tests, the others were computed by geocoordinates-rs.
KNOWN = [
    ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
    ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
    ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
    ((30.6598, 104.0633), (30.6573756867224, 104.06580277006071)),
    ((43.825592, 87.616848), (43.826797436147594, 87.61969799823531)),
    ((45.803775, 126.534967), (45.80575661491464, 126.54100746726697)),
    ((18.252847, 109.511909), (18.251141748703045, 109.51599327140339)),
    ((22.3193, 114.1694), (22.316550799399344, 114.17436706626148)),
]
inside = st.tuples(st.floats(SOUTH + EDGE, NORTH - EDGE), st.floats(WEST + EDGE, EAST - EDGE))
abroad = st.tuples(st.floats(-90, 90), st.floats(-180, WEST - EDGE) | st.floats(EAST + EDGE, 180))


def apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Metres, on a plane."""
    east = (one[1] - other[1]) * cos(radians(one[0]))
    return METRES * hypot(one[0] - other[0], east)


@pytest.mark.parametrize(("wgs84", "gcj02"), KNOWN)
def test_known_points(wgs84: tuple[float, float], gcj02: tuple[float, float]) -> None:
    assert from_wgs84(wgs84, "gcj02") == pytest.approx(gcj02, abs=1e-11)
    assert to_wgs84(gcj02, "gcj02") == pytest.approx(wgs84, abs=1e-11)
    assert 100 < apart(wgs84, gcj02) < 900


@given(point=inside)
def test_there_and_back_within_a_millimetre(point: tuple[float, float]) -> None:
    assert apart(to_wgs84(from_wgs84(point, "gcj02"), "gcj02"), point) < 0.001
    assert apart(from_wgs84(to_wgs84(point, "gcj02"), "gcj02"), point) < 0.001


@given(point=abroad)
def test_both_are_one_abroad(point: tuple[float, float]) -> None:
    assert from_wgs84(point, "gcj02") == point == to_wgs84(point, "gcj02")


@given(point=inside | abroad)
def test_wgs84_stays_as_it_is(point: tuple[float, float]) -> None:
    assert from_wgs84(point, "wgs84") == point == to_wgs84(point, "wgs84")


@pytest.mark.parametrize(
    ("point", "is_shifted"),
    [
        ((NORTH, 100.0), True),
        ((NORTH + 1e-9, 100.0), False),
        ((SOUTH, 100.0), True),
        ((SOUTH - 1e-9, 100.0), False),
        ((30.0, WEST), True),
        ((30.0, WEST - 1e-9), False),
        ((30.0, EAST), True),
        ((30.0, EAST + 1e-9), False),
    ],
)
def test_the_edge_belongs_to_the_inside(point: tuple[float, float], is_shifted: bool) -> None:
    assert (from_wgs84(point, "gcj02") != point) is is_shifted
    assert (to_wgs84(point, "gcj02") != point) is is_shifted
