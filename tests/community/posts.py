"""Posts, comments and likes through the API: nothing is public before a moderator has seen it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from rest_framework.test import APIClient
from wagtail.models import ModelLogEntry

from accounts.notices.models import Notice
from accounts.uploads.models import Upload
from accounts.users.actions import anonymise_user
from accounts.users.models import User
from cms.media.models import Picture
from cms.pages.actions import publish_page
from cms.pages.models import ArticlePage, HomePage
from community.moderation.refusals import ChangedMeanwhile, NotAvailable, ReasonMissing
from community.posts.actions import write_comment, write_post
from community.posts.models import Comment, Like, Post
from community.posts.moderation import hide, publish, refuse, show
from tests.community.conftest import HOME, NOW, PHOTO

pytestmark = pytest.mark.django_db
URL = "/api/v1/posts/"
LATER = NOW + timedelta(hours=1)

Client = Callable[[str | None], APIClient]
Make = Callable[..., Any]


@pytest.fixture
def posted(cast: dict[str, User]) -> Make:
    """``posted("Hello")`` is a published post of the customer's; ``published=False``: it waits."""

    def make(
        text: str, topic: str = "", *, by: str = "customer", published: bool = True, hours: int = 0
    ) -> Post:
        now = NOW + timedelta(hours=hours)
        post = write_post(text=text, topic=topic, images=[], by=cast[by], now=now)
        if published:
            post = publish(post, edition=1, by=cast["moderator"], now=now)
        return post

    return make


def texts(api: Client, who: str | None, query: str = "") -> list[str]:
    answer = api(who).get(f"{URL}?{query}")
    assert answer.status_code == 200, answer.content
    return [item["text"] for item in answer.json()["items"]]


def audit_of(item: Post | Comment) -> list[tuple[str, str | None, dict[str, str]]]:
    entries = ModelLogEntry.objects.for_instance(item).order_by("pk")
    return [(entry.action, entry.user and entry.user.username, entry.data) for entry in entries]


def test_a_post_is_public_once_a_moderator_has_published_it(
    api: Client, cast: dict[str, User], photo: Callable[[str], str]
) -> None:
    upload = photo("customer")
    body = {"text": "A tip.", "topic": "cleaning", "images": [upload]}
    written = api("customer").post(URL, body, format="json")
    assert written.status_code == 201, written.content
    post = Post.objects.get()
    answer = written.json()
    assert (answer["status"], answer["published_at"], answer["uploads"]) == (
        "pending", None, [upload],
    )  # fmt: skip
    one = f"{URL}{post.uuid}/"
    for who in (None, "stranger", "moderator"):
        assert (texts(api, who), api(who).get(one).status_code) == ([], 404)
    assert (texts(api, "customer"), texts(api, "customer", "mine=true")) == ([], ["A tip."])
    assert api("customer").get(one).status_code == 200

    publish(post, edition=1, by=cast["moderator"], now=LATER)
    [shown] = api("stranger").get(URL).json()["items"]
    [image] = shown.pop("images")
    assert (image["width"], set(image)) == (40, PHOTO)
    assert shown == {
        "id": str(post.uuid),
        "author": {"name": "Customer"},
        "topic": "cleaning",
        "text": "A tip.",
        "likes": 0,
        "liked": False,
        "comments": 0,
        "created_at": answer["created_at"],
        "published_at": "2026-12-01T10:00:00Z",
        "mine": False,
        "status": "published",
        "reason": "",
        "uploads": [],
    }
    [told] = Notice.objects.filter(user=cast["customer"])
    assert (told.subject, told.hints) == ("Your post is published", {"post": str(post.uuid)})


def test_images_hold_nothing_that_the_camera_wrote(
    api: Client, photo: Callable[[str], str]
) -> None:
    upload = photo("customer")
    api("customer").post(URL, {"text": "A tip.", "images": [upload]}, format="json")
    with Picture.objects.get().file.open("rb") as file:
        assert HOME.encode() not in file.read()
    read = [api(who).get(f"/api/v1/uploads/{upload}/").status_code for who in ("customer", "admin")]
    assert read == [200, 404]


def test_the_public_name_is_all_that_is_told_of_an_author(
    api: Client, posted: Make, cast: dict[str, User]
) -> None:
    author = cast["customer"]
    posted("Hello")
    text = api("stranger").get(URL).content.decode()
    for private in (author.email, str(author.phone), str(author.uuid), f'"{author.username}"'):
        assert private not in text
    author.first_name, author.display_name = "Secret", ""
    author.save()
    assert api(None).get(URL).json()["items"][0]["author"] is None
    author.display_name = "Wang"
    author.save()
    anonymise_user(author, by=cast["admin"], now=LATER)
    assert api(None).get(URL).json()["items"][0]["author"] is None


def test_lists_are_by_topic_newest_first_and_whole(api: Client, posted: Make) -> None:
    for number in range(5):
        posted(f"{number}", "tips" if number % 2 else "", hours=number)
    posted("waits", "tips", published=False)
    assert texts(api, None) == ["4", "3", "2", "1", "0"]
    assert texts(api, None, "topic=tips") == ["3", "1"]
    assert texts(api, "customer", "mine=true&topic=tips") == ["3", "1", "waits"]
    assert texts(api, "stranger", "mine=true") == []
    url, seen = f"{URL}?limit=2", []
    while url:
        page = api(None).get(url).json()
        seen += [item["text"] for item in page["items"]]
        url = page["next"]
    assert seen == ["4", "3", "2", "1", "0"]
    assert api(None).get(f"{URL}?mine=true").status_code == 401
    assert api(None).get(f"{URL}?topic=a%20b").status_code == 400


def test_posts_are_answered_by_id_in_the_order_asked(
    api: Client, posted: Make, django_assert_num_queries: Any
) -> None:
    first, second = posted("first"), posted("second", hours=1)
    waits, other = posted("waits", published=False), "6f0c9a4e-6f4f-4c0b-9a55-2f0f3a1f9f11"
    query = f"id={first.uuid},{other},{str(waits.uuid).upper()},{second.uuid}"
    client = api(None)
    with django_assert_num_queries(2):
        answer = client.get(f"{URL}?{query}").json()
    assert [item["text"] for item in answer.pop("items")] == ["first", "second"]
    missing = [other, str(waits.uuid)]
    assert answer == {"next": None, "previous": None, "missing": missing}
    # As at its own address: its author reads what waits.
    assert texts(api, "customer", query) == ["first", "waits", "second"]
    assert texts(api, "stranger", query) == ["first", "second"]
    assert "missing" not in client.get(URL).json()
    for beside in ("topic=tips", "mine=true", "limit=1", "cursor=x"):
        refused = client.get(f"{URL}?id={first.uuid}&{beside}")
        [error] = refused.json()["errors"]
        assert (refused.status_code, error["loc"]) == (400, ["query", "id"])
        assert error["type"] == "one_of"
    assert client.get(f"{URL}?id=first").status_code == 400


def test_a_list_costs_the_same_queries_however_long(
    api: Client, cast: dict[str, User], photo: Callable[[str], str], django_assert_num_queries: Any
) -> None:
    client = api(None)
    for number in range(2):
        body = {"text": "A tip.", "images": [photo("customer"), photo("customer")]}
        api("customer").post(URL, body, format="json")
        post = Post.objects.latest("pk")
        publish(post, edition=1, by=cast["moderator"], now=NOW + timedelta(hours=number))
        # The sizes of pictures are cached otherwise.
        cache.clear()
        with django_assert_num_queries(4):
            assert len(client.get(URL).json()["items"]) == number + 1


@pytest.mark.parametrize(
    ("body", "loc"),
    [
        ({"text": ""}, ["text"]),
        ({"text": "x" * 5001}, ["text"]),
        ({"topic": "tips"}, ["text"]),
        ({"text": "Hi", "topic": "a b"}, ["topic"]),
        ({"text": "Hi", "images": ["x"]}, ["images", 0]),
        ({"text": "Hi", "status": "published"}, ["status"]),
    ],
)
def test_what_does_not_fit_is_not_taken(api: Client, body: dict[str, Any], loc: list[Any]) -> None:
    answer = api("customer").post(URL, body, format="json")
    assert answer.status_code == 422
    assert [error["loc"] for error in answer.json()["errors"]] == [loc]
    assert Post.objects.count() == 0


def test_an_edited_post_waits_again(api: Client, posted: Make, cast: dict[str, User]) -> None:
    post = posted("Hello")
    one = f"{URL}{post.uuid}/"
    unchanged = api("customer").patch(one, {"text": "Hello"}, format="json")
    assert (unchanged.status_code, unchanged.json()["status"]) == (200, "published")
    changed = api("customer").patch(one, {"text": "Buy!", "topic": "ads"}, format="json")
    assert changed.status_code == 200
    assert (changed.json()["status"], changed.json()["topic"]) == ("pending", "ads")
    assert (texts(api, None), api("stranger").get(one).status_code) == ([], 404)
    # What the moderator had read is not what stands there now.
    with pytest.raises(ChangedMeanwhile):
        publish(post, edition=1, by=cast["moderator"], now=LATER)
    refuse(post, reason="Advertising", by=cast["moderator"], now=LATER)
    mine = api("customer").get(one).json()
    assert (mine["status"], mine["reason"]) == ("refused", "Advertising")
    api("customer").patch(one, {"text": "Hello again"}, format="json")
    publish(post, edition=3, by=cast["moderator"], now=LATER)
    assert texts(api, None) == ["Hello again"]
    subjects = Notice.objects.filter(user=cast["customer"]).order_by("pk")
    assert [notice.subject for notice in subjects] == [
        "Your post is published",
        "Your post is not published",
        "Your post is published",
    ]


@pytest.mark.parametrize("who", ["stranger", "provider", "moderator", "admin"])
def test_only_the_author_edits_and_deletes(api: Client, posted: Make, who: str) -> None:
    public, waiting = posted("Hello"), posted("Waits", published=False)
    for post, status in ((public, 403), (waiting, 404)):
        one = f"{URL}{post.uuid}/"
        assert api(who).patch(one, {"text": "Ha"}, format="json").status_code == status
        assert api(who).delete(one).status_code == status
    assert sorted(Post.objects.values_list("text", "status")) == [
        ("Hello", "published"),
        ("Waits", "pending"),
    ]


def test_images_that_are_left_out_are_gone(
    api: Client, photo: Callable[[str], str], django_capture_on_commit_callbacks: Any
) -> None:
    first, second, third = (photo("customer") for _ in range(3))
    written = api("customer").post(URL, {"text": "Hi", "images": [first, second]}, format="json")
    one = f"{URL}{written.json()['id']}/"
    dropped = Picture.objects.order_by("pk")[0]
    with django_capture_on_commit_callbacks(execute=True):
        changed = api("customer").patch(one, {"images": [third, second]}, format="json")
    assert changed.status_code == 200, changed.content
    assert changed.json()["uploads"] == [third, second]
    assert changed.json()["images"][1] == written.json()["images"][1]
    assert set(map(str, Upload.objects.values_list("pk", flat=True))) == {second, third}
    assert not dropped.file.storage.exists(dropped.file.name)
    assert Picture.objects.count() == 2

    stranger = photo("stranger")
    refused = api("customer").patch(one, {"images": [stranger]}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (422, "upload_unavailable")
    assert api("customer").get(one).json()["uploads"] == [third, second]


def test_what_an_editor_has_taken_for_a_page_stays(
    api: Client, photo: Callable[[str], str], home: HomePage
) -> None:
    written = api("customer").post(
        URL, {"text": "Hi", "images": [photo("customer")]}, format="json"
    )
    picture = Picture.objects.get()
    body = [("text", "<p>Ring once.</p>")]
    article = ArticlePage(title="Tips", slug="tips", picture=picture, body=body)
    publish_page(article, parent=home)
    assert api("customer").delete(f"{URL}{written.json()['id']}/").status_code == 204
    assert list(Picture.objects.all()) == [picture]
    assert api(None).get(f"/api/v1/articles/{article.slug}/").status_code == 200


def test_a_deleted_post_leaves_nothing(
    api: Client, photo: Callable[[str], str], cast: dict[str, User]
) -> None:
    written = api("customer").post(
        URL, {"text": "Hi", "images": [photo("customer")]}, format="json"
    )
    one = f"{URL}{written.json()['id']}/"
    post = publish(Post.objects.get(), edition=1, by=None, now=NOW)
    write_comment(post.uuid, text="Hm", by=cast["stranger"], now=NOW)
    api("stranger").put(f"{one}like/")
    assert api("customer").delete(one).status_code == 204
    left = [model.objects.count() for model in (Post, Comment, Like, Picture, Upload)]
    assert left == [0, 0, 0, 0, 0]
    assert api("customer").get(one).status_code == 404


def test_moderators_move_a_post_along_its_ways_alone(
    api: Client, posted: Make, cast: dict[str, User]
) -> None:
    moderator = cast["moderator"]
    post = posted("Hello", published=False)
    for verb in (hide, refuse):
        with pytest.raises(ReasonMissing):
            verb(post, reason=" ", by=moderator, now=LATER)
    for verb in (hide, show):
        options = {"reason": "Spam"} if verb is hide else {}
        with pytest.raises(NotAvailable):
            verb(post, **options, by=moderator, now=LATER)
    publish(post, edition=1, by=moderator, now=LATER)
    publish(post, edition=1, by=cast["admin"], now=LATER)
    with pytest.raises(NotAvailable):
        refuse(post, reason="Spam", by=moderator, now=LATER)
    hide(post, reason="Spam", by=moderator, now=LATER)
    hide(post, reason="Other", by=cast["admin"], now=LATER)
    assert texts(api, None) == []
    with pytest.raises(NotAvailable):
        publish(post, edition=1, by=moderator, now=LATER)
    shown = show(post, by=moderator, now=LATER + timedelta(days=1))
    assert texts(api, None) == ["Hello"]
    assert (shown.status_reason, shown.published_at) == ("", LATER)
    assert audit_of(post) == [
        ("doorstep.post.publish", "moderator", {}),
        ("doorstep.post.hide", "moderator", {"reason": "Spam"}),
        ("doorstep.post.show", "moderator", {}),
    ]
    refused = posted("Buy!", published=False)
    refuse(refused, reason="Advertising", by=moderator, now=LATER)
    for verb in (publish, show):
        options = {"edition": 1} if verb is publish else {}
        with pytest.raises(NotAvailable):
            verb(refused, **options, by=moderator, now=LATER)


def test_comments_are_moderated_too(api: Client, posted: Make, cast: dict[str, User]) -> None:
    post = posted("Hello")
    url = f"{URL}{post.uuid}/comments/"
    written = api("stranger").post(url, {"text": "Nice"}, format="json")
    assert written.status_code == 201, written.content
    comment = Comment.objects.get()
    assert written.json() == {
        "id": str(comment.uuid),
        "author": {"name": "Stranger"},
        "text": "Nice",
        "created_at": written.json()["created_at"],
        "mine": True,
        "status": "pending",
        "reason": "",
    }

    def seen(who: str | None) -> list[tuple[str, str]]:
        items = api(who).get(url).json()["items"]
        return [(item["text"], item["status"]) for item in items]

    def counted() -> int:
        return api(None).get(f"{URL}{post.uuid}/").json()["comments"]

    assert (seen(None), seen("customer"), counted()) == ([], [], 0)
    assert seen("stranger") == [("Nice", "pending")]
    publish(comment, edition=1, by=cast["moderator"], now=LATER)
    assert (seen(None), counted()) == ([("Nice", "published")], 1)
    hide(comment, reason="Rude", by=cast["moderator"], now=LATER)
    assert (seen(None), counted()) == ([], 0)
    [mine] = api("stranger").get(url).json()["items"]
    assert (mine["status"], mine["reason"]) == ("hidden", "Rude")
    told = Notice.objects.filter(user=cast["stranger"]).order_by("pk")
    assert [notice.subject for notice in told] == [
        "Your comment is published",
        "Your comment has been hidden",
    ]


def test_only_what_is_published_takes_comments_and_likes(api: Client, posted: Make) -> None:
    post = posted("Waits", published=False)
    one = f"{URL}{post.uuid}/"
    for who in ("customer", "stranger"):
        assert api(who).post(f"{one}comments/", {"text": "Hm"}, format="json").status_code == 404
        assert api(who).put(f"{one}like/").status_code == 404
        assert api(who).delete(f"{one}like/").status_code == 404
    assert api("stranger").get(f"{one}comments/").status_code == 404
    assert api("customer").get(f"{one}comments/").json()["items"] == []
    assert (Comment.objects.count(), Like.objects.count()) == (0, 0)


def test_a_person_likes_a_post_once(api: Client, posted: Make) -> None:
    post = posted("Hello")
    like = f"{URL}{post.uuid}/like/"

    def answered(who: str, verb: str) -> dict[str, Any]:
        answer = getattr(api(who), verb)(like)
        assert answer.status_code == 200
        found: dict[str, Any] = answer.json()
        return found

    assert answered("stranger", "put") == {"liked": True, "likes": 1}
    assert answered("stranger", "put") == {"liked": True, "likes": 1}
    assert answered("provider", "put") == {"liked": True, "likes": 2}
    shown = api("stranger").get(f"{URL}{post.uuid}/").json()
    assert (shown["liked"], shown["likes"]) == (True, 2)
    assert api(None).get(f"{URL}{post.uuid}/").json()["liked"] is False
    for _again in range(2):
        assert answered("stranger", "delete") == {"liked": False, "likes": 1}
    assert api(None).put(like).status_code == 401


def test_a_comment_says_something(api: Client, posted: Make) -> None:
    url = f"{URL}{posted('Hello').uuid}/comments/"
    for text in ("", " ", "x" * 1001):
        assert api("stranger").post(url, {"text": text}, format="json").status_code == 422
    assert api(None).post(url, {"text": "Hi"}, format="json").status_code == 401
    assert Comment.objects.count() == 0


def test_what_is_written_now_waits_since_now(api: Client) -> None:
    before = timezone.now()
    api("customer").post(URL, {"text": "Hi"}, format="json")
    post = Post.objects.get()
    assert before <= post.created_at == post.status_since <= timezone.now()
