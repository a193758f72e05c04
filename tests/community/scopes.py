"""A token for other things reads posts as anyone does."""

import pytest
from rest_framework.test import APIClient

from accounts.users.models import User
from accounts.users.tokens import issue_token
from community.posts.actions import write_comment, write_post
from community.posts.moderation import publish
from tests.community.conftest import NOW

pytestmark = pytest.mark.django_db
URL = "/api/v1/posts/"


def holding(user: User, scope: str) -> APIClient:
    client = APIClient()
    token = issue_token(user, name="tests", scopes=[scope])
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client


def test_what_waits_is_for_a_token_of_the_community(cast: dict[str, User]) -> None:
    customer = cast["customer"]
    waits = write_post(text="Waits", topic="", images=[], by=customer, now=NOW)
    public = write_post(text="Hello", topic="", images=[], by=customer, now=NOW)
    publish(public, edition=1, by=None, now=NOW)
    write_comment(public.uuid, text="Me too", by=customer, now=NOW)
    paths = (f"{URL}?mine=true", f"{URL}{waits.uuid}/", f"{URL}{public.uuid}/comments/")
    answers = [holding(customer, "community").get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert [len(answers[at].json()["items"]) for at in (0, 2)] == [2, 1]

    other = holding(customer, "orders")
    answers = [other.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [403, 404, 200]
    assert (answers[0].json()["code"], answers[2].json()["items"]) == ("missing_scope", [])
    assert other.get(f"{URL}{public.uuid}/").json()["mine"] is False
