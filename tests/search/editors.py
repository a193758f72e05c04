"""Synonyms of editors, suggestions while typing, and entries that are proved and repaired."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cms.search.models import SearchEntry, SynonymGroup
from tests.search.conftest import names


def test_synonyms_hold_at_once_and_for_their_language(corpus, found, api, synonyms):
    tag = api(None).get("/api/v1/services/?q=nanny").headers["ETag"]
    assert found("nanny") == []
    group = synonyms("nanny", "maternity nurse", "au pair")
    assert found("nanny") == found("au pair") == found("maternity nurse") == ["maternity-nanny"]
    # One mistyped is one too.
    assert api(None).get("/api/v1/services/?q=nanny", HTTP_IF_NONE_MATCH=tag).status_code == 200
    assert found("nanny", locale="zh-hans") == []
    group.words = "nanny\npiano practice"
    group.save()
    assert found("nanny") == ["piano"]
    group.delete()
    assert found("nanny") == []
    synonyms("擦窗户", "擦玻璃", language="zh-hans")
    assert found("擦窗户", locale="zh-hans") == ["window-clean"]


def test_editors_keep_synonyms_and_customers_do_not(browser_for, cast):
    path = "/admin/snippets/search/synonymgroup/add/"
    refused = browser_for("editor").post(path, {"language": "en", "words": "nanny"})
    assert "Give two words or more" in refused.content.decode()
    assert not SynonymGroup.objects.exists()
    browser_for("editor").post(path, {"language": "en", "words": " nanny \n\nau pair\nnanny"})
    assert SynonymGroup.objects.get().listed == ["nanny", "au pair"]
    listed = browser_for("editor").get("/admin/snippets/search/synonymgroup/")
    edit = f"/admin/snippets/search/synonymgroup/edit/{SynonymGroup.objects.get().pk}/"
    assert "nanny · au pair" in listed.content.decode()
    assert f'<a href="{edit}"' in listed.content.decode()
    assert "English" in listed.content.decode()
    browser_for("customer").post(path, {"language": "en", "words": "a\nb"})
    assert SynonymGroup.objects.count() == 1


def test_suggestions(corpus, api, synonyms):
    synonyms("窗户清洁", "擦玻璃", language="zh-hans")
    synonyms("wash up", "rinse")

    def said(q, **given):
        answer = api(None).get("/api/v1/search/suggestions/", {"q": q, **given})
        return [item["text"] for item in answer.json()["items"]]

    # By how early the word stands; titles and words of editors.
    assert said("cl") == ["Deep clean", "Window cleaning", "Washing machine cleaning"]
    assert said("wa") == ["wash up", "Washing machine cleaning"]
    assert said("Window CLEAN") == ["Window cleaning"]
    assert said("zzz") == said("!") == []
    # A finished word may be mistyped, where nothing begins so.
    assert (
        said("windwo") == said("Widnow claening") == said("window cleening") == ["Window cleaning"]
    )
    assert said("claening mach") == []
    assert said("cabloi", locale="zh-hans") == ["擦玻璃"]
    # As keyboards have it while it is composed, too.
    for q in ("擦", "玻", "cab", "boli", "cbl", "CĀ", "ca b", "ca'bo'l", "cā bō", "ca1bo1 li"):
        assert said(q, locale="zh-hans")[-1:] == ["擦玻璃"], q
    assert said("窗", locale="zh-hans") == ["窗户清洁"]
    # A word of editors that is a title leads to what has it.
    given = {"q": "擦", "locale": "zh-hans"}
    assert api(None).get("/api/v1/search/suggestions/", given).json()["items"] == [
        {"text": "擦玻璃", "type": "services", "key": "window-clean"}
    ]
    (item,) = api(None).get("/api/v1/search/suggestions/?q=window").json()["items"]
    assert item == {"text": "Window cleaning", "type": "services", "key": "window-clean"}


def test_entries_are_proved_and_repaired(corpus, search):
    out = StringIO()
    call_command("documents", "check", stdout=out)
    SearchEntry.objects.filter(key="piano", locale="en").delete()
    SearchEntry.objects.filter(key="washer").update(lexemes="canari")
    assert names(search("canary")) == ["services/washer"]

    with pytest.raises(CommandError, match="3 documents"):
        call_command("documents", "check", stdout=out)
    assert "services/piano (en): stale search entry" in out.getvalue()
    call_command("documents", "rebuild", "services", stdout=out)
    call_command("documents", "check", stdout=out)
    assert names(search("canary")) == []
    assert names(search("piano")) == ["services/piano"]
