"""Bodies that no editor could send: each refusal names the place, and nothing is written."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page, Site

from accounts.users.tokens import issue_token
from catalog.services.models import ServicePage
from cms.media.models import Picture
from tests.content.conftest import draw
from tests.content.machines import PAGES, cleaning, machine, publishing, service

__all__ = ["cleaning", "machine"]

LONG = "x" * 161
WRONG: dict[str, tuple[dict[str, Any], list[list[str | int]]]] = {
    "no object": ({"body": ["x"]}, [["body", 0]]),
    "no type": ({"body": [{"value": 1}]}, [["body", 0, "type"]]),
    "unknown type": ({"body": [{"type": "nope", "value": 1}]}, [["body", 0, "type"]]),
    "no such page type": ({"meta": {"type": "pages.Nope"}}, [["meta", "type"]]),
    "no value": ({"body": [{"type": "text"}]}, [["body", 0, "value"]]),
    "a number as text": (
        {"body": [{"type": "text", "value": 7}]},
        # Neither text nor an object with text.
        [["body", 0, "value"], ["body", 0, "value"]],
    ),
    "no object as value": ({"body": [{"type": "heading", "value": "x"}]}, [["body", 0, "value"]]),
    "no list as value": ({"body": [{"type": "gallery", "value": "x"}]}, [["body", 0, "value"]]),
    "no such choice": (
        {"body": [{"type": "heading", "value": {"text": "A", "level": "9"}}]},
        [["body", 0, "value", "level"]],
    ),
    "empty and too long": (
        {"body": [{"type": "heading", "value": {"text": text}} for text in ("", LONG)]},
        [["body", 0, "value", "text"], ["body", 1, "value", "text"]],
    ),
    "no such field": (
        {"body": [{"type": "heading", "value": {"text": "A", "size": 1}}]},
        [["body", 0, "value", "size"]],
    ),
    "a name as id": (
        {"body": [{"type": "picture", "value": {"picture": {"image": "x"}}}]},
        [["body", 0, "value", "picture", "image"]],
    ),
    "no such picture": (
        {"body": [{"type": "picture", "value": {"picture": {"image": 999_999}}}]},
        [["body", 0, "value", "picture", "image"]],
    ),
    "two targets": (
        {"body": [{"type": "call_to_action", "value": {"label": "Go"}}]},
        [["body", 0, "value"]],
    ),
    "within a list": (
        {"body": [{"type": "faq", "value": [{"question": "", "answer": "No"}]}]},
        [["body", 0, "value", 0, "question"]],
    ),
    "an object as text": (
        {"included": [{"type": "item", "value": {}}]},
        [["included", 0, "value"]],
    ),
    "a body that is no list": ({"body": "x"}, [["body"]]),
    "a price in words": ({"price": "much"}, [["price"]]),
    "no such category": ({"category_id": 99_999}, [["category_id"]]),
    "a child without a label": (
        {"options": [{"key": "oven", "kind": "extra"}]},
        [["options", 0, "label"]],
    ),
    "a child below nothing": (
        {"options": [{"key": "o", "kind": "extra", "label": "O", "price": -5}]},
        [["options", 0, "price"]],
    ),
    "a price below nothing": ({"price": -5}, [["price"]]),
    "no time at all": ({"duration": 0}, [["duration"]]),
    "an option that is included and costs": (
        {"options": [{"key": "o", "kind": "extra", "label": "O", "price": 5, "included": True}]},
        [["options", 0]],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_refusal_names_the_place(machine, home, cleaning, name):
    values, places = WRONG[name]
    status, problem = machine("moderator").send(
        "post", PAGES, publishing(service(home, cleaning, **values))
    )
    assert (status, problem["code"]) == (422, "invalid")
    assert [error["loc"] for error in problem["errors"]] == places
    assert ServicePage.objects.count() == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "value", "id", "image", "text"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)
KINDS = ["heading", "text", "picture", "gallery", "quote", "list", "faq", "call_to_action", "x"]
ITEMS = JSON | st.fixed_dictionaries({"type": st.sampled_from(KINDS), "value": JSON})


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(body=st.lists(ITEMS, min_size=1, max_size=3))
def test_whatever_stands_in_a_body_is_written_or_refused(machine, home, cleaning, body):
    before = ServicePage.objects.count()
    sent = service(home, cleaning, slug=f"steam-{before}", body=body)
    status, _answer = machine("moderator").send("post", PAGES, sent)
    unfit = "\\u0000" in json.dumps(body)
    assert status in ((400,) if unfit else (201, 422))
    assert ServicePage.objects.count() - before == (status == 201)


def test_a_word_for_a_type_is_nearly_right(machine, home, cleaning):
    body = [{"type": "haeding", "value": {"text": "A"}}, {"value": {"text": "A"}}]
    _status, problem = machine("editor").send("post", PAGES, service(home, cleaning, body=body))
    assert [(error["type"], error["msg"]) for error in problem["errors"]] == [
        ("union_tag_invalid", "There is no type “haeding” here. Did you mean “heading”?"),
        ("missing", "Say of which type it is."),
    ]


def told(machine, home, cleaning, language="en", **values):
    sent = service(home, cleaning, **values)
    _status, problem = machine("editor").send("post", PAGES, sent, language=language)
    return [(error["loc"], error["type"], error["msg"]) for error in problem["errors"]]


def test_what_is_wrong_in_a_block_is_said_without_names_of_code(machine, home, cleaning):
    body = [
        {"type": "heading", "value": "x"},
        {"type": "heading", "value": {"txt": "A", "level": "4"}},
        {"type": "faq", "value": [{"question": "A?", "anwser": "B."}]},
        {"type": "text", "valeu": "A"},
    ]
    assert told(machine, home, cleaning, body=body, price="much") == [
        (["price"], "int_parsing", "Give a whole number."),
        (["body", 0, "value"], "model_type", "Give an object."),
        (["body", 1, "value", "text"], "missing", "This field is required."),
        (["body", 1, "value", "level"], "literal_error", "Give one of these: 2, 3."),
        (
            ["body", 1, "value", "txt"],
            "extra_forbidden",
            "This field is not known. Did you mean “text”?",
        ),
        (["body", 2, "value", 0, "answer"], "missing", "This field is required."),
        (
            ["body", 2, "value", 0, "anwser"],
            "extra_forbidden",
            "This field is not known. Did you mean “answer”?",
        ),
        (["body", 3, "value"], "missing", "This field is required."),
        (
            ["body", 3, "valeu"],
            "extra_forbidden",
            "This field is not known. Did you mean “value”?",
        ),
    ]
    assert ServicePage.objects.count() == 0


def test_what_is_wrong_is_said_in_the_readers_language(machine, home, cleaning):
    body = [{"type": "heading", "value": {"text": LONG}}, {"type": "gallery", "value": "x"}]
    assert [msg for _loc, _type, msg in told(machine, home, cleaning, "zh-hans", body=body)] == [
        "请填写不超过 160 个字符的文本。",
        "请填写列表。",
    ]


def test_who_may_not_publish_is_told_how_to_save(machine, home, cleaning):
    sent = service(home, cleaning)
    status, problem = machine("editor").send("post", PAGES, publishing(sent))
    assert (status, problem["detail"]) == (
        403,
        "You may not do this. Without meta.action it is saved as a draft for who may.",
    )
    assert ServicePage.objects.count() == 0
    assert machine("editor").send("post", PAGES, sent)[0] == 201
    assert [page.live for page in ServicePage.objects.all()] == [False]


def test_an_order_that_there_is_not_is_named(machine):
    status, problem = machine("editor").send("get", f"{PAGES}?order=titel")
    assert (status, problem["errors"]) == (
        422,
        [
            {
                "loc": ["query", "order"],
                "type": "unknown_field",
                "msg": "There is no field “titel”.",
            }
        ],
    )


def test_a_word_in_a_query_is_told_the_nearest(machine):
    _status, problem = machine("editor").send("get", f"{PAGES}?type=services.Servicepage")
    (error,) = problem["errors"]
    assert error["msg"].endswith(" Did you mean “services.ServicePage”?")


@pytest.mark.parametrize(
    ("method", "path"),
    [("post", ""), ("patch", "{}/"), ("post", "{}/actions/move/"), ("post", "{}/actions/copy/")],
)
def test_a_body_that_is_no_object_is_refused(machine, home, cleaning, method, path):
    moderator = machine("moderator")
    _status, made = moderator.send("post", PAGES, publishing(service(home, cleaning)))
    for text in ("[]", "null", '"Steam"', "7"):
        status, problem = moderator.send(method, PAGES + path.format(made["id"]), text)
        assert (status, problem["errors"]) == (
            422,
            [{"loc": [], "type": "not_an_object", "msg": "Send a JSON object."}],
        )
    assert ServicePage.objects.get().revisions.count() == 1


def test_an_object_without_what_says_its_type_is_refused(machine, home):
    told = {}
    for text in ("", "{}", '{"meta": {"type": []}}', '{"meta": 5}'):
        status, problem = machine("editor").send("post", PAGES, text)
        told[text] = (status, [(error["loc"], error["type"]) for error in problem["errors"]])
    assert told == {
        "": (422, [([], "missing")]),
        "{}": (422, [(["meta", "type"], "missing")]),
        '{"meta": {"type": []}}': (422, [(["meta", "type"], "union_tag_invalid")]),
        '{"meta": 5}': (422, [(["meta", "type"], "union_tag_invalid")]),
    }
    assert ServicePage.objects.count() == 0


def test_query_parameters_are_named_as_they_are_sent(machine):
    status, problem = machine("editor").send("get", f"{PAGES}?type=nope&limit=0")
    assert status == 422
    assert [error["loc"] for error in problem["errors"]] == [
        ["query", "type", 0],
        ["query", "limit"],
    ]


def queries(machine, path: str) -> tuple[int, int]:
    """How many queries a list takes, and how many rows it finds."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        status, answer = machine("moderator").send("get", path)
    assert status == 200
    return len(asked), answer["count"]


def test_a_search_counts_and_does_not_load_every_match(machine, home, cleaning):
    moderator = machine("moderator")
    for number in range(3):
        sent = service(home, cleaning, slug=f"steam-{number}", title=f"Steam {number}")
        assert moderator.send("post", PAGES, publishing(sent))[0] == 201
    # Wagtail keeps the roots of the sites, which are pages too.
    Site.get_site_root_paths()
    with CaptureQueriesContext(connection) as asked:
        _status, found = moderator.send("get", f"{PAGES}?search=steam&limit=1")
    assert (len(found["items"]), found["count"]) == (1, 3)
    loading = [each["sql"] for each in asked if each["sql"].startswith('SELECT "wagtailcore_page"')]
    assert ["LIMIT 1" in sql for sql in loading] == [True]


def test_a_list_of_pictures_takes_as_many_queries_as_one(machine):
    draw("Kitchen")
    one = queries(machine, "/api/cms/v3/images/")
    for name in ("Bath", "Hall"):
        draw(name)
    assert (one[1], queries(machine, "/api/cms/v3/images/")) == (1, (one[0], 3))


def test_the_root_of_all_pages_stays_where_it_is(machine, home):
    root = home.get_root()
    for action in ("copy", "create_alias", "move"):
        status, problem = machine("admin").send(
            "post", f"{PAGES}{root.pk}/actions/{action}/", {"destination_id": home.pk}
        )
        assert (status, problem["code"]) == (403, "permission_denied"), action
    assert Page.objects.filter(depth=1).get() == root
    assert set(root.get_children()) == set(Page.objects.filter(depth=2))


@pytest.mark.parametrize(
    ("path", "right"),
    [("snippets/services.Category/{}/", "cleaning"), ("pages/{home}/revisions/?user_id={}", "by")],
)
def test_a_word_for_a_number_is_refused(machine, cast, home, cleaning, path, right):
    values = {"cleaning": cleaning.pk, "by": cast["moderator"].pk}
    path = f"/api/cms/v3/{path}"
    assert machine("moderator").send("get", path.format(values[right], home=home.pk))[0] == 200
    status, problem = machine("moderator").send("get", path.format("kitchen", home=home.pk))
    assert (status, problem["code"]) == (422, "invalid")
    assert [error["type"] for error in problem["errors"]] == ["int_parsing"]


def test_a_number_beyond_the_databases_is_refused(machine, home):
    sent = {"meta": {"type": "services.ServicePage"}, "title": "Big"}
    status, problem = machine("moderator").send("patch", f"{PAGES}{10**21}/", sent)
    # PostgreSQL is not asked; SQLite is, and cannot take it.
    refused = (404, []) if connection.vendor == "postgresql" else (422, ["too_large"])
    assert (status, [error["type"] for error in problem["errors"]]) == refused


def test_what_is_too_large_is_a_413(machine, home):
    sent = {"meta": {"type": "pages.ArticlePage", "parent_id": home.pk}, "title": "x" * 2_700_000}
    status, problem = machine("admin").send("post", PAGES, sent)
    assert (status, problem["code"]) == (413, "too_large")
    assert not Page.objects.child_of(home).exists()


@pytest.mark.parametrize("title", ["\ud800", "a\x00b"])
@pytest.mark.parametrize("path", [PAGES, "/api/cms/v3/sites/"])
def test_text_that_no_database_holds_is_a_400(machine, home, path, title):
    sent = {"meta": {"type": "pages.ArticlePage", "parent_id": home.pk}, "title": title}
    status, problem = machine("admin").send("post", path, sent)
    assert (status, problem["code"]) == (400, "parse_error")
    assert not Page.objects.child_of(home).exists()


def test_rich_text_without_end_is_refused(machine, home):
    body = [{"type": "text", "value": "<b>" * 2000 + "deep"}]
    sent = {"meta": {"type": "pages.ArticlePage", "parent_id": home.pk}, "title": "a", "body": body}
    status, problem = machine("admin").send("post", PAGES, sent)
    assert (status, [error["type"] for error in problem["errors"]]) == (422, ["nested_too_deeply"])
    assert not Page.objects.child_of(home).exists()


@pytest.mark.parametrize("position", [{}, {"position": "left"}])
def test_no_page_moves_beside_the_root_of_all(machine, home, position):
    sent = {"destination_id": home.get_root().pk, **position}
    status, problem = machine("admin").send("post", f"{PAGES}{home.pk}/actions/move/", sent)
    assert (status, [error["loc"] for error in problem["errors"]]) == (422, [["position"]])
    assert Page.objects.get(pk=home.pk).depth == 2


@pytest.mark.parametrize("number", ["1" * 5000, 10**18, "x", None, [], True])
def test_no_page_moves_below_what_is_no_page(machine, home, number):
    sent = {"destination_id": number, "position": "left"}
    status, _problem = machine("admin").send("post", f"{PAGES}{home.pk}/actions/move/", sent)
    assert status == (404 if number == 10**18 else 422)
    assert Page.objects.get(pk=home.pk).depth == 2


def test_what_is_not_done_to_an_address_is_a_405_that_says_what_is(machine, home):
    status, problem = machine("admin").send("put", PAGES, {})
    assert (status, problem["code"]) == (405, "method_not_allowed")


@pytest.mark.parametrize("kept", [60, -30])
def test_a_damaged_picture_is_refused(cast, db, kept):
    whole = draw("Kitchen").file.read()
    Picture.objects.all().delete()
    token = issue_token(cast["admin"], name="machine")
    sent = {"title": "Broken", "file": SimpleUploadedFile("broken.png", whole[:kept])}
    headers = {"Authorization": f"Bearer {token}"}
    answer = Client().post("/api/cms/v3/images/", sent, headers=headers)
    assert answer.status_code == 422
    assert [error["loc"][-1] for error in answer.json()["errors"]] == ["file"]
    assert not Picture.objects.exists()
