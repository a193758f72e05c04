"""Documents say what the page says, at each moment and in each language."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, ReferenceIndex, Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION

from cms.delivery.models import Collection, PublishedDocument
from cms.media.models import File
from cms.pages.actions import publish_page
from cms.pages.models import ArticlePage
from cms.pages.scheduling import publish_due
from outbox.models import Message
from tests.content.conftest import AHEAD, draw, edit, new_article


def titles(collection: str = "articles") -> dict[tuple[str, str], str]:
    """Key and locale to title."""
    return {
        (row.key, row.locale): json.loads(row.body)["title"]
        for row in PublishedDocument.objects.filter(collection=collection)
    }


def body(key: str, locale: str = "en", collection: str = "articles") -> dict:
    return json.loads(
        PublishedDocument.objects.get(collection=collection, key=key, locale=locale).body
    )


def test_a_draft_has_no_document(section):
    section.add_child(instance=ArticlePage(title="Draft", slug="draft", live=False, body=[]))
    assert titles() == {}


def test_publishing_writes_every_locale_in_the_words_there_are(article):
    assert titles() == {
        ("deep-clean", "en"): "Deep clean",
        ("deep-clean", "zh-hans"): "Deep clean",
    }
    assert body("deep-clean", "zh-hans")["locale"] == "zh-hans"
    assert body("deep-clean", "zh-hans")["language"] == "en"


def test_a_translation_counts_when_it_is_published_and_until_it_is_withdrawn(article, chinese):
    translated = article.copy_for_translation(chinese, copy_parents=True)
    assert titles()["deep-clean", "zh-hans"] == "Deep clean"

    translated = edit(translated, title="深度清洁")
    assert titles() == {
        ("deep-clean", "en"): "Deep clean",
        ("deep-clean", "zh-hans"): "深度清洁",
    }

    translated.unpublish()
    assert titles()["deep-clean", "zh-hans"] == "Deep clean"


def test_without_its_english_words_an_article_stays_in_chinese(article, chinese):
    edit(article.copy_for_translation(chinese, copy_parents=True), title="深度清洁")
    article.unpublish()
    assert set(titles().values()) == {"深度清洁"}
    assert len(titles()) == 2


def test_a_home_page_that_another_process_renamed_takes_no_address(article, home, settle):
    def paths() -> set[str | None]:
        return set(
            PublishedDocument.objects.filter(key=article.slug).values_list("path", flat=True)
        )

    here = {"key": SITE_ROOT_PATHS_CACHE_KEY, "version": SITE_ROOT_PATHS_CACHE_VERSION}
    Site.get_site_root_paths()
    known = cache.get(**here)
    edit(home, slug="start")
    settle()
    assert paths() == {"/articles/deep-clean/"}
    # What a cache without Redis still has in every process but the editor's.
    cache.set(value=known, **here)
    edit(article, title="Deeper clean")
    assert paths() == {"/articles/deep-clean/"}


def test_addresses_that_are_shown_cost_no_roots(article, section, home, django_assert_num_queries):
    Site.get_site_root_paths()
    with django_assert_num_queries(0):
        addresses = [page.get_url_parts()[2] for page in (home, section, article)]
    assert addresses == ["/", "/articles/", "/articles/deep-clean/"]


def test_a_saved_draft_changes_nothing(article):
    before = PublishedDocument.objects.get(collection="articles", locale="en")
    article.title = "Deeper"
    article.save_revision()
    after = PublishedDocument.objects.get(pk=before.pk)
    assert (after.body, after.etag, after.updated_at) == (
        before.body,
        before.etag,
        before.updated_at,
    )


def test_unpublishing_and_deleting_take_the_documents_away(article, section):
    article.unpublish()
    assert titles() == {}
    edit(article)
    assert len(titles()) == 2
    section.delete()
    assert titles() == {}
    assert titles("landings") == {}


def test_a_new_slug_moves_the_document(article):
    edit(article, slug="spring-clean")
    assert set(titles()) == {("spring-clean", "en"), ("spring-clean", "zh-hans")}
    assert body("spring-clean")["path"] == "/articles/spring-clean/"


def test_two_articles_cannot_share_a_slug(article, home):
    with pytest.raises(ValidationError) as refusal:
        publish_page(new_article("Deep clean"), parent=home)
    assert refusal.value.error_dict["slug"][0].code == "slug_taken"
    assert ArticlePage.objects.count() == 1


def test_moving_a_section_moves_the_addresses_below(article, section, home):
    other = publish_page(type(section)(title="Advice", slug="advice"), parent=home)
    section.move(other, pos="last-child")
    assert body("deep-clean")["path"] == "/advice/articles/deep-clean/"


def test_a_sections_new_slug_reaches_the_pages_below(
    article, section, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        edit(section, slug="reading")
    assert body("deep-clean")["path"] == "/reading/deep-clean/"


def test_an_alias_follows_its_page(article, section, chinese):
    section.copy_for_translation(chinese, alias=True)
    article.copy_for_translation(chinese, alias=True)
    edit(article, title="Deepest clean")
    assert set(titles().values()) == {"Deepest clean"}
    assert len(titles()) == 2


def test_a_private_section_is_not_published(article, section):
    restriction = PageViewRestriction.objects.create(page=section, restriction_type="login")
    assert titles() == {}
    restriction.delete()
    assert len(titles()) == 2


def test_generations_rise_only_where_something_changed(article, chinese):
    def generations() -> dict[str, int]:
        rows = Collection.objects.filter(name="articles")
        return {row.locale: row.generation for row in rows}

    # Ahead of the clock they count one by one.
    Collection.objects.filter(name="articles").update(generation=AHEAD)
    translated = edit(article.copy_for_translation(chinese, copy_parents=True), summary="深度")
    assert generations() == {"en": AHEAD, "zh-hans": AHEAD + 1}
    # Every language finds it by this title too.
    translated = edit(translated, title="深度清洁")
    assert generations() == {"en": AHEAD + 1, "zh-hans": AHEAD + 2}
    translated.unpublish()
    assert generations() == {"en": AHEAD + 2, "zh-hans": AHEAD + 3}


def test_a_restored_database_tells_no_generation_again(article):
    rows = Collection.objects.filter(name="articles", locale="en")
    backup = rows.get().generation
    edit(article, title="Deeper clean")
    lost = rows.get().generation
    rows.update(generation=backup)
    # The clock has gone on: no edit is made within a millisecond.
    edit(article, title="Deepest clean")
    assert rows.get().generation > lost > backup


def test_page_and_document_are_one_transaction(article):
    with pytest.raises(RuntimeError), transaction.atomic():
        edit(article, title="Lost")
        raise RuntimeError
    assert body("deep-clean")["title"] == "Deep clean"
    assert ArticlePage.objects.get(pk=article.pk).title == "Deep clean"


def test_schedule_and_expiry(section):
    now = timezone.now()
    draft = new_article("Later", live=False)
    section.add_child(instance=draft)
    draft.go_live_at = now + timedelta(hours=1)
    draft.expire_at = now + timedelta(hours=2)
    draft.save_revision().publish()
    call_command("publish_scheduled")
    assert titles() == {}

    shift(draft, go_live_at=now - timedelta(minutes=5), expire_at=now + timedelta(hours=2))
    call_command("publish_scheduled")
    assert set(titles()) == {("later", "en"), ("later", "zh-hans")}

    ArticlePage.objects.filter(pk=draft.pk).update(expire_at=now - timedelta(minutes=1))
    call_command("publish_scheduled")
    assert titles() == {}


def test_the_timers_publish_and_unpublish_what_is_due(section):
    now = timezone.now()
    draft = new_article("Later", live=False)
    section.add_child(instance=draft)
    draft.go_live_at = now + timedelta(hours=1)
    draft.save_revision().publish()
    assert publish_due(now) == 0

    shift(draft, go_live_at=now - timedelta(minutes=5))
    assert publish_due(now) == 1
    assert set(titles()) == {("later", "en"), ("later", "zh-hans")}

    ArticlePage.objects.filter(pk=draft.pk).update(expire_at=now - timedelta(minutes=1))
    assert publish_due(now) == 1
    assert titles() == {}
    draft.refresh_from_db()
    assert (draft.live, draft.expired) == (False, True)


def test_a_page_that_cannot_be_published_keeps_no_other_waiting(section):
    now = timezone.now()
    for number, title in enumerate(("Blocked", "Next")):
        draft = new_article(title, live=False)
        section.add_child(instance=draft)
        draft.go_live_at = now + timedelta(hours=1)
        draft.save_revision().publish()
        shift(draft, go_live_at=now - timedelta(minutes=5 - number))
    # The address is taken: the document of the first cannot be written.
    PublishedDocument.objects.filter(collection="landings").update(path="/articles/blocked/")

    with pytest.raises(ExceptionGroup) as refusal:
        publish_due(now)
    [failure] = refusal.value.exceptions
    blocked = ArticlePage.objects.get(slug="blocked")
    assert (type(failure), failure.__notes__) == (IntegrityError, [f"page {blocked.pk}"])
    assert (blocked.live, set(titles())) == (False, {("next", "en"), ("next", "zh-hans")})


def shift(page: Page, **times: object) -> None:
    """Let the scheduled revision of ``page`` be due, as if time had passed."""
    revision = page.get_latest_revision()
    for name, value in times.items():
        revision.content[name] = value.isoformat()
    revision.approved_go_live_at = times["go_live_at"]
    revision.save()


def test_a_changed_picture_reaches_what_shows_it(article, picture, settle):
    edit(article, picture=picture)
    Message.objects.all().delete()
    picture.description = "A spotless kitchen"
    picture.save()
    assert body("deep-clean")["picture"]["alt"] == "A clean kitchen"
    assert settle() == 1
    assert body("deep-clean")["picture"]["alt"] == "A spotless kitchen"
    assert body("deep-clean", "zh-hans")["picture"]["alt"] == "干净的厨房"


def test_a_deleted_picture_leaves_what_showed_it(section, settle):
    gone, cover = draw("Gone"), draw("Cover")
    text = [("picture", {"picture": gone, "caption": "Before"})]
    publish_page(new_article("Shown", body=text, picture=cover), parent=section)
    gone.delete()
    cover.delete()
    settle()
    assert body("shown")["picture"] is None
    assert body("shown")["body"][0]["value"] == {"picture": None, "caption": "Before"}


def test_text_that_names_what_was_deleted_makes_the_same_document_at_its_next_save(
    article, section, settle
):
    file = File.objects.create(title="Prices", file=ContentFile(b"12345", "prices.pdf"))
    picture = draw("Gone")
    links = f'<a linktype="page" id="{article.pk}">a</a><a linktype="document" id="{file.pk}">b</a>'
    text = [("text", f"<p>{links}</p>"), ("picture", {"picture": picture, "caption": ""})]
    page = publish_page(new_article("Shown", body=text), parent=section)
    assert made_of("shown") == [
        f"wagtailcore.page:{page.pk}", f"media.file:{file.pk}",
        f"media.picture:{picture.pk}", f"wagtailcore.page:{article.pk}",
    ]  # fmt: skip
    for named in (article, file, picture):
        named.delete()
    settle()
    assert made_of("shown") == [f"wagtailcore.page:{page.pk}"]
    # For later: nothing of it is published, but Wagtail writes anew what the page refers to.
    edit(page, go_live_at=timezone.now() + timedelta(hours=1))
    assert ReferenceIndex.objects.filter(object_id=page.pk, to_object_id=article.pk).exists()
    settle()
    call_command("documents", "check")
    edit(page, go_live_at=None)
    assert made_of("shown") == [f"wagtailcore.page:{page.pk}"]


def made_of(key: str) -> list[str]:
    return PublishedDocument.objects.get(collection="articles", key=key, locale="en").cache_keys


def test_links_follow_the_page_that_they_lead_to(article, section, settle):
    link = f'<p><a linktype="page" id="{article.pk}">first</a></p>'
    publish_page(new_article("Second", body=[("text", link)]), parent=section)
    assert '<a href="/articles/deep-clean/" ' in body("second")["body"][0]["value"]
    edit(article, slug="spring-clean")
    settle()
    assert '<a href="/articles/spring-clean/" ' in body("second")["body"][0]["value"]


def test_check_finds_and_rebuild_heals(article, capsys):
    call_command("documents", "check")
    PublishedDocument.objects.filter(key="deep-clean", locale="en").update(body="{}")
    PublishedDocument.objects.filter(key="deep-clean", locale="zh-hans").delete()
    Page.objects.filter(slug="articles").update(live=False)
    with pytest.raises(CommandError, match="6 documents are not"):
        call_command("documents", "check")
    assert capsys.readouterr().out.splitlines()[1:] == [
        "articles/deep-clean (en): stale",
        "articles/deep-clean (zh-hans): missing",
        f"landings/{article.get_parent().pk} (en): orphaned",
        f"landings/{article.get_parent().pk} (zh-hans): orphaned",
        "site/site (en): stale",
        "site/site (zh-hans): stale",
    ]
    call_command("documents", "rebuild")
    call_command("documents", "check")
    assert len(titles()) == 2
