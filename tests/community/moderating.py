"""Moderators at work in Wagtail: lists with filters and search, decisions with their reason."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from accounts.users.models import User
from catalog.providers.models import Provider
from community.posts.actions import edit_post, write_comment, write_post
from community.posts.models import Comment, Post
from community.posts.moderation import publish
from community.reviews.actions import hide_review
from community.reviews.models import Review
from tests.community.conftest import NOW

pytestmark = pytest.mark.django_db

Browser = Callable[[str], Client]
Make = Callable[..., Any]


def url(model: type[Model], view: str, *args: object) -> str:
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


def asked(decision: str, *items: Model) -> str:
    """The address of the page that asks about the decision."""
    meta = items[0]._meta
    where = reverse("wagtail_bulk_action", args=[meta.app_label, meta.model_name, decision])
    return f"{where}?{'&'.join(f'id={item.pk}' for item in items)}"


def decide(browser: Client, decision: str, *items: Any, reason: str = "") -> Any:
    """Open the page, and send its form as it stands there."""
    page = asked(decision, *items)
    assert browser.get(page).status_code == 200
    form = {f"edition-{item.pk}": str(getattr(item, "edition", "")) for item in items}
    return browser.post(page, form | ({"reason": reason} if reason else {}))


@pytest.fixture
def posts(cast: dict[str, User]) -> list[Post]:
    """Two that wait and one that is published."""

    def write(text: str, topic: str, days: int) -> Post:
        now = NOW + timedelta(days=days)
        return write_post(text=text, topic=topic, images=[], by=cast["customer"], now=now)

    made = [write("A tip", "tips", 0), write("A question", "help", 1), write("A story", "", 2)]
    publish(made[2], edition=1, by=None, now=NOW)
    return made


def listed(browser: Client, model: type[Model], query: str = "") -> list[str]:
    rows = browser.get(f"{url(model, 'list')}?{query}").context["object_list"]
    return [row.opening for row in rows]


def test_only_moderators_and_admins_have_the_screens(
    browser_for: Browser, cast: dict[str, User], reviewed: Make, posts: list[Post]
) -> None:
    User.objects.filter(username="admin").update(is_superuser=False)
    review = reviewed("A1")
    for who in cast:
        allowed = who in ("moderator", "admin")
        browser = browser_for(who)
        for item in (review, posts[0]):
            for page in (url(type(item), "list"), url(type(item), "inspect", item.pk)):
                assert browser.get(page).status_code == (200 if allowed else 302), (who, page)
            assert browser.get(asked("hide", item)).status_code == (200 if allowed else 302), who
        if not allowed:
            browser.post(asked("hide", review), {"reason": "Spam"})
            browser.post(asked("publish", posts[0]), {f"edition-{posts[0].pk}": "1"})
    assert Review.objects.get().status == "visible"
    assert Post.objects.get(pk=posts[0].pk).status == "pending"


def test_nobody_writes_over_what_others_wrote(
    browser_for: Browser, reviewed: Make, posts: list[Post]
) -> None:
    browser = browser_for("admin")
    for item in (reviewed("A1"), posts[0]):
        model = type(item)
        for page in (url(model, "add"), url(model, "edit", item.pk), url(model, "delete", item.pk)):
            assert browser.get(page).status_code == 302
            assert browser.post(page, {"text": "Mine now"}).status_code == 302
        assert browser.post(asked("delete", item)).status_code in (200, 302)
        item.refresh_from_db()
        assert item.text in ("Good.", "A tip")
    content = browser.get(url(Post, "list")).content.decode()
    assert "bulk/posts/post/publish/" in content
    assert "bulk/posts/post/delete/" not in content


def test_pages_tell_local_times_and_what_services_were_called(
    browser_for: Browser, reviewed: Make, posts: list[Post]
) -> None:
    browser = browser_for("moderator")
    review = reviewed("A1")
    for page in (url(Review, "list"), url(Review, "inspect", review.pk)):
        text = browser.get(page).content.decode()
        # Nobody reads its key, in the title of the page neither.
        assert ("Steam cleaning" in text, f"{review.service_key}," in text) == (True, False)
    waiting = browser.get(url(Post, "inspect", posts[0].pk)).content.decode()
    # Nine in the morning by UTC.
    assert "Dec. 1, 2026, 17:00" in waiting


def test_reviews_are_found_by_filters_and_search(
    browser_for: Browser, reviewed: Make, providers: dict[str, Provider]
) -> None:
    reviewed("A1", (5, 5, 4), text="Excellent")
    reviewed("A2", (2, 3, 2), text="So so", provider="rival", now=NOW + timedelta(days=3))
    hidden = reviewed("A3", (1, 1, 1), text="Insult", key="other", now=NOW + timedelta(days=6))
    hide_review(hidden.uuid, reason="Insults", by=None, now=NOW)
    browser = browser_for("moderator")
    wu = providers["rival"].pk
    questions = {
        "": ["Insult", "So so", "Excellent"],
        "status=hidden": ["Insult"],
        "stars=5": ["Excellent"],
        "stars=2": ["So so"],
        "stars=3": [],
        "service_key=other": ["Insult"],
        f"provider={wu}": ["So so"],
        "written_at_from=2026-12-02&written_at_to=2026-12-05": ["So so"],
        "q=excel": ["Excellent"],
        "q=Uncle": ["So so"],
    }
    assert {query: listed(browser, Review, query) for query in questions} == questions


def test_posts_and_comments_are_found_by_filters_and_search(
    browser_for: Browser, posts: list[Post], cast: dict[str, User]
) -> None:
    write_comment(posts[2].uuid, text="Indeed", by=cast["stranger"], now=NOW)
    browser = browser_for("moderator")
    questions = {
        "": ["A story", "A question", "A tip"],
        "status=pending": ["A question", "A tip"],
        "topic=help": ["A question"],
        "created_at_to=2026-12-01": ["A tip"],
        "q=stor": ["A story"],
        "q=Customer": ["A story", "A question", "A tip"],
    }
    assert {query: listed(browser, Post, query) for query in questions} == questions
    assert listed(browser, Comment, "status=pending") == ["Indeed"]
    assert listed(browser, Comment, "status=published&q=Stranger") == []


def test_a_page_shows_the_item_and_offers_what_is_possible(
    browser_for: Browser, reviewed: Make, posts: list[Post]
) -> None:
    browser = browser_for("moderator")
    review = reviewed("A1", text="Excellent")
    page = browser.get(url(Review, "inspect", review.pk)).content.decode()
    assert "Excellent" in page
    assert f"/hide/?id={review.pk}" in page
    assert f"/show/?id={review.pk}" not in page
    waiting = browser.get(url(Post, "inspect", posts[0].pk)).content.decode()
    for decision, offered in (("publish", True), ("refuse", True), ("hide", False)):
        assert (f"/post/{decision}/?id={posts[0].pk}" in waiting) is offered


def test_a_review_is_hidden_with_a_reason_and_shown_again(
    browser_for: Browser, reviewed: Make
) -> None:
    review = reviewed("A1")
    browser = browser_for("moderator")
    again = decide(browser, "hide", review)
    assert "reason" in again.context["form"].errors
    assert Review.objects.get().status == "visible"
    assert decide(browser, "hide", review, reason="Insults").status_code == 302
    standing = Review.objects.get()
    assert (standing.status, standing.status_reason) == ("hidden", "Insults")
    assert decide(browser, "show", review).status_code == 302
    assert Review.objects.get().status == "visible"
    entries = ModelLogEntry.objects.for_instance(review).order_by("pk")
    assert list(entries.values_list("action", "user__username")) == [
        ("doorstep.review.hide", "moderator"),
        ("doorstep.review.show", "moderator"),
    ]


def test_several_are_decided_as_far_as_possible(browser_for: Browser, posts: list[Post]) -> None:
    browser = browser_for("moderator")
    answer = browser.get(asked("publish", *posts))
    assert [entry["item"].opening for entry in answer.context["items"]] == ["A tip", "A question"]
    assert [item.opening for item in answer.context["items_with_no_access"]] == ["A story"]
    sent = decide(browser, "publish", *posts)
    told = [str(message) for message in browser.get(sent["Location"]).context["messages"]]
    assert len(told) == 1
    assert "2 posts published." in told[0]
    assert {post.status for post in Post.objects.all()} == {"published"}
    # Whoever sends "all" means the filtered list, and Wagtail the whole table.
    decide_all = reverse("wagtail_bulk_action", args=["posts", "post", "hide"]) + "?id=all"
    browser.post(decide_all, {"reason": "Spam"})
    assert {post.status for post in Post.objects.all()} == {"published"}


def test_what_was_edited_since_it_was_read_is_not_published(
    browser_for: Browser, posts: list[Post], cast: dict[str, User]
) -> None:
    browser = browser_for("moderator")
    tip, question, _story = posts
    edit_post(tip.uuid, changes={"text": "Buy!"}, by=cast["customer"], now=NOW)
    sent = decide(browser, "publish", tip, question)
    told = [str(message) for message in browser.get(sent["Location"]).context["messages"]]
    assert any("changed it since you looked" in message for message in told)
    assert sorted(Post.objects.values_list("text", "status")) == [
        ("A question", "published"),
        ("A story", "published"),
        ("Buy!", "pending"),
    ]


def test_comments_are_refused_with_a_reason(
    browser_for: Browser, posts: list[Post], cast: dict[str, User]
) -> None:
    comment = write_comment(posts[2].uuid, text="Rude", by=cast["stranger"], now=NOW)
    decide(browser_for("moderator"), "refuse", comment, reason="Rude")
    standing = Comment.objects.get()
    assert (standing.status, standing.status_reason) == ("refused", "Rude")
