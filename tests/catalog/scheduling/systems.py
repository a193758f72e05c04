"""Coordinates in GCJ-02 and in WGS 84, by HTTP: the same question, the same answer."""

from decimal import Decimal
from random import Random

import pytest

from accounts.users.coordinates import WEST, from_wgs84
from accounts.users.models import Address
from catalog.providers.actions import place
from catalog.providers.locations import centre_of, metres_to
from catalog.providers.models import Provider
from catalog.services.actions import save_category
from catalog.services.models import Category
from cms.delivery.actions import publish
from tests.catalog.scheduling.http import get

pytestmark = pytest.mark.django_db
SERVICES = "/api/v1/services/"
PROVIDERS = "/api/v1/providers/"
ADDRESSES = "/api/v1/me/addresses/"
POINT = (31.230416, 121.473701)
SHIFTED = tuple(round(degrees, 6) for degrees in from_wgs84(POINT, "gcj02"))
ADDRESS = {
    "region": "shanghai",
    "line": "1 Huaihai Road",
    "contact_name": "Li",
    "contact_phone": "+8613900000000",
}
# The middle of the providers: a town, and the edge of where GCJ-02 differs.
MIDDLES = {"shanghai": (31.23, 121.47), "edge": (45.0, WEST)}


def brute_force(middle, radius):
    """Each service whose provider is in reach, by a plain look at every cell."""
    cells = Provider.objects.values_list("user__username", "cell")
    return {
        f"s-{name}": metres_to(cell, middle)
        for name, cell in cells
        if metres_to(cell, middle) <= radius
    }


def by_system(api, point, radius):
    """What is found around ``point``, of WGS 84, in either system; all digits are sent."""
    answers = []
    for system in ("wgs84", "gcj02"):
        lat, lng = (f"{degrees:.12f}" for degrees in from_wgs84(point, system))
        query = f"crs={system}&near={lat},{lng}&radius_km={radius / 1000:.3f}&limit=100"
        answers.append(get(api, f"{SERVICES}?{query}")["items"])
    return [{item["key"]: item["distance"] for item in items} for items in answers]


@pytest.mark.parametrize("where", MIDDLES)
def test_either_system_finds_the_same_in_a_radius(api, service, provider, categories, where):
    random, middle = Random(7), MIDDLES[where]
    for number in range(12):
        # One skill each, so that a service names its provider.
        lat, lng = (round(Decimal(d + random.uniform(-0.1, 0.1)), 6) for d in middle)
        categories[f"c-{number}"] = save_category(
            Category(key=f"c-{number}", name={"en": "C"}), parent=None
        )
        service(f"s-p{number}", category=f"c-{number}")
        provider(f"p{number}", skills=(f"c-{number}",), lat=lat, lng=lng)
    for _turn in range(10):
        point = tuple(round(d + random.uniform(-0.05, 0.05), 6) for d in middle)
        border = sorted(brute_force(point, 10**6).values())[random.randrange(12)]
        for radius in (border - 1, border, 3000):
            expected = brute_force(point, radius)
            assert by_system(api, point, radius) == [expected, expected]
        assert border in brute_force(point, border).values()


def test_a_provider_is_shown_where_the_map_has_them(api, provider):
    someone = provider("li", lat=Decimal("31.230416"), lng=Decimal("121.473701"))
    url = f"{PROVIDERS}{someone.public_id}/"
    centre = centre_of(someone.cell)
    lat, lng = (round(degrees, 6) for degrees in from_wgs84(centre, "gcj02"))
    shifted = {"lat": lat, "lng": lng}
    plain = api(None).get(url)
    assert plain.json()["location"] == {"lat": centre[0], "lng": centre[1]}
    moved = api(None).get(f"{url}?crs=gcj02")
    assert moved.json() == plain.json() | {"location": shifted}
    assert moved["ETag"] != plain["ETag"]
    again = api(None).get(f"{url}?crs=gcj02", HTTP_IF_NONE_MATCH=moved["ETag"])
    assert again.status_code == 304
    query = "crs=gcj02&fields=location"
    assert get(api, f"{url}?{query}") == {"location": shifted}
    assert get(api, f"{PROVIDERS}?{query}")["items"] == [{"location": shifted}]
    assert get(api, f"{PROVIDERS}?{query}&id={someone.public_id}")["items"] == [
        {"location": shifted}
    ]
    [hit] = get(api, "/api/v1/search/?q=li&type=providers&crs=gcj02")["items"]
    assert hit["item"]["location"] == shifted
    place(someone, None, None)
    someone.save()
    publish(someone)
    assert get(api, f"{url}?{query}") == {"location": None}


def test_an_address_is_kept_in_wgs84(api, cast):
    client = api("customer")
    sent = {**ADDRESS, "lat": SHIFTED[0], "lng": SHIFTED[1], "crs": "gcj02"}
    made = client.post(ADDRESSES, sent, format="json")
    assert (made.status_code, made.json()["lat"], made.json()["lng"]) == (201, *SHIFTED)
    kept = Address.objects.get()
    assert (float(kept.lat), float(kept.lng)) == POINT
    url = f"{ADDRESSES}{made.json()['id']}/"
    for path, system, point in (
        (url, "wgs84", POINT),
        (url, "gcj02", SHIFTED),
        (ADDRESSES, "gcj02", SHIFTED),
    ):
        told = client.get(path, {"crs": system}).json()
        told = told["items"][0] if "items" in told else told
        assert (told["lat"], told["lng"]) == point
    changed = client.patch(url, {"label": "Home", "crs": "gcj02"}, format="json").json()
    assert (changed["label"], changed["lat"], changed["lng"]) == ("Home", *SHIFTED)
    half = client.patch(url, {"lat": 30, "crs": "gcj02"}, format="json")
    assert half.status_code == 422
    assert [(e["loc"], e["type"]) for e in half.json()["errors"]] == [(["lng"], "incomplete")]
    assert float(Address.objects.get().lat) == POINT[0]
    both = client.patch(url, {"lat": 30, "lng": 120, "crs": "gcj02"}, format="json")
    assert (both.json()["lat"], both.json()["lng"]) == (30, 120)
    assert (Address.objects.get().lat, Address.objects.get().lng) != (30, 120)


@pytest.mark.parametrize(
    "path", ["services/?near=1,1&", "providers/?", "search/?q=a&", "services/x/offer/?"]
)
def test_another_system_is_refused_with_those_there_are(api, path):
    answer = get(api, f"/api/v1/{path}crs=bd09", 400)
    [error] = answer["errors"]
    assert (error["loc"], error["type"]) == (["query", "crs"], "invalid_choice")
    assert error["msg"] == "Coordinates are in wgs84 or in gcj02: give one of these."
