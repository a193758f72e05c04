"""Ten threads send one keyed POST at once: it happens once, on PostgreSQL."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client

from api.models import IdempotentRequest

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.conventions.sample"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="races show on PostgreSQL"),
]
THREADS = 10
NAME = "at-once"


@pytest.fixture
def at_once() -> Callable[[bool], Counter[int]]:
    """Send the same POST from all threads at a barrier; how often each status was answered."""
    # Groups have unique names; without that only the key stands between the twins.
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE auth_group DROP CONSTRAINT auth_group_name_key")
    barrier = threading.Barrier(THREADS)

    def send(keyed: bool) -> int:
        barrier.wait()
        headers = {"Idempotency-Key": "one-key"} if keyed else {}
        body = {"name": NAME}
        options = {"content_type": "application/json", "headers": headers}
        try:
            return Client().post("/api/v1/groups/", body, **options).status_code
        finally:
            connection.close()

    def run(keyed: bool) -> Counter[int]:
        with ThreadPoolExecutor(THREADS) as pool:
            return Counter(pool.map(send, [keyed] * THREADS))

    yield run
    Group.objects.filter(name=NAME).delete()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE auth_group ADD CONSTRAINT auth_group_name_key UNIQUE (name)")


def test_with_a_key_it_happens_once(at_once: Callable[[bool], Counter[int]]) -> None:
    answers = at_once(True)
    # Twins either wait their turn with a 409 or come late enough for the first answer.
    assert set(answers) <= {201, 409}
    assert answers[201] >= 1
    assert (Group.objects.filter(name=NAME).count(), IdempotentRequest.objects.count()) == (1, 1)


def test_without_a_key_it_happens_ten_times(at_once: Callable[[bool], Counter[int]]) -> None:
    assert at_once(False) == {201: THREADS}
    assert Group.objects.filter(name=NAME).count() == THREADS
