"""What is published, shown plainly at its address, for whoever has no frontend yet."""

import pytest
from django.test import Client

from cms.pages.actions import publish_page
from cms.pages.models import StandardsPage
from cms.training.models import CoursePage
from tests.content.conftest import edit


@pytest.fixture
def read(client: Client):
    """The page at an address, as HTML."""

    def get(path: str, **headers: str) -> str:
        answer = client.get(path, headers=headers)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    return get


def test_the_front_door_names_the_site_and_leads_to_its_sections(
    article, section, read, django_assert_num_queries
):
    with django_assert_num_queries(3):
        html = read("/")
    assert "<h1>Doorstep</h1>" in html
    assert '<a href="/articles/">Articles</a>' in html
    assert '<a href="?locale=zh-hans" lang="zh-hans">简体中文</a>' in html
    assert '<li><a href="/articles/deep-clean/">Deep clean</a></li>' in read("/articles/")


def test_an_article_in_the_language_of_the_reader(article, chinese, read):
    edit(article.copy_for_translation(chinese, copy_parents=True), title="深度清洁")
    english = read("/articles/deep-clean/")
    assert ("<h1>Deep clean</h1>" in english, "Start at the top." in english) == (True, True)
    assert "<h1>深度清洁</h1>" in read("/articles/deep-clean/", Accept_Language="zh-CN")
    asked = read("/articles/deep-clean/?locale=zh-hans")
    assert "<h1>深度清洁</h1>" in asked
    assert '<a href="/?locale=zh-hans">' in asked


def test_it_says_what_the_api_says_and_runs_nothing(article, client):
    answer = client.get("/articles/deep-clean/")
    assert "&quot;key&quot;: &quot;deep-clean&quot;" in answer.content.decode()
    assert answer["Content-Security-Policy"].startswith("default-src 'none';")
    assert (answer["X-Robots-Tag"], answer["Content-Language"]) == ("noindex", "en")
    assert "Accept-Language" in answer["Vary"]


def test_what_is_not_published_is_not_there(article, client):
    article.unpublish()
    for path in ("/articles/deep-clean/", "/nowhere/", "/?locale=fr"):
        assert client.get(path).status_code == 404
    missing = client.get("/api/v1/nowhere/")
    assert (missing.status_code, missing["Content-Type"]) == (404, "application/problem+json")


def test_before_there_is_a_site_there_is_no_page(db, client):
    assert client.get("/").status_code == 404


def test_an_address_that_has_moved_leads_on(article, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        edit(article, slug="spring-clean")
    answer = client.get("/articles/deep-clean/")
    assert (answer.status_code, answer["Location"]) == (302, "/articles/spring-clean/")


def test_a_standard_names_its_version_and_a_course_its_lessons(section, read):
    body = [("text", "<p>One.</p>")]
    publish_page(
        StandardsPage(title="Agreement", slug="agreement", kind="agreement", body=body),
        parent=section,
    )
    assert "Version 1" in read("/articles/agreement/")
    lesson = {"title": "Before you ring", "minutes": 10, "body": body}
    publish_page(
        CoursePage(title="Basics", slug="basics", lessons=[("lesson", lesson)]), parent=section
    )
    html = read("/articles/basics/")
    assert "<h2>Before you ring</h2>" in html
    assert html.count("10 minutes") == 2
