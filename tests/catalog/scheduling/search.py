"""The service list's parameters about the provider, by HTTP."""

import json
from datetime import time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.users.models import User
from catalog.providers.actions import place, suspend_provider
from catalog.providers.locations import cell_of, metres_to
from catalog.providers.models import Provider, ProviderArea
from catalog.scheduling.actions import book
from catalog.scheduling.models import WeeklyHours
from cms.delivery.actions import publish
from tests.catalog.scheduling.http import MONDAY, get, on
from tests.processor import busy_for

pytestmark = pytest.mark.django_db
URL = "/api/v1/services/"
HERE = "near=31.2304,121.4737"
PLACE = (31.2304, 121.4737)
NEAR = {"lat": Decimal("31.24"), "lng": Decimal("121.48")}
FAR = {"lat": Decimal("31.5"), "lng": Decimal("121.5")}


def metres(place):
    return metres_to(cell_of(**place), PLACE)


def found(api, query):
    return {item["key"]: item["distance"] for item in get(api, f"{URL}?{query}")["items"]}


@pytest.fixture
def catalogue(service, provider, categories):
    service("steam", duration=60, price=300)
    service("windows", duration=240, price=200)
    service("nurse", duration=60, price=100, category="care")
    provider("near", hours=(time(9), time(11)), gender="female", experience_years=2, **NEAR)
    provider("far", gender="male", experience_years=9, areas=("suzhou",), **FAR)


def test_each_item_has_the_distance_of_the_nearest_provider(api, catalogue):
    assert found(api, "") == {"steam": None, "windows": None, "nurse": None}
    assert found(api, HERE) == {"steam": metres(NEAR), "windows": metres(NEAR)}
    assert found(api, f"{HERE}&radius_km=1") == {}
    assert found(api, f"{HERE}&region=suzhou") == {"steam": metres(FAR), "windows": metres(FAR)}
    # Together, not each by another: nobody near has worked for nine years.
    assert found(api, f"{HERE}&experience_min=9&radius_km=10") == {}
    assert found(api, "experience_min=9&provider_gender=male") == {"steam": None, "windows": None}
    assert found(api, "experience_min=9&provider_gender=female") == {}
    # On that day the one who is near has no four hours.
    assert found(api, f"{HERE}&available_on={MONDAY}") == {
        "steam": metres(NEAR), "windows": metres(FAR),
    }  # fmt: skip
    assert found(api, f"available_on={MONDAY + timedelta(days=5)}") == {}


def test_the_border_of_the_radius_is_inside(api, catalogue):
    border = metres(NEAR)
    assert found(api, f"{HERE}&radius_km={border / 1000:.3f}").keys() == {"steam", "windows"}
    assert found(api, f"{HERE}&radius_km={(border - 1) / 1000:.3f}") == {}


def test_the_order_by_distance_and_the_services_own_filters(api, catalogue, provider):
    provider("nurse", skills=("care",), lat=Decimal("31.2304"), lng=Decimal("121.4737"))

    def order(query):
        return list(found(api, f"{HERE}&{query}"))

    assert order("ordering=distance") == ["nurse", "steam", "windows"]
    assert order("ordering=price") == ["nurse", "windows", "steam"]
    assert order("ordering=distance&price_min=200") == ["steam", "windows"]
    assert order("ordering=distance&category=care") == ["nurse"]
    first = get(api, f"{URL}?{HERE}&ordering=distance&limit=1&count=true")
    assert ([item["key"] for item in first["items"]], first["count"]) == (["nurse"], 3)
    second = api(None).get(first["next"]).json()
    assert [item["key"] for item in second["items"]] == ["steam"]


def test_fields_may_name_the_distance(api, catalogue):
    items = get(api, f"{URL}?{HERE}&ordering=distance&fields=distance,key")["items"]
    assert items[0] == {"key": "steam", "distance": metres(NEAR)}
    assert json.dumps(get(api, f"{URL}?{HERE}")["items"]).count('"distance"') == 2


def test_who_has_no_place_is_near_nothing(api, service, provider):
    service("steam")
    provider("li")
    assert found(api, HERE) == {}
    assert found(api, "region=shanghai") == {"steam": None}


@pytest.mark.parametrize(
    ("query", "name", "kind"),
    [
        ("radius_km=5", "radius_km", "near_missing"),
        ("ordering=distance", "ordering", "near_missing"),
        (f"{HERE}&radius_km=-1", "radius_km", "min_value"),
        (f"{HERE}&radius_km=nan", "radius_km", "invalid"),
        (f"{HERE}&radius_km=20100.001", "radius_km", "max_value"),
        ("near=31.2", "near", "invalid"),
        ("near=91,0", "near", "out_of_range"),
        ("near=0,180.5", "near", "out_of_range"),
        ("near=nan,0", "near", "invalid"),
        ("available_on=9999-12-31", "available_on", "out_of_range"),
        ("available_on=tomorrow", "available_on", "invalid"),
        ("provider_gender=x", "provider_gender", "invalid_choice"),
        ("experience_min=-1", "experience_min", "min_value"),
        ("gender=male", "gender", "unknown_parameter"),
    ],
)
def test_wrong_wishes(api, query, name, kind):
    (error,) = get(api, f"{URL}?{query}", 400)["errors"]
    assert (error["loc"], error["type"]) == (["query", name], kind)


def etag(api, query, *, since=None):
    headers = {"HTTP_IF_NONE_MATCH": since} if since else {}
    response = api(None).get(f"{URL}?{query}", **headers)
    return response.status_code, response["ETag"]


def test_the_etag_follows_the_providers(api, catalogue):
    query = f"{HERE}&ordering=distance"
    _status, before = etag(api, query)
    assert etag(api, query, since=before) == (304, before)
    near = Provider.objects.get(user__username="near")
    place(near, FAR["lat"], FAR["lng"])
    near.save()
    publish(near)
    status, after = etag(api, query, since=before)
    assert (status, after != before) == (200, True)
    suspend_provider(near, reason="Paper", by=None, now=timezone.now())
    assert etag(api, query, since=after)[0] == 200


def test_the_etag_of_a_day_follows_the_bookings(api, catalogue):
    query = f"available_on={MONDAY}"
    _status, before = etag(api, query)
    assert etag(api, query, since=before) == (304, before)
    far = Provider.objects.get(user__username="far")
    book("A1", provider=far, starts_at=on(0, 12), ends_at=on(0, 14), now=timezone.now())
    assert etag(api, query, since=before) == (200, etag(api, query)[1])
    assert found(api, query) == {"steam": None}


QUERIES = [
    # The categories; whether somebody has each skill; who could come; the rows.
    (HERE, 4),
    ("region=shanghai", 4),
    # The longest durations; hours of weekdays and dates, leave and bookings; the generation.
    (f"{HERE}&radius_km=5&available_on={MONDAY}&ordering=distance", 9),
]


@pytest.mark.parametrize(("query", "queries"), QUERIES)
def test_a_list_costs_the_same_queries_however_many_come(
    api, catalogue, provider, django_assert_num_queries, query, queries
):
    client = api(None)
    for name in ("one", "two"):
        with django_assert_num_queries(queries):
            assert client.get(f"{URL}?{query}").status_code == 200
        provider(name, **NEAR)


def test_thousands_of_providers_are_looked_at_in_no_time(api, catalogue, categories):
    many = 3000
    people = User.objects.bulk_create(User(username=f"p{number}") for number in range(many))
    cells = [cell_of(Decimal(31) + Decimal(n) / 500, Decimal(121)) for n in range(200)]
    providers = Provider.objects.bulk_create(
        Provider(
            user=person, kind="person", public_name="P", status_since=on(0, 0),
            activated_at=on(0, 0), lat=31, lng=121, cell=cells[number % 200],
        )
        for number, person in enumerate(people)
    )  # fmt: skip
    skills = Provider.skills.through
    skills.objects.bulk_create(
        skills(provider=each, category=categories["cleaning"]) for each in providers
    )
    ProviderArea.objects.bulk_create(
        ProviderArea(provider=each, region="shanghai") for each in providers
    )
    WeeklyHours.objects.bulk_create(
        WeeklyHours(provider=each, weekday=day, starts=time(8 + n % 4), ends=time(18))
        for n, each in enumerate(providers)
        for day in range(7)
    )
    query = f"{HERE}&region=shanghai&available_on={MONDAY}&ordering=distance"
    client = api(None)
    client.get(f"{URL}?{query}")
    with busy_for(1.5):
        response = client.get(f"{URL}?{query}")
    assert [item["key"] for item in response.json()["items"]] == ["steam", "windows"]
