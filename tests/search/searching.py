"""One search over all that is published: types, facets, distance, and what it refuses."""

import pytest

from cms.search.models import SearchEntry
from tests.search.conftest import names


def test_all_types_stand_in_one_order(neighbours, search):
    answer = search("glass", facets="true", count="true")

    assert names(answer) == [
        # In the title, then in the summary, then in the body: in each by type and key.
        "articles/streaks", "packages/glass-house", "posts/My glass table",
        "services/window-clean", "training/heights",
    ]  # fmt: skip
    assert answer["count"] == 5
    assert answer["forgiven"] is False
    assert answer["facets"] == {
        "type": [
            {"value": name, "count": 1}
            for name in ("articles", "packages", "posts", "services", "training")
        ],
        "category": [{"value": "cleaning", "count": 2}],
        "region": [],
        "tag": [{"value": "seasonal", "count": 1}, {"value": "tips", "count": 1}],
        "price": [{"value": "10000-19999", "count": 1}],
    }
    narrowed = {
        "type": "services", "category": "home", "tag": "seasonal", "price": "10000-19999",
    }  # fmt: skip
    assert names(search("glass", **narrowed)) == ["services/window-clean"]
    assert names(search("glass", category="home")) == [
        "packages/glass-house",
        "services/window-clean",
    ]
    assert names(search("glass", category="care")) == []
    page = search("glass", limit=2, offset=2)
    assert names(page) == ["posts/My glass table", "services/window-clean"]
    assert "offset=4" in page["next"]


def test_forgiven_is_said_of_what_similar_words_find_alone(neighbours, search):
    def told(q, **given):
        answer = search(q, facets="true", count="true", **given)
        types = {each["value"]: each["count"] for each in answer["facets"]["type"]}
        return names(answer), answer["count"], types, answer["forgiven"]

    post = ["posts/My glass table"]
    assert told("glass table") == (post, 1, {"posts": 1}, False)
    assert told("glas tabel") == (post, 1, {"posts": 1}, True)
    # A page after the last one has none of what is found.
    assert told("glass table", offset=5) == ([], 1, {"posts": 1}, False)
    assert told("glas tabel", offset=5) == ([], 1, {"posts": 1}, True)
    nothing = ([], 0, {}, False)
    # Similar words find nothing either, not here, or there are no words.
    assert told("xylophone") == nothing
    assert told("glas tabel", type="services") == nothing
    assert told("glas tabel", category="home") == nothing
    assert told("!?") == nothing


def test_fields_choose_of_each_item_whatever_it_is(neighbours, search):
    answer = search("glass", fields="type,item.title,item.opening", limit=3)

    assert answer["items"] == [
        {"type": "articles", "item": {"title": "Glass without streaks"}},
        {"type": "packages", "item": {"title": "Glass house"}},
        {"type": "posts", "item": {"opening": "My glass table"}},
    ]
    assert "fields=type%2Citem.title%2Citem.opening" in answer["next"]
    assert search("glass", fields="type", limit=1)["items"] == [{"type": "articles"}]


def test_the_near_stand_first_among_equals(corpus, search):
    """Within 5 km before within 20 km, which is where those without a place stand."""
    places = {"window-clean": (31.5, 121.47), "washer": (31.24, 121.47), "deep-clean": None}
    for key, place in places.items():
        lat, lng = place or (None, None)
        SearchEntry.objects.filter(key=key).update(lat=lat, lng=lng)

    def keys(**near):
        return [name.partition("/")[2] for name in names(search("clean", type="services", **near))]

    assert keys() == ["deep-clean", "washer", "window-clean"]
    assert keys(near="31.23,121.47") == ["washer", "deep-clean", "window-clean"]
    assert keys(near="31.51,121.47") == ["window-clean", "deep-clean", "washer"]


@pytest.mark.parametrize(
    ("path", "query", "where", "kind"),
    [
        ("search/", "", "q", "required"),
        ("search/", "q=", "q", "blank"),
        ("search/", "q=" + "a" * 101, "q", "max_length"),
        ("search/", "q=a&type=orders", "type", "invalid_choice"),
        ("search/", "q=a&category=nowhere", "category", "unknown_category"),
        ("search/", "q=a&category=a%00b", "category", "null_characters_not_allowed"),
        ("services/", "category=a%00b", "category", "null_characters_not_allowed"),
        ("search/", "q=a&price=1-2", "price", "invalid_choice"),
        ("search/", "q=a&near=91,0", "near", "out_of_range"),
        ("search/", "q=a&facets=yes", "facets", "invalid"),
        ("search/", "q=a&limit=101", "limit", "max_value"),
        ("search/", "q=a&colour=red", "colour", "unknown_parameter"),
        ("search/", "q=a&fields=title", "fields", "unknown_field"),
        ("search/suggestions/", "q=a&limit=21", "limit", "max_value"),
        ("services/", "ordering=relevance", "ordering", "q_missing"),
    ],
)
def test_parameters_are_strict(api, path, query, where, kind):
    answer = api(None).get(f"/api/v1/{path}?{query}")

    assert answer.status_code == 400
    assert [(e["loc"], e["type"]) for e in answer.json()["errors"]] == [(["query", where], kind)]


def test_a_question_is_never_a_query_of_the_database(corpus, found):
    """Operators and quotes of tsquery and FTS5 are no words."""
    for q in [
        "piano'",
        'piano" OR "window',
        "piano & !window",
        "piano:*",
        "t:piano",
        "(piano",
        "\\",
    ]:
        assert found(q) in ([], ["piano"]), q
    assert found('piano"') == ["piano"]


def test_other_filters_and_orders_hold_beside_words(corpus, found, service):
    service("cheap", title="Window check", price=500)

    assert found("window") == ["cheap", "window-clean", "deep-clean"]
    assert found("window", ordering="-price") == ["deep-clean", "window-clean", "cheap"]
    assert found("window", price_min=501) == ["window-clean", "deep-clean"]
    assert found("windwo", price_min=501, ordering="price") == ["deep-clean", "window-clean"]
    assert found("window", tag="seasonal") == ["window-clean"]
    assert found("window", region="nowhere") == []
