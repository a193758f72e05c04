"""A translation that is missing: whose words stand in, as the site declares it."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError

from catalog.services.words import words_in
from cms.delivery.locales import fallbacks, pick, pick_any
from cms.delivery.models import PublishedDocument
from cms.delivery.purging import PURGE
from cms.pages.actions import publish_page
from cms.pages.models import ArticlePage, HomePage
from config.settings.environment import chains
from outbox.models import Message
from tests.content.conftest import edit, new_article

THREE = [("en", "English"), ("zh-hans", "Simplified"), ("zh-hant", "Traditional")]
APART = {"en": (), "zh-hans": ()}


@pytest.fixture
def only_chinese(chinese, article):
    """An article that exists in Chinese alone, beside one in English alone."""
    home = HomePage.objects.get(locale=chinese)
    return publish_page(new_article("Only", locale=chinese), parent=home)


def keys(api, locale):
    listed = api(None).get(f"/api/v1/articles/?locale={locale}").json()["items"]
    return {item["key"]: item["language"] for item in listed}


def statuses(api, key):
    return [
        api(None).get(f"/api/v1/articles/{key}/?locale={locale}").status_code
        for locale in ("en", "zh-hans")
    ]


def test_any_language_stands_in_unless_a_chain_is_declared(only_chinese, api):
    assert keys(api, "en") == {"deep-clean": "en", "only": "zh-hans"}
    assert keys(api, "zh-hans") == {"deep-clean": "en", "only": "zh-hans"}
    told = api(None).get("/api/v1/site/?locale=en").json()["languages"]
    assert [(one["code"], one["fallbacks"]) for one in told] == [
        ("en", ["zh-hans"]),
        ("zh-hans", ["en"]),
    ]


@pytest.mark.parametrize(
    ("declared", "english", "chinese_readers", "found"),
    [
        ({"en": ()}, {"deep-clean": "en"}, {"deep-clean": "en", "only": "zh-hans"}, [404, 200]),
        (APART, {"deep-clean": "en"}, {"only": "zh-hans"}, [404, 200]),
    ],
)
def test_what_no_language_of_the_chain_has_is_not_there(
    settings, only_chinese, api, settle, declared, english, chinese_readers, found
):
    call_command("documents", "settings")
    settings.LOCALE_FALLBACKS = declared
    with pytest.raises(CommandError, match="not as they should be"):
        call_command("documents", "check")
    call_command("documents", "settings")
    settle()
    call_command("documents", "check")
    assert keys(api, "en") == english
    assert keys(api, "zh-hans") == chinese_readers
    assert statuses(api, "only") == found
    told = api(None).get("/api/v1/site/?locale=en").json()
    assert [one["fallbacks"] for one in told["languages"]] == [
        list(declared.get("en", ["zh-hans"])),
        list(declared.get("zh-hans", ["en"])),
    ]


def test_a_chain_taken_back_brings_all_of_it_back(settings, only_chinese, api, settle):
    settings.LOCALE_FALLBACKS = APART
    call_command("documents", "rebuild", verbosity=0)
    assert statuses(api, "deep-clean") == [200, 404]
    settings.LOCALE_FALLBACKS = {}
    call_command("documents", "settings")
    settle()
    assert statuses(api, "deep-clean") == [200, 200]


def test_the_site_itself_is_there_in_every_language(settings, built_site, chinese, api):
    HomePage.objects.get(locale=chinese).unpublish()
    settings.LOCALE_FALLBACKS = APART
    call_command("documents", "rebuild", verbosity=0)
    assert api(None).get("/api/v1/site/?locale=zh-hans").json()["name"] == "Doorstep"


def test_a_language_that_comes_back_is_not_taken_for_what_it_was(
    article, chinese, settings, settle, api
):
    def title(**headers):
        answer = api(None).get("/api/v1/articles/?locale=zh-hans", **headers)
        return answer, answer.content and answer.json()["items"][0]["title"]

    edit(article.copy_for_translation(chinese, copy_parents=True), title="深度清洁")
    settle()
    before, _title = title()
    both = settings.WAGTAIL_CONTENT_LANGUAGES
    settings.CDN_PURGE_URL = "https://cdn.example/purge"
    settings.WAGTAIL_CONTENT_LANGUAGES = both[:1]
    call_command("documents", "languages")
    assert set(PublishedDocument.objects.values_list("locale", flat=True)) == {"en"}
    purged = [message.payload["keys"] for message in Message.objects.filter(topic=PURGE)]
    assert ["articles", "articles/deep-clean"] in purged
    settings.CDN_PURGE_URL = ""
    edit(ArticlePage.objects.get(locale=chinese), title="深度清洁二")
    settings.WAGTAIL_CONTENT_LANGUAGES = both
    call_command("documents", "languages")
    settle()
    # As often as the list of before had changed.
    after, _title = title(HTTP_IF_NONE_MATCH=before["ETag"])
    assert (after.status_code, _title) == (200, "深度清洁二")


def test_words_stand_in_by_the_order_of_the_chain(settings):
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = THREE
    versions = {"en": 1, "zh-hans": 2}
    assert fallbacks("zh-hant") == ("zh-hant", "en", "zh-hans")
    assert pick(versions, "zh-hant") == 1
    settings.LOCALE_FALLBACKS = {"zh-hant": ("zh-hans", "en"), "en": ()}
    assert fallbacks("zh-hant") == ("zh-hant", "zh-hans", "en")
    assert pick(versions, "zh-hant") == 2
    assert pick({"zh-hans": 2}, "en") is None
    assert pick_any({"zh-hans": 2}, "en") == 2
    assert words_in({"en": "Kettle", "zh-hans": "水壶"}, "zh-hant") == "水壶"
    # A name is never missing.
    assert words_in({"zh-hans": "水壶"}, "en") == "水壶"


def test_chains_are_read_from_the_environment():
    assert chains("zh-hant=zh-hans+en, en=") == {"zh-hant": ("zh-hans", "en"), "en": ()}
    assert chains("") == {}


@pytest.mark.parametrize("wrong", ["en", "en:zh-hans", "en=zh-hans+", "=en", "en=zh hans"])
def test_other_text_is_refused_with_what_to_write(wrong):
    with pytest.raises(ImproperlyConfigured, match="write chains as zh-hans=en"):
        chains(wrong)


def test_a_chain_of_an_unknown_language_stops_the_start(settings):
    settings.LOCALE_FALLBACKS = {"zh-hans": ("eng",)}
    with pytest.raises(SystemCheckError, match="'eng', which is no language of this site"):
        call_command("check")
