"""Who wrote an anonymous review: nothing tells the provider, nor anybody without the permission."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.core.files.base import ContentFile
from django.test import Client as Browser
from django.urls import reverse
from rest_framework.test import APIClient
from wagtail.models import ModelLogEntry, ReferenceIndex

from accounts.notices.models import Notice
from accounts.uploads.actions import store_upload
from accounts.users.models import User
from api.conventions.paging import SALT
from catalog.providers.models import Provider
from community.reviews.actions import hide_review, show_review, write_review
from community.reviews.models import Review, ReviewPhoto
from outbox.delivery import drain
from tests.community.conftest import NOW, PHOTO, photo_bytes

pytestmark = pytest.mark.django_db

Client = Callable[[str | None], APIClient]
Make = Callable[..., Any]
ORDER = "ORDER-7"
NAME = "Wang Xiaoming"
WRITTEN = NOW + timedelta(minutes=17, seconds=33)
PROVIDER_READS = (
    "reviews/",
    "reviews/?provider={provider}",
    "reviews/?service=steam",
    "reviews/{review}/",
    "me/reviews/",
    "me/notifications/",
    "provider/",
    "providers/",
    "providers/{provider}/",
    "services/",
    "services/steam/",
    "posts/",
)


@pytest.fixture
def author(cast: dict[str, User]) -> User:
    """The customer, by a name that no sentence of the platform holds."""
    author = cast["customer"]
    author.display_name, author.username = NAME, "wxm-7788"
    author.save()
    return author


@pytest.fixture
def review(api: Client, finished: Make, author: User) -> Review:
    """An anonymous one with a photo, which Aunt Li has answered."""
    finished(ORDER)
    upload = store_upload(ContentFile(photo_bytes(), "kitchen.jpg"), by=author, now=WRITTEN)
    review = write_review(
        ORDER,
        attitude=2,
        skill=2,
        effect=1,
        text="Late.",
        photos=[upload.pk],
        anonymous=True,
        by=author,
        now=WRITTEN,
    )
    drain(now=WRITTEN + timedelta(days=2), limit=100)
    replied = api("provider").put(
        f"/api/v1/reviews/{review.uuid}/reply/", {"text": "Sorry."}, format="json"
    )
    assert replied.status_code == 200
    return review


def traces(author: User) -> list[str]:
    """By what one could know the author, or when the review was written."""
    [upload] = author.uploads.all()
    who = [author.display_name, author.username, author.email, str(author.phone)]
    return [*who, str(author.uuid), str(upload.pk), ORDER, "09:17"]


def test_no_answer_to_the_provider_holds_a_trace(
    api: Client, review: Review, author: User, providers: dict[str, Provider]
) -> None:
    values = {"provider": providers["provider"].public_id, "review": review.uuid}
    for who in ("provider", "rival", None):
        for path in PROVIDER_READS:
            text = api(who).get(f"/api/v1/{path.format(**values)}").content.decode()
            assert [trace for trace in traces(author) if trace in text] == [], path
    [item] = api("provider").get("/api/v1/reviews/").json()["items"]
    assert item["author"] is None
    [notice] = api("provider").get("/api/v1/me/notifications/").json()["items"]
    assert notice["hints"] == {"review": str(review.uuid)}


def test_the_author_knows_and_is_told_of_the_answer(
    api: Client, review: Review, author: User
) -> None:
    [mine] = api("customer").get("/api/v1/me/reviews/").json()["items"]
    assert (mine["author"], mine["anonymous"], mine["order"]) == (None, True, ORDER)
    assert Notice.objects.filter(user=author).count() == 1


def test_the_provider_hears_of_it_the_next_morning(
    finished: Make, reviewed: Make, cast: dict[str, User]
) -> None:
    # 1 December, 17:00 in Shanghai.
    reviewed("A1", anonymous=True, now=NOW)
    reviewed("A2", anonymous=True, now=NOW + timedelta(hours=3))
    reviewed("A3", customer="stranger", now=NOW)
    heard = Notice.objects.filter(user=cast["provider"]).order_by("created_at")
    drain(now=NOW + timedelta(hours=4), limit=100)
    assert heard.count() == 1
    morning = datetime(2026, 12, 2, 1, tzinfo=UTC)
    drain(now=morning - timedelta(seconds=1), limit=100)
    assert heard.count() == 1
    drain(now=morning, limit=100)
    assert [notice.created_at for notice in heard] == [NOW + timedelta(hours=4), morning, morning]
    assert len({(notice.subject, notice.body) for notice in heard}) == 1


def test_what_is_hidden_meanwhile_is_not_told(reviewed: Make, cast: dict[str, User]) -> None:
    review = reviewed("A1", anonymous=True, now=NOW)
    hide_review(review.uuid, reason="Spam", by=None, now=NOW)
    drain(now=NOW + timedelta(days=2), limit=100)
    assert Notice.objects.filter(user=cast["provider"]).count() == 0


def test_neither_order_nor_cursor_tells_which_came_first(api: Client, reviewed: Make) -> None:
    for number in range(6):
        reviewed(f"A{number}", anonymous=number % 2 == 0, now=NOW + timedelta(minutes=number))
    page = api("provider").get("/api/v1/reviews/?limit=4").json()
    rest = api("provider").get(page["next"]).json()
    ids = [item["id"] for item in page["items"] + rest["items"]]
    # By the random ids: the same whatever came first.
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 6
    for link in (page["next"], rest["previous"]):
        [token] = parse_qs(urlsplit(link).query)["cursor"]
        _question, _offset, _reverse, position = signing.loads(token, salt=SALT)
        assert position is None or re.fullmatch(r"2026-12-01 [0-9a-f]{32}", position)


def test_photos_have_neither_number_nor_name(review: Review, api: Client) -> None:
    [photo] = api("provider").get(f"/api/v1/reviews/{review.uuid}/").json()["photos"]
    assert set(photo) == PHOTO
    picture = ReviewPhoto.objects.get().picture
    assert picture.uploaded_by_user is None
    assert picture.title == "Review"
    assert re.fullmatch(r"original_images/[0-9a-f]{32}\.jpg", picture.file.name)


def test_no_log_names_the_author(review: Review, author: User, cast: dict[str, User]) -> None:
    hide_review(review.uuid, reason="Spam", by=cast["moderator"], now=NOW)
    show_review(review.uuid, by=cast["moderator"], now=NOW)
    entries = ModelLogEntry.objects.for_instance(review)
    assert {entry.user for entry in entries} == {cast["provider"], cast["moderator"]}
    assert ReferenceIndex.get_references_to(author).count() == 0


@pytest.mark.parametrize(
    ("who", "shown"), [("moderator", "Anonymous"), ("admin", f"{NAME} (anonymous)")]
)
def test_in_the_admin_only_who_may_sees_the_author(
    review: Review, browser_for: Callable[[str], Browser], who: str, shown: str
) -> None:
    names = Review.snippet_viewset
    browser = browser_for(who)
    listed = browser.get(reverse(names.get_url_name("list"))).content.decode()
    page = browser.get(reverse(names.get_url_name("inspect"), args=[review.pk])).content.decode()
    history = browser.get(reverse(names.get_url_name("history"), args=[review.pk])).content.decode()
    for content in (listed, page):
        assert shown in content
        assert (NAME in content) == (who == "admin")
    assert NAME not in history
    assert (ORDER in page) == (who == "admin")
    assert ORDER not in listed


def test_no_search_of_the_admin_finds_the_author(
    review: Review, browser_for: Callable[[str], Browser], author: User
) -> None:
    url = reverse(Review.snippet_viewset.get_url_name("list"))

    def found(words: str) -> int:
        return len(browser_for("moderator").get(url, {"q": words}).context["object_list"])

    assert found("Late") == 1
    for words in (ORDER, NAME, author.username, str(author.phone)):
        assert found(words) == 0
