"""A POST that is sent twice happens once."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from api.conventions.idempotency import forget_old_requests
from api.models import IdempotentRequest

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.conventions.sample")]


def post(client: Client, name: str, key: str = "key-1", **headers: str):
    return client.post(
        "/api/v1/groups/",
        {"name": name},
        content_type="application/json",
        headers={"Idempotency-Key": key, **headers},
    )


def made(name: str) -> int:
    return Group.objects.filter(name=name).count()


def test_the_same_request_has_the_first_answer_again(client: Client) -> None:
    first, second = post(client, "once"), post(client, "once")
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.content == first.content
    assert second["Content-Type"] == first["Content-Type"] == "application/json"
    assert ("Idempotency-Replayed" in first, second["Idempotency-Replayed"]) == (False, "true")
    assert made("once") == 1


def test_another_request_with_the_key_is_a_422(client: Client) -> None:
    post(client, "first")
    answer = post(client, "second")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert made("second") == 0


def test_a_key_belongs_to_its_caller(client: Client) -> None:
    assert post(client, "mine").status_code == 201
    client.defaults["REMOTE_ADDR"] = "10.0.0.9"
    assert post(client, "theirs").status_code == 201
    assert IdempotentRequest.objects.count() == 2


@pytest.mark.parametrize("address", ["", "unix:/run/web.sock"])
def test_callers_without_an_address_are_one_caller(client: Client, address: str) -> None:
    client.defaults["REMOTE_ADDR"] = address
    assert [post(client, "once").status_code for _time in range(2)] == [201, 201]
    assert made("once") == 1


def test_a_refusal_is_an_answer_too_and_leaves_nothing(client: Client) -> None:
    first = post(client, "refuse")
    assert (first.status_code, made("refuse")) == (409, 0)
    again = post(client, "refuse")
    assert (again.status_code, again["Idempotency-Replayed"]) == (409, "true")
    assert again["Content-Type"] == "application/problem+json"
    assert again.content == first.content


@pytest.mark.parametrize(
    ("name", "status"), [("busy", 409), ("throttled", 429), ("unavailable", 503)]
)
def test_a_refusal_that_passes_by_itself_frees_the_key(
    client: Client, name: str, status: int
) -> None:
    for _attempt in range(2):
        answer = post(client, name)
        assert (answer.status_code, "Idempotency-Replayed" in answer) == (status, False)
        assert (made(name), IdempotentRequest.objects.count()) == (0, 0)
    # Nothing came of it, so the key is as good as new.
    assert post(client, "another").status_code == 201


def test_an_unforeseen_error_frees_the_key(client: Client) -> None:
    client.raise_request_exception = False
    assert post(client, "crash").status_code == 500
    assert (made("crash"), IdempotentRequest.objects.count()) == (0, 0)


def test_a_request_still_running_is_a_409_until_its_lease_is_over(client: Client) -> None:
    post(client, "slow")
    Group.objects.filter(name="slow").delete()
    IdempotentRequest.objects.update(answer=None)  # as a process leaves it that was killed
    answer = post(client, "slow")
    assert (answer.status_code, answer.json()["code"], made("slow")) == (409, "request_running", 0)
    IdempotentRequest.objects.update(lease_until=timezone.now())
    answer = post(client, "slow")
    assert (answer.status_code, made("slow")) == (201, 1)


@pytest.mark.parametrize("key", ["", "a b", "é", "k" * 256])
def test_a_key_that_is_none(client: Client, key: str) -> None:
    answer = post(client, "never", key=key)
    assert (answer.status_code, answer.json()["code"], made("never")) == (400, "invalid_key", 0)


def test_what_is_kept_says_nothing(client: Client) -> None:
    post(client, "secret-name", key="secret-key")
    row = IdempotentRequest.objects.values().get()
    assert "secret" not in repr(row)
    assert b"secret" not in bytes(row["answer"])


def test_a_day_later_the_key_is_new(client: Client) -> None:
    post(client, "first")
    now = timezone.now()
    assert forget_old_requests(now + timedelta(hours=23)) == 0
    IdempotentRequest.objects.update(created_at=now - timedelta(hours=24))
    assert post(client, "second").status_code == 201
    IdempotentRequest.objects.update(created_at=now - timedelta(hours=24))
    assert forget_old_requests(now) == 1
