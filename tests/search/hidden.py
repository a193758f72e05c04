"""What the public may not see is found by no word, by no sound and by no suggestion."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from catalog.providers.actions import activate_provider, reinstate_provider, suspend_provider
from cms.pages.actions import publish_page
from cms.pages.models import ArticlePage
from cms.pages.scheduling import publish_due
from cms.search.models import Spelling
from cms.search.spelling import forget_unused
from community.posts.actions import edit_post, write_post
from community.posts.moderation import hide, publish, show
from tests.furniture.content import _profile
from tests.search.conftest import names, text

QUESTIONS = ["canary", "canaries", "金丝雀", "jinsique", "jsq", "cannary"]


@pytest.fixture
def silent(api, search):
    """Nothing is found by any of the questions, in any language, whoever asks."""

    def check() -> None:
        for locale in ("en", "zh-hans"):
            for q in QUESTIONS:
                answer = search(q, locale=locale, facets="true", count="true")
                assert (answer["items"], answer["count"]) == ([], 0), q
                assert not any(answer["facets"].values())
                path = "/api/v1/search/suggestions/"
                assert api(None).get(path, {"q": q, "locale": locale}).json()["items"] == []

    return check


def article(**values):
    words = {"title": "Canary 金丝雀", "slug": "canary", "body": text("A canary.")}
    return ArticlePage(**words | values)


def test_drafts_expired_private_and_scheduled_pages(home, chinese, search, silent):
    now = timezone.now()
    draft = article()
    draft.live = False
    home.add_child(instance=draft)
    draft.save_revision()
    silent()

    page = publish_page(article(slug="open", summary="Small bird"), parent=home)
    assert names(search("canary")) == ["articles/open"]
    assert names(search("jinsique", locale="zh-hans")) == ["articles/open"]
    page.get_latest_revision_as_object().save_revision()
    hidden = PageViewRestriction.objects.create(page=page, restriction_type="login")
    silent()
    hidden.delete()
    assert names(search("bird")) == ["articles/open"]

    later = page.get_latest_revision_as_object()
    later.summary, later.go_live_at = "Singing", now + timedelta(hours=1)
    later.save_revision().publish()
    assert names(search("singing")) == []

    ending = type(page).objects.get(pk=page.pk)
    ending.expire_at = now - timedelta(minutes=1)
    ending.save()
    publish_due(now)
    silent()


def test_words_of_what_is_gone_are_forgotten(home, chinese):
    """Those that something else has stay, and so do those of other locales."""
    gone = publish_page(article(title="Canaries sing 金丝雀", slug="gone"), parent=home)
    publish_page(article(title="Singing robins 画眉", slug="stays"), parent=home)
    learnt = set(Spelling.objects.values_list("locale", "word"))
    words = {"canaries", "jinsique", "sing", "robins", "huamei"}
    assert {("en", word) for word in words} <= learnt
    assert forget_unused(timezone.now()) == 0
    gone.unpublish()
    # In English and in the locale that falls back to it; "sing" is said by "singing".
    forgotten = {
        (locale, word) for locale in ("en", "zh-hans") for word in ("canaries", "jinsique")
    }
    assert forget_unused(timezone.now()) == len(forgotten)
    left = set(Spelling.objects.values_list("locale", "word"))
    assert learnt - left == forgotten


def test_posts_before_and_after_moderation(cast, home, search, silent):
    now, moderator = timezone.now(), cast["moderator"]
    post = write_post(text="Canary 金丝雀", topic="", images=[], by=cast["customer"], now=now)
    silent()
    post = publish(post, edition=1, by=moderator, now=now)
    assert names(search("canary")) == ["posts/Canary 金丝雀"]
    post = hide(post, reason="Birds", by=moderator, now=now)
    silent()
    post = show(post, by=moderator, now=now)
    assert names(search("canary")) == ["posts/Canary 金丝雀"]
    edit_post(post.uuid, changes={"text": "Canary, again"}, by=cast["customer"], now=now)
    silent()


def test_suspended_providers(cast, service, search):
    now = timezone.now()
    provider = activate_provider(cast["provider"], profile=_profile(), by=cast["operator"], now=now)
    found = [f"providers/{provider.public_id}"]
    assert names(search("aunt li", region="shanghai")) == found
    suspend_provider(provider, reason="Late", by=cast["operator"], now=now)
    assert names(search("aunt li")) == []
    reinstate_provider(provider, by=cast["operator"], now=now)
    assert names(search("aunt li")) == found
