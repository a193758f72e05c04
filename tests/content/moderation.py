"""The way of a text through Wagtail's admin: draft, moderation, schedule, publication."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Revision, TaskState, WorkflowState

from cms.delivery.models import PublishedDocument
from cms.pages.models import ArticlePage

DAY = "%Y-%m-%d %H:%M"


def form(title: str, text: str = "Start at the top.", **values: str) -> dict[str, str]:
    """What the editor sends for an article with one block of text."""
    content = {
        "blocks": [
            {
                "key": "a0001",
                "text": text,
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [],
                "entityRanges": [],
            }
        ],
        "entityMap": {},
    }
    return {
        "title": title,
        "slug": title.lower().replace(" ", "-"),
        "summary": "",
        "author_name": "",
        "picture": "",
        "seo_title": "",
        "search_description": "",
        "body-count": "1",
        "body-0-type": "text",
        "body-0-order": "0",
        "body-0-id": "",
        "body-0-deleted": "",
        "body-0-value": json.dumps(content),
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **values,
    }


@pytest.fixture
def editor(browser_for) -> Client:
    return browser_for("editor")


@pytest.fixture
def moderator(browser_for) -> Client:
    return browser_for("moderator")


def create(browser: Client, section, **values: str) -> ArticlePage:
    answer = browser.post(
        f"/admin/pages/add/pages/articlepage/{section.pk}/", form("Deep clean", **values)
    )
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return ArticlePage.objects.get(slug="deep-clean")


def save(browser: Client, page: ArticlePage, title: str, **values: str) -> int:
    data = form(title, **{"slug": page.slug, **values})
    return browser.post(f"/admin/pages/{page.pk}/edit/", data).status_code


def decide(browser: Client, page: ArticlePage, action: str) -> int:
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    url = f"/admin/pages/workflow/action/{page.pk}/{action}/{state.pk}/"
    return browser.post(url, {"comment": "Please name the tools."}).status_code


def shown(api) -> dict[str, str] | None:
    """The title that the API answers by language, or nothing."""
    client = api(None)
    answers = {
        code: client.get(f"/api/v1/articles/deep-clean/?locale={code}")
        for code in ("en", "zh-hans")
    }
    if any(answer.status_code == 404 for answer in answers.values()):
        assert {answer.status_code for answer in answers.values()} == {404}
        return None
    return {code: answer.json()["title"] for code, answer in answers.items()}


def test_an_editor_writes_and_submits_but_does_not_publish(editor, section, api):
    page = create(editor, section)
    assert not page.live
    save(editor, page, "Deeper", **{"action-publish": "1"})
    page.refresh_from_db()
    assert (page.live, page.draft_title) == (False, "Deeper")
    assert editor.post(f"/admin/pages/{page.pk}/unpublish/").status_code == 302
    assert shown(api) is None


def test_the_moderator_sends_back_once_and_approves(editor, moderator, section, api):
    page = create(editor, section, **{"action-submit": "1"})
    assert shown(api) is None
    state = WorkflowState.objects.get()
    assert (state.workflow.name, state.status) == ("Moderators approval", "in_progress")

    # Who wrote it does not decide on it.
    assert decide(editor, page, "approve") == 302
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS

    assert decide(moderator, page, "reject") == 302
    state.refresh_from_db()
    assert state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert shown(api) is None

    save(editor, page, "With tools", **{"action-submit": "1"})
    assert decide(moderator, page, "approve") == 302
    assert shown(api) == {"en": "With tools", "zh-hans": "With tools"}
    page.refresh_from_db()
    assert (page.live, page.title) == (True, "With tools")


def test_what_is_approved_with_a_date_appears_then(editor, moderator, section, api):
    tomorrow = timezone.localtime() + timedelta(days=1)
    page = create(editor, section, **{"action-submit": "1", "go_live_at": tomorrow.strftime(DAY)})
    assert decide(moderator, page, "approve") == 302
    call_command("publish_scheduled")
    assert shown(api) is None

    Revision.objects.filter(approved_go_live_at__isnull=False).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=1)
    )
    backdate(page)
    call_command("publish_scheduled")
    assert shown(api) == {"en": "Deep clean", "zh-hans": "Deep clean"}


def backdate(page: ArticlePage) -> None:
    """Let the waiting revision be due, as if its day had come."""
    revision = page.revisions.get(approved_go_live_at__isnull=False)
    revision.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    revision.save()


def test_a_live_page_changes_when_the_change_is_published(editor, moderator, section, api):
    page = create(moderator, section, **{"action-publish": "1"})
    assert shown(api) == {"en": "Deep clean", "zh-hans": "Deep clean"}
    save(editor, page, "Changed")
    assert shown(api) == {"en": "Deep clean", "zh-hans": "Deep clean"}
    save(moderator, page, "Changed", **{"action-publish": "1"})
    assert shown(api) == {"en": "Changed", "zh-hans": "Changed"}
    moderator.post(f"/admin/pages/{page.pk}/unpublish/")
    assert shown(api) is None
    assert PublishedDocument.objects.filter(collection="articles").count() == 0


def test_a_translation_is_made_and_published_in_the_admin(editor, moderator, section, chinese, api):
    page = create(moderator, section, **{"action-publish": "1"})
    for source in (section, page):
        answer = editor.post(
            f"/admin/translation/submit/page/{source.pk}/", {"locales": [chinese.pk]}
        )
        assert answer.status_code == 302
    translated = page.get_translation(chinese)
    assert (translated.live, translated.slug) == (False, "deep-clean")
    assert shown(api) == {"en": "Deep clean", "zh-hans": "Deep clean"}
    save(moderator, translated, "深度清洁", **{"action-publish": "1"})
    assert shown(api) == {"en": "Deep clean", "zh-hans": "深度清洁"}


def test_the_preview_shows_the_draft_as_the_api_would(editor, section, article, chinese):
    save(
        editor,
        article,
        "Draft title",
        **{"body-0-value": form("x", "Then the floor.")["body-0-value"]},
    )
    answer = editor.get(f"/admin/pages/{article.pk}/view_draft/")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "<h1>Draft title</h1>" in html
    assert "Then the floor." in html
    assert "&quot;key&quot;: &quot;deep-clean&quot;" in html
    article.refresh_from_db()
    assert article.title == "Deep clean"


def test_a_page_that_was_never_saved_can_be_previewed(editor, section):
    url = f"/admin/pages/add/pages/articlepage/{section.pk}/preview/"
    assert editor.post(url, form("Brand new")).json() == {"is_valid": True, "is_available": True}
    assert "<h1>Brand new</h1>" in editor.get(f"{url}?mode=").content.decode()


def test_others_of_the_house_do_not_write(browser_for, section):
    for username in ("support", "finance", "operator", "reviewer"):
        answer = browser_for(username).post(
            f"/admin/pages/add/pages/articlepage/{section.pk}/", form("Deep clean")
        )
        assert answer.status_code == 302
    assert ArticlePage.objects.count() == 0


def test_a_failing_document_leaves_the_page_as_it_was(moderator, section, article, monkeypatch):
    # The address is taken: the document cannot be written, so the page must not be either.
    PublishedDocument.objects.filter(collection="articles").update(path="/free/")
    PublishedDocument.objects.filter(collection="landings", locale="en").update(
        path="/articles/deep-clean/"
    )
    moderator.raise_request_exception = False
    assert save(moderator, article, "Lost", **{"action-publish": "1"}) == 500
    article.refresh_from_db()
    assert (article.title, article.latest_revision.content["title"]) == ("Deep clean",) * 2
