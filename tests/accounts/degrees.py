"""Coordinates are refused beyond the globe, however far beyond."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from accounts.users.models import Address


@pytest.mark.parametrize("lat", [90.000001, -91, 1.7e307])
def test_a_place_off_the_globe_is_a_422(api: Callable[[str | None], APIClient], lat: float) -> None:
    body = {
        "region": "shanghai",
        "line": "1 Huaihai Road",
        "lat": lat,
        "lng": 121.47,
        "contact_name": "Li",
        "contact_phone": "+8613900000000",
    }
    answer = api("customer").post("/api/v1/me/addresses/", body, format="json")
    assert answer.status_code == 422
    assert [error["loc"] for error in answer.json()["errors"]] == [["lat"]]
    assert Address.objects.count() == 0
