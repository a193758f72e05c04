"""Caches further out: the keys that answers bear, and telling a real server what has changed."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
from standardwebhooks import Webhook

from cms.delivery.actions import publish
from cms.delivery.purging import LONGEST_HEADER, PURGE, header_of
from cms.pages.actions import publish_page
from cms.pages.models import StandardsPage
from outbox.models import Message
from tests.content.conftest import edit

pytestmark = pytest.mark.django_db
TOKEN = "a-secret-of-ours"


@pytest.fixture
def cdn(settings):
    """What it was sent, as headers and bytes; it refuses while ``status`` is no 2xx."""
    known = SimpleNamespace(sent=[], status=200)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            known.sent.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(known.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *said):
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.CDN_PURGE_URL = f"http://127.0.0.1:{server.server_port}/purge"
    settings.CDN_PURGE_TOKEN = TOKEN
    yield known
    server.shutdown()
    server.server_close()


def keys_of(answer):
    return answer["Surrogate-Key"].split()


def test_answers_say_what_they_are_made_of(article, api):
    client = api(None)
    detail = client.get("/api/v1/articles/deep-clean/")
    assert keys_of(detail)[0] == "articles/deep-clean"
    listed = client.get("/api/v1/articles/")
    assert keys_of(listed) == ["articles", "articles/deep-clean"]
    unchanged = client.get("/api/v1/articles/", HTTP_IF_NONE_MATCH=listed["ETag"])
    assert (unchanged.status_code, keys_of(unchanged)) == (304, ["articles"])
    assert keys_of(client.get("/api/v1/services/")) == ["services", "categories"]


def test_what_leads_to_a_page_goes_with_it(article, home, api):
    client = api(None)
    found = client.get("/api/v1/resolve/?path=/articles/deep-clean/")
    assert keys_of(found) == ["articles/deep-clean"]
    assert "Surrogate-Key" not in client.get("/api/v1/resolve/?path=/nowhere/")
    body = [("text", "One")]
    publish_page(
        StandardsPage(title="Conduct", slug="conduct", kind="conduct", body=body), parent=home
    )
    assert keys_of(client.get("/api/v1/standards/conduct/versions/1/")) == ["standards/conduct"]


def test_the_header_is_bounded():
    keys = ["services", *(f"services/a-long-key-{number:04}" for number in range(1000))]
    header = header_of(keys)
    assert LONGEST_HEADER - 30 < len(header) <= LONGEST_HEADER
    assert header.split() == keys[: len(header.split())]
    assert header_of(["a", "b", "a"]) == "a b"


def test_without_a_cache_in_front_nothing_is_written(article):
    edit(article, title="Deeper clean")
    assert not Message.objects.filter(topic=PURGE).exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_is_told_once_and_signed(article, cdn, settle):
    settle()
    cdn.sent.clear()
    edit(article, title="Deeper clean")
    settle()
    told = [(headers, body) for headers, body in cdn.sent if b"articles" in body]
    assert [json.loads(body) for _headers, body in told] == [
        {"keys": ["articles", "articles/deep-clean"]}
    ]
    headers, body = told[0]
    Webhook(TOKEN.encode()).verify(body, headers)

    cdn.sent.clear()
    assert publish(article) is False
    settle()
    assert cdn.sent == []


@pytest.mark.django_db(transaction=True)
def test_a_cache_that_is_away_is_told_again(article, cdn, settle):
    settle()
    cdn.status = 503
    article.unpublish()
    settle()
    waiting = Message.objects.filter(topic=PURGE, done_at=None)
    assert [message.payload for message in waiting if "articles" in message.payload["keys"]] == [
        {"keys": ["articles", "articles/deep-clean"]}
    ]
    assert set(waiting.values_list("attempts", flat=True)) == {1}
    cdn.status = 200
    waiting.update(available_at="2020-01-01T00:00:00Z")
    settle()
    assert not waiting.exists()
