"""The public reads: stored bytes, fixed queries, and answers that caches understand."""

import pytest
from django.db import connection

from cms.delivery.models import PublishedDocument
from cms.pages.actions import publish_page
from cms.pages.models import SiteSettings
from tests.content.conftest import edit, new_article


@pytest.fixture
def many(section):
    return [
        publish_page(new_article(f"Advice {number:02}"), parent=section) for number in range(12)
    ]


def test_a_detail_is_the_stored_bytes_in_one_query(article, api, django_assert_num_queries):
    client = api(None)
    with django_assert_num_queries(1):
        answer = client.get("/api/v1/articles/deep-clean/?locale=en")
    stored = PublishedDocument.objects.get(collection="articles", locale="en")
    assert answer.status_code == 200
    assert answer.content.decode() == stored.body
    assert answer["ETag"] == stored.etag
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Language"] == "en"
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Accept-Language" in answer["Vary"]
    assert "Cookie" not in answer["Vary"]


def test_what_has_not_changed_is_not_sent_again(article, api, django_assert_num_queries):
    client = api(None)
    etag = client.get("/api/v1/articles/deep-clean/")["ETag"]
    with django_assert_num_queries(1):
        answer = client.get("/api/v1/articles/deep-clean/", HTTP_IF_NONE_MATCH=etag)
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)

    edit(article, title="Deeper clean")
    answer = client.get("/api/v1/articles/deep-clean/", HTTP_IF_NONE_MATCH=etag)
    assert (answer.status_code, answer.json()["title"]) == (200, "Deeper clean")


def test_the_language_is_asked_for_or_negotiated(article, chinese, api):
    edit(article.copy_for_translation(chinese, copy_parents=True), title="深度清洁")
    client = api(None)

    def title(query: str = "", **headers: str) -> str:
        return client.get(f"/api/v1/articles/deep-clean/{query}", **headers).json()["title"]

    assert title() == "Deep clean"
    assert title("?locale=zh-hans") == "深度清洁"
    assert title(HTTP_ACCEPT_LANGUAGE="zh-CN,zh;q=0.9") == "深度清洁"
    assert title("?locale=en", HTTP_ACCEPT_LANGUAGE="zh-CN") == "Deep clean"


def test_fields_are_selected_and_have_their_own_tag(article, api):
    client = api(None)
    answer = client.get("/api/v1/articles/deep-clean/?fields=key,title")
    assert answer.json() == {"key": "deep-clean", "title": "Deep clean"}
    assert answer["ETag"] != client.get("/api/v1/articles/deep-clean/")["ETag"]
    refused = client.get("/api/v1/articles/deep-clean/?fields=key,titel")
    assert refused.status_code == 400
    assert "title" in refused.json()["errors"][0]["msg"]


def test_an_unknown_parameter_is_refused_with_the_right_one(article, api):
    answer = api(None).get("/api/v1/articles/?ofset=1")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["loc"] == ["query", "ofset"]
    assert "offset" in answer.json()["errors"][0]["msg"]
    assert api(None).get("/api/v1/articles/?locale=fr").status_code == 400


def test_a_list_takes_one_query_for_one_row_and_for_many(
    article, api, django_assert_num_queries, request
):
    client = api(None)
    with django_assert_num_queries(1):
        answer = client.get("/api/v1/articles/")
    assert [item["key"] for item in answer.json()["items"]] == ["deep-clean"]
    assert answer.json()["next"] is None

    request.getfixturevalue("many")
    with django_assert_num_queries(1):
        answer = client.get("/api/v1/articles/")
    assert [item["key"] for item in answer.json()["items"]] == [
        *(f"advice-{number:02}" for number in range(11, -1, -1)),
        "deep-clean",
    ]
    assert "body" not in answer.json()["items"][0]


def test_pages_of_a_list(many, api, django_assert_num_queries):
    client = api(None)
    with django_assert_num_queries(2):
        first = client.get("/api/v1/articles/?limit=5&count=true&fields=key").json()
    assert first["count"] == 12
    assert first["items"][0] == {"key": "advice-11"}
    assert first["previous"] is None
    second = client.get(first["next"]).json()
    assert second["items"][0] == {"key": "advice-06"}
    last = client.get(second["next"]).json()
    assert [item["key"] for item in last["items"]] == ["advice-01", "advice-00"]
    assert last["next"] is None


def test_a_lists_tag_changes_with_its_collection_and_its_question(
    many, api, django_assert_num_queries
):
    client = api(None)
    etag = client.get("/api/v1/articles/?limit=5")["ETag"]
    assert client.get("/api/v1/articles/?limit=6")["ETag"] != etag
    with django_assert_num_queries(1):
        answer = client.get("/api/v1/articles/?limit=5", HTTP_IF_NONE_MATCH=etag)
    assert (answer.status_code, answer.content) == (304, b"")
    many[0].unpublish()
    answer = client.get("/api/v1/articles/?limit=5", HTTP_IF_NONE_MATCH=etag)
    assert answer.status_code == 200


def test_a_page_answers_by_its_id_and_that_of_its_translation(
    article, chinese, api, django_assert_num_queries
):
    translated = edit(article.copy_for_translation(chinese, copy_parents=True), title="深度清洁")
    client = api(None)
    with django_assert_num_queries(1):
        answer = client.get(f"/api/v1/pages/{translated.pk}/?locale=zh-hans")
    assert (answer.json()["id"], answer.json()["title"]) == (article.pk, "深度清洁")
    english = client.get(f"/api/v1/pages/{translated.pk}/?locale=en")
    assert english.json()["title"] == "Deep clean"
    whole = client.get(f"/api/v1/pages/{article.pk}/?fields=key,body,pass_mark").json()
    assert (whole["key"], [block["type"] for block in whole["body"]]) == ("deep-clean", ["text"])
    assert "pass_mark" not in whole
    assert client.get("/api/v1/pages/999999/").status_code == 404


def test_an_address_resolves(article, api, django_assert_num_queries):
    client = api(None)
    with django_assert_num_queries(1):
        answer = client.get("/api/v1/resolve/?path=articles/deep-clean&locale=en")
    found = answer.json()
    assert (found["id"], found["type"], found["collection"], found["key"]) == (
        article.pk,
        "articlepage",
        "articles",
        "deep-clean",
    )
    assert client.get(found["url"]).json()["title"] == "Deep clean"
    assert client.get("/api/v1/resolve/?path=/nowhere/").status_code == 404
    assert client.get("/api/v1/resolve/").status_code == 400
    assert client.get("/api/v1/resolve/?path=/&locale=en").json()["type"] == "homepage"


def test_an_address_that_has_moved_says_where_to(
    article, api, browser_for, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        edit(article, slug="spring-clean")
    found = api(None).get("/api/v1/resolve/?path=/articles/deep-clean/&locale=en").json()
    assert (found["redirect"], found["permanent"], found["id"]) == (
        "/articles/spring-clean/",
        True,
        None,
    )


def test_the_site_names_its_languages_and_navigation(
    section, article, chinese, home, api, django_assert_num_queries
):
    client = api(None)
    with django_assert_num_queries(1):
        english = client.get("/api/v1/site/?locale=en").json()
    assert (english["name"], english["home"]) == ("Doorstep", home.pk)
    assert [(each["code"], each["default"]) for each in english["languages"]] == [
        ("en", True),
        ("zh-hans", False),
    ]
    entry = {
        "id": section.pk,
        "type": "landingpage",
        "title": "Articles",
        "path": "/articles/",
        "route": "/articles/",
        "children": [],
    }
    assert english["navigation"] == [entry]

    edit(section.copy_for_translation(chinese), title="文章")
    edit(article, show_in_menus=True)
    chinese_site = client.get("/api/v1/site/?locale=zh-hans").json()
    assert chinese_site["name"] == "到家"
    child = {**entry, "id": article.pk, "type": "articlepage", "title": "Deep clean"}
    child["path"] = child["route"] = "/articles/deep-clean/"
    assert chinese_site["navigation"] == [{**entry, "title": "文章", "children": [child]}]


def test_site_settings_are_in_the_site_at_once(home, api):
    settings = SiteSettings.for_site(home.get_site())
    settings.phone = "+862155550100"
    settings.save()
    assert api(None).get("/api/v1/site/").json()["phone"] == "+862155550100"


def test_a_bad_token_is_refused_on_public_reads_too(article, api):
    client = api(None)
    client.credentials(HTTP_AUTHORIZATION="Bearer nonsense")
    assert client.get("/api/v1/articles/").status_code == 401


@pytest.mark.parametrize("query", ["", "?cursor=*", "?slug=deep-clean"])
def test_what_is_published_while_an_empty_list_is_read_is_seen_the_next_time(section, api, query):
    waiting = [new_article("Deep clean")]

    def publish_after_the_first(execute, *asked):
        answer = execute(*asked)
        if waiting:
            publish_page(waiting.pop(), parent=section)
        return answer

    client = api(None)
    with connection.execute_wrapper(publish_after_the_first):
        before = client.get(f"/api/v1/articles/{query}")
    assert (before.json()["items"], waiting) == ([], [])
    after = client.get(f"/api/v1/articles/{query}", HTTP_IF_NONE_MATCH=before["ETag"])
    assert after.status_code == 200
    assert [item["key"] for item in after.json()["items"]] == ["deep-clean"]
    again = client.get(f"/api/v1/articles/{query}", HTTP_IF_NONE_MATCH=after["ETag"])
    assert again.status_code == 304
