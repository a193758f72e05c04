"""The ranges of cells round a place hold every cell that is near enough."""

from math import asin, degrees

import h3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.providers.disks import ranges_around
from catalog.providers.locations import metres_to

PLACE = (31.2304, 121.4737)


def holds(ranges, cell):
    return any(first <= cell <= last for first, last in ranges)


# Evenly over the sphere, the poles and the line of the date included.
places = st.tuples(st.floats(-1, 1).map(lambda z: degrees(asin(z))), st.floats(-180, 180))
radii = st.sampled_from([0, 300, 5_000, 5_600, 15_000, 45_000, 135_000, 405_000, 1_215_000])


@given(place=places, radius=radii, bearing=st.tuples(st.floats(-1, 1), st.floats(-1, 1)))
def test_whoever_is_within_the_radius_is_in_a_range(place, radius, bearing):
    north, east = bearing
    lat = max(-90, min(90, place[0] + north * radius / 111_195))
    lng = (place[1] + east * radius / 60_000 + 180) % 360 - 180
    cell = h3.latlng_to_cell(lat, lng, 8)
    if metres_to(cell, place) <= radius:
        assert holds(ranges_around(place, radius), cell)


@pytest.mark.parametrize("place", [PLACE, (89.9, 0), (-90, 0), (0, 180), (-17.5, -179.99)])
def test_all_cells_of_a_disk_are_in_its_ranges(place):
    ranges = ranges_around(place, 5_000)
    near = [
        cell
        for cell in h3.grid_disk(h3.latlng_to_cell(*place, 8), 14)
        if metres_to(cell, place) <= 5_000
    ]
    assert len(near) > 80
    assert all(holds(ranges, cell) for cell in near)


def test_a_disk_is_a_handful_of_ranges():
    assert [len(ranges_around(PLACE, radius)) for radius in (0, 5_000, 15_000)] == [2, 9, 5]
    assert ranges_around(PLACE, 20_000_000) is None


def test_a_range_is_all_that_lies_below_a_cell():
    parent = h3.latlng_to_cell(*PLACE, 6)
    below = h3.cell_to_children(parent, 8)
    assert (min(below), max(below)) in ranges_around(h3.cell_to_latlng(parent), 0)
