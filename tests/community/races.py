"""Many at once on PostgreSQL: no review is lost from a rating, nobody reviews or likes twice."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Barrier, BrokenBarrierError, Event
from typing import Any

import pytest
from django.db.models.signals import post_save
from rest_framework.test import APIClient

from accounts.users.models import User
from accounts.users.tokens import issue_token
from catalog.providers.models import Provider
from catalog.services.ratings import Rating
from community.posts.actions import write_post
from community.posts.models import Like, Post
from community.posts.moderation import publish
from community.reviews import actions
from community.reviews.models import Review
from tests.community.conftest import NOW
from tests.races.barrier import CERTAIN, PATIENCE, at_once, meeting
from tests.races.conftest import unlocked

__all__ = ["unlocked"]

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Make = Callable[..., Any]
AT_ONCE = 6


@contextmanager
def gathering(monkeypatch: pytest.MonkeyPatch, parties: int, patience: float) -> Iterator[None]:
    """Between reading the rows and writing the rating, wait once for the others, or a while."""
    barrier, over, rating_of = Barrier(parties), Event(), actions.rating_of

    def hold(rows: Any) -> Rating:
        rating = rating_of(rows)
        if not over.is_set():
            # Broken when the patience is over: the others are kept away by a lock.
            with suppress(BrokenBarrierError):
                barrier.wait(timeout=patience)
            over.set()
        return rating

    with monkeypatch.context() as patched:
        patched.setattr(actions, "rating_of", hold)
        yield


def calls(finished: Make, cast: dict[str, User]) -> list[Callable[[], tuple[int, str]]]:
    """``AT_ONCE`` people review their order with Aunt Li, each by a request."""
    people = list(cast)[:AT_ONCE]
    for username in people:
        finished(f"ORDER-{username}", customer=username)

    def prepared(username: str) -> Callable[[], tuple[int, str]]:
        return reviewing(cast[username], f"ORDER-{username}")

    return [prepared(username) for username in people]


def reviewing(user: User, order: str) -> Callable[[], tuple[int, str]]:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_token(user, name='tests')}")
    body = {"order": order, "attitude": 5, "skill": 5, "effect": 5}

    def call() -> tuple[int, str]:
        answer = client.post("/api/v1/reviews/", body, format="json")
        return answer.status_code, answer.json().get("code", "")

    return call


def test_no_review_of_a_provider_is_lost(
    finished: Make, cast: dict[str, User], monkeypatch: pytest.MonkeyPatch, api: Any
) -> None:
    prepared = calls(finished, cast)
    # Also between writing a review, which refers to the provider, and locking the provider.
    with meeting(post_save, sender=Review), gathering(monkeypatch, AT_ONCE, PATIENCE):
        results = at_once(*prepared)
    assert results == [(201, "")] * AT_ONCE
    rating = Provider.objects.get(user=cast["provider"]).rating
    # (60 + 6 · 15) / (3 · 11)
    assert (rating.count, str(rating.mean)) == (AT_ONCE, "4.55")
    service = api(None).get("/api/v1/services/steam/").json()
    assert (service["rating"], service["rating_count"]) == (4.55, AT_ONCE)


@pytest.mark.usefixtures("unlocked")
def test_without_the_lock_reviews_are_lost(
    finished: Make, cast: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    with gathering(monkeypatch, AT_ONCE, CERTAIN):
        at_once(*calls(finished, cast))
    assert Review.objects.count() == AT_ONCE
    assert Provider.objects.get(user=cast["provider"]).rating.count < AT_ONCE


def test_one_order_is_reviewed_once(finished: Make, cast: dict[str, User]) -> None:
    finished("A1")
    results = at_once(*(reviewing(cast["customer"], "A1") for _ in range(AT_ONCE)))
    assert sorted(results) == [(201, "")] + [(409, "already_reviewed")] * (AT_ONCE - 1)
    assert Review.objects.count() == 1


def test_a_person_likes_once_and_everybody_counts(cast: dict[str, User]) -> None:
    post = write_post(text="Hello", topic="", images=[], by=cast["customer"], now=NOW)
    publish(post, edition=1, by=None, now=NOW)

    def liking(user: User) -> Callable[[], int]:
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_token(user, name='tests')}")
        return lambda: client.put(f"/api/v1/posts/{post.uuid}/like/").status_code

    people = [cast[name] for name in ("stranger", "provider", "rival") for _ in range(4)]
    assert at_once(*(liking(user) for user in people)) == [200] * 12
    assert Like.objects.filter(post=post).count() == 3
    shown = APIClient().get(f"/api/v1/posts/{post.uuid}/").json()
    assert shown["likes"] == 3


def test_a_post_is_liked_or_deleted_and_nothing_breaks(cast: dict[str, User]) -> None:
    for _round in range(3):
        post = write_post(text="Hello", topic="", images=[], by=cast["customer"], now=NOW)
        publish(post, edition=1, by=None, now=NOW)
        one = f"/api/v1/posts/{post.uuid}/"

        def sending(username: str, method: str, path: str) -> Callable[[], int]:
            client = APIClient()
            token = issue_token(cast[username], name="tests")
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
            return lambda: getattr(client, method)(path).status_code

        likes = [sending(name, "put", f"{one}like/") for name in ("stranger", "provider", "rival")]
        deleted, *liked = at_once(sending("customer", "delete", one), *likes)
        assert deleted == 204
        assert set(liked) <= {200, 404}
        assert not Post.objects.filter(pk=post.pk).exists()
        assert Like.objects.count() == 0
