"""The public search on OpenSearch answers as the database does; proven against a stand-in."""

import json
import logging

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.search import opensearch, tasks
from cms.search.models import SearchEntry
from cms.search.questions import Synonyms, ask
from outbox.models import Message
from tests.catalog.conftest import settle  # noqa: F401
from tests.search.conftest import names
from tests.search.finding import CASES
from tests.search.stand_in import Store, serve

# How each database asks its own index.
ASKED_HERE = {"postgresql": "@@", "sqlite": "MATCH"}


@pytest.fixture
def store(settings, monkeypatch):
    store = Store()
    store.server = serve(store)
    settings.OPENSEARCH_URL = f"http://127.0.0.1:{store.server.server_port}"
    monkeypatch.setattr(opensearch._Pause, "until", 0.0)
    yield store
    store.server.shutdown()
    store.server.server_close()


@pytest.fixture
def asked(store):
    """``asked(look, "glass")``: the answer, how often OpenSearch was asked, and the database."""

    def ask(look, *words, **given):
        before = len(store.calls)
        with CaptureQueriesContext(connection) as captured:
            answer = look(*words, **given)
        there = store.calls[before:]
        assert set(there) <= {"/doorstep_search/_search"}
        here = [query for query in captured if ASKED_HERE[connection.vendor] in query["sql"]]
        return answer, len(there), len(here)

    return ask


def test_a_question_as_it_is_sent(settings):
    settings.OPENSEARCH_URL = "http://127.0.0.1:9"
    question = ask("cleaning 擦玻璃", Synonyms([["擦玻璃", "window washing"]]))

    def met(lexemes):
        return {"match": {"lexemes": {"query": lexemes, "operator": "and"}}}

    words = {"bool": {"should": [met("t:clean")]}}
    glass = {"bool": {"should": [met("t:wash t:window"), met("t:擦 t:玻璃")]}}
    assert opensearch.body_of(question, "t:", {"locale": "zh-hans", "collection": "services"}) == {
        "query": {
            "bool": {
                "must": {"bool": {"must": [words, glass]}},
                "filter": [
                    {"match": {"_django_content_type": "search.IndexedEntry"}},
                    {
                        "bool": {
                            "must": [
                                {"term": {"collection_filter": "services"}},
                                {"term": {"locale_filter": "zh-hans"}},
                            ]
                        }
                    },
                ],
            }
        },
        "sort": ["_doc"],
    }
    # Pinyin is a word as well, each in its own way; and the whole entry has no prefix.
    (group,) = opensearch.body_of(ask("boli", Synonyms()), "", {"locale": "en"})["query"]["bool"][
        "must"
    ]["bool"]["must"]
    assert group == {"bool": {"should": [met("boli"), met("y:boli")]}}


def test_what_is_kept_there(store, corpus):
    call_command("opensearch", "fill")
    properties = store.mappings["doorstep_search_entries"]
    assert properties["lexemes"] == {
        "type": "text", "analyzer": "whitespace", "index_options": "docs", "norms": False,
    }  # fmt: skip
    assert properties["locale_filter"] == properties["collection_filter"] == {"type": "keyword"}
    kept = {key: each["lexemes"] for key, each in store.found["doorstep_search_entries"].items()}
    assert kept == {
        str(pk): lexemes for pk, lexemes in SearchEntry.objects.values_list("pk", "lexemes")
    }
    assert len(kept) == 10


def test_it_answers_as_the_database_does(store, neighbours, found, search, asked, settings):
    more = [
        ("glass", {"count": "true", "facets": "true"}),
        ("glass", {"limit": 2, "offset": 2, "count": "true"}),
        ("clean", {"near": "31.23,121.47", "category": "home"}),
        ("glas tabel", {"facets": "true"}),
        ("xylophone", {}),
        ("glass", {"type": "services", "tag": "seasonal"}),
        ("glass", {"category": "care"}),
    ]
    lists = [("window", {"ordering": "-price"}), ("windwo", {"price_min": 1, "ordering": "price"})]
    call_command("opensearch", "fill")
    for locale, q, keys in CASES:
        answer, _there, here = asked(found, q, locale=locale)
        assert (answer, here) == (keys, 0), q
    there = [asked(search, q, **given) for q, given in more]
    there += [asked(found, q, **given) for q, given in lists]
    assert [here for _answer, _there, here in there] == [0] * len(there)
    # The title, then all four fields, the title's answer kept; the count and facets of the last.
    assert there[0][1] == 4
    settings.OPENSEARCH_URL = ""
    here = [search(q, **given) for q, given in more] + [found(q, **given) for q, given in lists]
    assert [answer for answer, *_times in there] == here


def test_what_is_published_is_found_once_the_outbox_has_sent_it(
    store, corpus, service, search, api, asked, settle  # noqa: F811
):  # fmt: skip
    call_command("opensearch", "fill")
    settle()
    page = service("gutter", title="Gutter cleaning")
    assert names(search("gutter")) == []
    path = "/api/v1/search/?q=cleaning"
    early = api(None).get(path)
    settle()
    assert asked(search, "gutter") == ({**search("gutter")}, 4, 0)
    assert names(search("gutter")) == ["services/gutter"]
    # What was answered in between is not taken for what is answered now.
    late = api(None).get(path, HTTP_IF_NONE_MATCH=early["ETag"])
    assert late.status_code == 200
    assert [len(each.json()["items"]) for each in (early, late)] == [3, 4]

    page.title = "Roof gutters"
    page.save_revision().publish()
    settle()
    assert names(search("roof")) == ["services/gutter"]
    # What is withdrawn is gone at once, though OpenSearch keeps it until it is told, daily.
    page.unpublish()
    assert names(search("roof")) == []
    kept = store.sent["doorstep_search_entries"]
    assert len(kept) == 12
    assert tasks.forget_gone(timezone.now()) == 2
    assert sorted(map(int, kept)) == sorted(SearchEntry.objects.values_list("pk", flat=True))


def test_publications_wait_for_nobody(store, corpus, service, settle, found):  # noqa: F811
    """An OpenSearch that is down is told later, as often as the outbox tries."""
    settle()
    call_command("opensearch", "fill")
    store.down = True
    service("gutter", title="Gutter cleaning")
    (message,) = Message.objects.filter(topic=tasks.SEND, done_at=None)
    assert message.payload == {
        "collection": "services",
        "documents": sorted(
            SearchEntry.objects.filter(key="gutter").values_list("pk", flat=True)
        ),
        "locales": ["en", "zh-hans"],
    }  # fmt: skip
    settle()
    message.refresh_from_db()
    assert (message.done_at, message.attempts) == (None, 1)
    assert found("gutter") == ["gutter"]


def test_the_database_answers_where_it_cannot(store, corpus, found, asked, monkeypatch, caplog):
    window = ["window-clean", "deep-clean"]

    def warned():
        return [each for each in caplog.records if each.name == "cms.search.opensearch"]

    with caplog.at_level(logging.WARNING):
        # It is not filled yet. After that it is not asked for a while.
        assert asked(found, "window") == (window, 1, 2)
        assert asked(found, "window") == (window, 0, 2)
        assert len(warned()) == 1
        monkeypatch.setattr(opensearch._Pause, "until", 0.0)
        call_command("opensearch", "fill")
        assert asked(found, "window") == (window, 4, 0)
        # More is met than it tells at once.
        monkeypatch.setattr(opensearch, "MOST", 1)
        assert asked(found, "window") == (window, 4, 1)
        monkeypatch.setattr(opensearch, "MOST", 10_000)
        assert len(warned()) == 1
        # What it refuses says nothing of other questions.
        store.most_clauses = 2
        assert asked(found, "window glass harness cleaning") == (["window-clean"], 1, 2)
        assert asked(found, "window") == (window, 4, 0)
        assert len(warned()) == 2
        store.down = True
        assert asked(found, "window") == (window, 1, 2)
        assert asked(found, "window") == (window, 0, 2)
        assert len(warned()) == 3


def test_filling_anew(store, corpus, found, asked, capsys):
    call_command("opensearch", "fill")
    store.sent["doorstep_search_entries"]["999999"] = json.loads("{}")
    SearchEntry.objects.filter(key="piano").update(lexemes="t:canari k:canari s:canari canari")
    assert asked(found, "canary") == ([], 4, 0)
    call_command("opensearch", "fill")
    assert capsys.readouterr().out.splitlines() == ["10 entries sent"] * 2
    assert found("canary") == ["piano"]
    assert "999999" not in store.sent["doorstep_search_entries"]
    call_command("opensearch", "fill", "--anew")
    assert found("canary") == ["piano"]
    assert len(store.found["doorstep_search_entries"]) == 10


def test_without_the_setting_nothing_is_told(settings, corpus):
    assert not Message.objects.filter(topic=tasks.SEND).exists()
    with pytest.raises(CommandError, match="OPENSEARCH_URL"):
        call_command("opensearch", "fill")
