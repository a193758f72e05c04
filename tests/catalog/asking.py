"""Asking for single objects by key, for parts of them, and for what they name in full."""

from typing import Any

import pytest

from tests.catalog.providers import activate

__all__ = ["activate"]

pytestmark = pytest.mark.django_db
URL = "/api/v1/services/"


def test_services_are_answered_by_key_in_the_order_asked(
    service: Any, api: Any, django_assert_num_queries: Any
) -> None:
    for key in ("steam", "floor", "oven"):
        service(key)
    client = api(None)
    with django_assert_num_queries(1):
        answer = client.get(f"{URL}?slug=oven,nothing,steam&fields=key,distance")
    assert answer.json() == {
        "items": [{"key": "oven", "distance": None}, {"key": "steam", "distance": None}],
        "next": None,
        "previous": None,
        "missing": ["nothing"],
    }
    service("nothing")
    again = client.get(
        f"{URL}?slug=oven,nothing,steam&fields=key,distance", HTTP_IF_NONE_MATCH=answer["ETag"]
    )
    assert (again.status_code, again.json()["missing"]) == (200, [])
    assert client.get("/api/v1/packages/?slug=none").json()["missing"] == ["none"]
    for other in ("articles", "training", "standards", "promotions"):
        none = client.get(f"/api/v1/{other}/?slug=none").json()
        assert (none["items"], none["missing"]) == ([], ["none"])
    assert "missing" not in client.get(URL).json()


def test_providers_are_answered_by_id(activate: Any, api: Any) -> None:
    mine, other = str(activate().public_id), "6f0c9a4e-6f4f-4c0b-9a55-2f0f3a1f9f11"
    answer = api(None).get(f"/api/v1/providers/?id={other},{mine.upper()}&fields=id").json()
    assert (answer["items"], answer["missing"]) == ([{"id": mine}], [other])
    assert api(None).get("/api/v1/providers/?id=aunt-li").status_code == 400


@pytest.mark.parametrize(
    ("query", "loc", "kind"),
    [
        ("slug=steam,steam", "slug", "named_twice"),
        ("slug=steam,", "slug", "blank"),
        ("slug=st eam", "slug", "invalid"),
        ("slug=steam&price_min=1", "slug", "one_of"),
        ("slug=steam&limit=1", "slug", "one_of"),
        ("slug=" + ",".join(map(str, range(101))), "slug", "too_many"),
        ("fields=category.kee", "fields", "unknown_field"),
        ("fields=key.url", "fields", "unknown_field"),
        # Only the expanded category has one.
        ("fields=category.icon", "fields", "unknown_field"),
        ("expand=categories", "expand", "unknown_field"),
    ],
)
def test_what_cannot_be_asked_is_refused(api: Any, query: str, loc: str, kind: str) -> None:
    answer = api(None).get(f"{URL}?{query}")
    [error] = answer.json()["errors"]
    assert (answer.status_code, error["loc"], error["type"]) == (400, ["query", loc], kind)


@pytest.mark.parametrize(
    ("query", "msg"),
    [
        (
            "fields=category.nam",
            "There is no field “category.nam”. Did you mean “category.name”?",
        ),
        (
            "expand=category&fields=category.children.ikon",
            "There is no field “category.children.ikon”. Did you mean “category.children.icon”?",
        ),
        (
            "fields=category.icon",
            "There is no field “category.icon”. With expand=category there is.",
        ),
        ("fields=name", "There is no field “name”. Did you mean “category.name”?"),
        ("fields=key.url", "There is no field “key.url”. “key” is answered as a whole."),
        (
            "ordering=prise",
            "Give one of these: price, -price, created_at, -created_at, -popularity, -rating, "
            "distance, relevance. Did you mean “price”?",
        ),
        (
            "orderings=price",
            "This parameter is not known. Did you mean “ordering”?",
        ),
        ("near=here", "Give latitude and longitude in degrees: 31.2304,121.4737."),
        (
            "near=121.4737,31.2304",
            "Give latitude first, from -90 to 90, then longitude, from -180 to 180.",
        ),
    ],
)
def test_what_is_wrong_is_put_right(api: Any, query: str, msg: str) -> None:
    [error] = api(None).get(f"{URL}?{query}").json()["errors"]
    assert error["msg"] == msg


def test_parts_of_parts_are_answered(
    service: Any, api: Any, django_assert_num_queries: Any
) -> None:
    service("steam", price=100)
    client = api(None)
    parts = {"category": {"key": "cleaning"}, "price": 100}
    with django_assert_num_queries(1):
        detail = client.get(f"{URL}steam/?fields=price,category.key")
    with django_assert_num_queries(1):
        listed = client.get(f"{URL}?fields=price,category.key")
    assert (detail.json(), listed.json()["items"]) == (parts, [parts])


def test_a_category_is_expanded_out_of_its_tree(
    service: Any, api: Any, activate: Any, django_assert_num_queries: Any
) -> None:
    service("steam")
    activate()
    client, fields = api(None), "category.key,category.icon,category.children.key"
    with django_assert_num_queries(2):
        detail = client.get(f"{URL}steam/?expand=category&fields={fields}")
    with django_assert_num_queries(2):
        listed = client.get(f"{URL}?expand=category&fields={fields}")
    [home, _care] = client.get("/api/v1/categories/").json()["items"]
    [cleaning] = home["children"]
    expected = {"category": {"key": "cleaning", "icon": "", "children": [{"key": "deep"}]}}
    assert detail.json() == expected
    assert listed.json()["items"] == [expected]
    [provider] = client.get("/api/v1/providers/?expand=skills").json()["items"]
    assert provider["skills"] == [cleaning]
