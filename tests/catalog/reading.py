"""The public reads of services, packages and categories over HTTP."""

import pytest

from catalog.services.actions import save_category
from catalog.services.models import (
    PackageItem,
    PackagePage,
    ServiceListing,
    ServiceOption,
)
from cms.pages.actions import publish_page

pytestmark = pytest.mark.django_db
URL = "/api/v1/services/"


def keys(response):
    assert response.status_code == 200, response.content
    return [item["key"] for item in response.json()["items"]]


@pytest.fixture
def four(service):
    """Prices 100, 200, 200, 300; the second of them below ``deep``, the last in ``care``."""
    service("a-hundred", price=100, duration=30, tags=["Popular"])
    service("b-two", price=200, duration=60, category="deep", tags=["Popular", "New"])
    service("c-two", price=200, duration=90)
    service("d-three", price=300, duration=120, category="care")


def test_a_service_in_full(service, api, chinese):
    page = service("steam", price=9900, duration=90, tags=["Popular"], summary="Only steam.")
    page.options.add(
        ServiceOption(
            key="kettle", kind="accessory", label="Kettle", price=0, duration=0, included=True
        )
    )
    page.included = [("item", "Floors"), ("item", "Tiles")]
    page.save_revision().publish()
    body = api(None).get(f"{URL}steam/?locale=zh-hans").json()
    assert (body["language"], body["locale"]) == ("en", "zh-hans")
    assert body["category"] == {"key": "cleaning", "name": "保洁"}
    assert (body["price"], body["currency"], body["unit"], body["duration"]) == (
        9900, "CNY", "visit", 90,
    )  # fmt: skip
    assert body["options"] == [
        {
            "key": "kettle",
            "kind": "accessory",
            "label": "Kettle",
            "price": 0,
            "duration": 0,
            "included": True,
        }
    ]
    assert (body["included"], body["tools"], body["tags"]) == (["Floors", "Tiles"], [], ["popular"])


def test_options_are_worded_by_the_translation_and_priced_by_the_source(service, api, chinese):
    page = service("steam")
    page.options.add(ServiceOption(key="oven", kind="extra", label="Oven", price=500))
    page.save_revision().publish()
    translation = page.copy_for_translation(chinese)
    (option,) = translation.options.all()
    option.label, option.price = "烤箱", 1
    translation.options = [option]
    translation.save_revision().publish()
    (read,) = api(None).get(f"{URL}steam/?locale=zh-hans").json()["options"]
    assert (read["label"], read["price"]) == ("烤箱", 500)


FOUND = [
    ("ordering=price", ["a-hundred", "b-two", "c-two", "d-three"]),
    ("ordering=-price", ["d-three", "b-two", "c-two", "a-hundred"]),
    ("", ["d-three", "c-two", "b-two", "a-hundred"]),
    ("category=home&ordering=price", ["a-hundred", "b-two", "c-two"]),
    ("category=deep", ["b-two"]),
    ("category=care", ["d-three"]),
    ("price_min=200&ordering=price", ["b-two", "c-two", "d-three"]),
    ("price_min=101&price_max=299&ordering=price", ["b-two", "c-two"]),
    ("duration_max=60&ordering=price", ["a-hundred", "b-two"]),
    ("duration_min=90&ordering=price", ["c-two", "d-three"]),
    ("tag=popular&ordering=price", ["a-hundred", "b-two"]),
    ("tag=new", ["b-two"]),
    ("tag=unheard-of", []),
    ("limit=2&offset=1&ordering=price", ["b-two", "c-two"]),
]


def test_filters_and_orders(four, api):
    client = api(None)
    assert {query: keys(client.get(f"{URL}?{query}")) for query, _keys in FOUND} == dict(FOUND)


def test_paging_counting_and_fields(four, api):
    body = api(None).get(f"{URL}?limit=3&count=true&fields=key,price&ordering=price").json()
    assert body["count"] == 4
    assert body["items"][0] == {"key": "a-hundred", "price": 100}
    assert body["previous"] is None
    rest = api(None).get(body["next"]).json()
    assert [item["key"] for item in rest["items"]] == ["d-three"]
    assert rest["next"] is None


WRONG = [
    ("price_mim=1", "price_mim", "price_min"),
    ("price_min=-1", "price_min", "0"),
    ("price_min=2&price_max=1", "price_max", "below"),
    ("duration_min=2&duration_max=1", "duration_max", "below"),
    ("price_min=1.5", "price_min", "integer"),
    ("category=cleening", "category", "cleaning"),
    ("ordering=name", "ordering", "-rating"),
    ("locale=fr", "locale", "zh-hans"),
    ("fields=kee", "fields", "key"),
]


def test_wrong_parameters_are_told(categories, api):
    client = api(None)
    for query, loc, said in WRONG:
        response = client.get(f"{URL}?{query}")
        assert response.status_code == 400, query
        (error,) = response.json()["errors"]
        assert error["loc"] == ["query", loc]
        assert said in error["msg"], query


def test_all_that_is_wrong_is_told_together(categories, api):
    errors = api(None).get(f"{URL}?category=cleening&price_min=-1").json()["errors"]
    assert sorted(error["loc"][1] for error in errors) == ["category", "price_min"]


def test_what_was_read_before_is_read_the_same(four, api):
    client = api(None)
    for _ in range(2):
        assert keys(client.get(f"{URL}?category=deep")) == ["b-two"]
        assert keys(client.get(f"{URL}?category=care&price_min=301")) == []
        assert client.get(f"{URL}?category=gone").status_code == 400


COSTS = [
    ("", 1),
    ("category=cleaning&price_min=1&tag=popular&ordering=price", 1),
    ("category=cleaning&count=true", 2),
]


def test_a_list_costs_the_same_queries_however_long(four, api, django_assert_num_queries):
    client = api(None)
    for query, expected in COSTS:
        with django_assert_num_queries(expected):
            client.get(f"{URL}?{query}&limit=1")
        with django_assert_num_queries(expected):
            assert client.get(f"{URL}?{query}&limit=100").json()["items"]


def test_a_detail_costs_one_query(service, api, django_assert_num_queries):
    service("steam")
    client = api(None)
    with django_assert_num_queries(1):
        assert client.get(f"{URL}steam/").status_code == 200


def test_an_unchanged_list_is_not_sent_again(service, api):
    page = service("steam")
    client = api(None)
    etag = client.get(URL)["ETag"]
    again = client.get(URL, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    page.price = 1
    page.save_revision().publish()
    changed = client.get(URL, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.json()["items"][0]["price"] == 1


def test_a_moved_category_takes_its_services_along(four, api, categories):
    client = api(None)
    before = client.get(f"{URL}?category=care")
    category = type(categories["deep"]).objects.get(key="deep")
    save_category(category, parent=categories["care"])
    assert list(
        ServiceListing.objects.filter(locale="en")
        .order_by("key")
        .values_list("key", "category_path")
    ) == [
        ("a-hundred", "home/cleaning/"),
        ("b-two", "care/deep/"),
        ("c-two", "home/cleaning/"),
        ("d-three", "care/"),
    ]
    after = client.get(f"{URL}?category=care", headers={"If-None-Match": before["ETag"]})
    assert keys(after) == ["d-three", "b-two"]
    assert keys(client.get(f"{URL}?category=home&ordering=price")) == ["a-hundred", "c-two"]


def test_an_unknown_service_is_not_found(api, home):
    assert api(None).get(f"{URL}nothing/").status_code == 404


def test_the_tree_of_categories(categories, api):
    body = api(None).get("/api/v1/categories/?locale=zh-hans").json()

    def outline(items):
        return [(item["key"], item["name"], outline(item["children"])) for item in items]

    assert outline(body["items"]) == [
        ("home", "家居", [("cleaning", "保洁", [("deep", "深度保洁", [])])]),
        ("care", "护理", []),
    ]


def test_without_categories_the_tree_is_empty(db, api):
    response = api(None).get("/api/v1/categories/")
    assert (response.status_code, response.json()) == (200, {"items": []})


def test_a_package_is_answered_with_its_services_in_full(
    service, home, api, django_assert_num_queries
):
    steam = service("steam", price=9900, unit="item")
    package = PackagePage(title="Spring", slug="spring", price=15000)
    package.items.set([PackageItem(service=steam, quantity=2)])
    publish_page(package, parent=home)
    client, path = api(None), "/api/v1/packages/spring/?fields=key,services&expand=services"

    with django_assert_num_queries(2):
        answer = client.get(path)
    [item] = answer.json()["services"]
    assert (item["key"], item["quantity"], item["price"], item["duration"]) == (
        "steam", 2, 9900, 60,
    )  # fmt: skip
    with django_assert_num_queries(2):
        listed = client.get("/api/v1/packages/?expand=services")
    assert listed.json()["items"][0]["services"] == [item]

    # Dearer: neither is told that it has what there is.
    steam.price = 12000
    steam.save_revision().publish()
    again = client.get(path, HTTP_IF_NONE_MATCH=answer["ETag"])
    assert (again.status_code, again.json()["services"][0]["price"]) == (200, 12000)
    again = client.get("/api/v1/packages/?expand=services", HTTP_IF_NONE_MATCH=listed["ETag"])
    assert again.status_code == 200
    same = client.get(path, HTTP_IF_NONE_MATCH=client.get(path)["ETag"])
    assert (same.status_code, same.content) == (304, b"")

    refused = client.get("/api/v1/packages/?expand=service")
    assert refused.status_code == 400
    assert "services" in refused.json()["errors"][0]["msg"]
    assert client.get("/api/v1/services/?expand=services").status_code == 400


def test_a_package_names_its_services(service, home, api, chinese):
    steam, floor = service("steam"), service("floor")
    words = steam.copy_for_translation(chinese)
    words.title = "蒸汽"
    words.save_revision().publish()
    package = PackagePage(title="Both", slug="both", price=15000)
    # Without places, as code makes them: they stand as they were named.
    package.items = [PackageItem(service=steam, quantity=2), PackageItem(service=floor)]
    publish_page(package, parent=home)
    (item,) = api(None).get("/api/v1/packages/?locale=zh-hans").json()["items"]
    assert (item["key"], item["price"]) == ("both", 15000)
    assert item["services"] == [
        {"key": "steam", "title": "蒸汽", "unit": "visit", "quantity": 2},
        {"key": "floor", "title": "Floor", "unit": "visit", "quantity": 1},
    ]
    assert api(None).get("/api/v1/packages/both/").json()["body"] == []
