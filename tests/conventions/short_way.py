"""The API goes past the middleware of people with a browser, and loses nothing by it."""

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

pytestmark = pytest.mark.django_db
SITE = "/api/v1/categories/"


def test_an_anonymous_read_opens_no_session(client: Client, django_assert_num_queries) -> None:
    client.cookies["sessionid"] = "somebody-elses"
    with django_assert_num_queries(1) as asked:
        answer = client.get(SITE)
    assert "delivery_publisheddocument" in asked.captured_queries[0]["sql"]
    assert (answer.status_code, answer.cookies) == (200, {})
    assert "Cookie" not in answer["Vary"]
    assert not hasattr(answer.wsgi_request, "session")
    assert answer.wsgi_request.user.is_anonymous
    assert Session.objects.count() == 0


@pytest.mark.parametrize("path", [SITE, "/api/v1/nowhere/", "/api/v1/me/", "/admin/login/"])
def test_every_answer_has_the_security_headers(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert int(answer["Content-Length"]) == len(answer.content)


def test_a_strange_host_is_refused_as_before(client: Client, settings) -> None:
    settings.ALLOWED_HOSTS = ["doorstep.example"]
    assert client.get(SITE, headers={"host": "evil.example"}).status_code == 400
    assert client.get(SITE, headers={"host": "doorstep.example"}).status_code == 200


def test_refusals_speak_the_readers_language(client: Client) -> None:
    path = "/api/v1/services/?category=none"
    english = client.get(path).json()["errors"]
    chinese = client.get(path, headers={"accept-language": "zh-CN"})
    assert english[0]["msg"] == "There is no category “none”."
    assert chinese.json()["errors"][0]["msg"] != english[0]["msg"]
    assert chinese["Content-Language"] == "zh-hans"
    assert "Accept-Language" in chinese["Vary"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"authorization": "Bearer nonsense"}, 401),
        ({"authorization": "Basic eDp5"}, 401),
        ({"accept": "image/png"}, 406),
        ({"accept": "text/html, */*;q=0.8"}, 200),
    ],
)
def test_what_is_asked_for_still_counts(client: Client, headers: dict, status: int) -> None:
    assert client.get(SITE, headers=headers).status_code == status
    assert client.post(SITE).status_code == 405


def test_caches_keep_apart_what_depends_on_the_caller(client: Client) -> None:
    public = client.get(SITE)
    assert public["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert public["Vary"] == "Accept-Language, origin"
    posts = client.get("/api/v1/posts/")
    assert "Cache-Control" not in posts
    assert {"Accept-Language", "Authorization"} <= set(posts["Vary"].split(", "))


@pytest.mark.parametrize("path", ["posts/", "me/", "orders/", "tasks/", "orders/nowhere/"])
def test_no_cache_keeps_what_somebody_is_told(api: Callable[[str], APIClient], path: str) -> None:
    answer = api("customer").get(f"/api/v1/{path}")
    assert answer["Cache-Control"] == "private, no-cache"
    assert "Authorization" in answer["Vary"]


def test_people_with_a_browser_keep_their_middleware(client: Client) -> None:
    answer = client.get("/admin/login/")
    assert "csrftoken" in answer.cookies
    assert answer.wsgi_request.user.is_anonymous
    # Logging in keeps its codes in the session.
    assert hasattr(client.get("/api/v1/auth/config").wsgi_request, "session")


@pytest.mark.parametrize("path", ["/api/v1/services/?count=true", "/api/v1/me/", "/api/cms/v3/x/"])
def test_an_answer_says_what_it_took(client: Client, path: str) -> None:
    from django.db import connection

    with CaptureQueriesContext(connection) as asked:
        timing = client.get(path)["Server-Timing"]
    found = re.fullmatch(r'db;desc="(\d+) queries";dur=\d+\.\d, app;dur=\d+\.\d', timing)
    assert found is not None
    assert int(found[1]) == len(asked)
    assert "Server-Timing" not in client.get("/admin/login/")
