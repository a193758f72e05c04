"""What somebody holds for longer than others wait."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from rest_framework.test import APIClient
from viewflow.workflow.models import Process

from accounts.users.models import User
from api.models import IdempotentRequest
from tests.engine.processes import begin, end, item, process, publish, start, task
from tests.races.barrier import CERTAIN
from workflows.engine.models import Definition, Version, WorkItem

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Cast = dict[str, User]
Api = Callable[[str | None], APIClient]

KEY = {"Idempotency-Key": "one-deed"}
TASK = process(start("work"), task("work", {"ok": "done"}, who={"roles": ["customer"]}), end())


@pytest.fixture
def impatient() -> Iterator[None]:
    """Wait for locks a moment only; the settings say ten seconds."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        usual = cursor.fetchone()[0]
        cursor.execute("SET lock_timeout = '100ms'")
        yield
        cursor.execute(f"SET lock_timeout = '{usual}'")


@contextmanager
def held(rows: QuerySet[Any]) -> Iterator[None]:
    """Somebody else, in a thread and connection of their own, has locked ``rows``."""
    locked, over = Event(), Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                assert list(rows.select_for_update())
                locked.set()
                over.wait(CERTAIN)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        holder = pool.submit(hold)
        assert locked.wait(CERTAIN)
        try:
            yield
        finally:
            over.set()
            holder.result()


def test_a_busy_case_is_a_409_that_its_key_does_not_keep(
    cast: Cast, api: Api, impatient: None
) -> None:
    work = item(begin(TASK, by=cast["customer"]), "work")
    path = f"/api/v1/tasks/{work.uuid}/claim/"
    client = api("customer")
    with held(Process.objects.filter(pk=work.case.process_id)):
        answer = client.post(path, headers=KEY)
    assert (answer.status_code, answer.json()["code"]) == (409, "case_busy")
    assert WorkItem.objects.get(pk=work.pk).owner is None
    assert not IdempotentRequest.objects.exists()

    answer = client.post(path, headers=KEY)
    assert (answer.status_code, answer.json()["owner"]["name"]) == (200, "Customer")


def test_any_other_row_that_is_held_is_a_503_that_its_key_does_not_keep(
    cast: Cast, api: Api, impatient: None
) -> None:
    publish(TASK)
    Definition.objects.update(draft={**TASK, "title": {"en": "Changed"}})
    client, path = api("operator"), "/api/v1/processes/sample/draft/publish/"
    with held(Definition.objects.filter(key="sample")):
        answer = client.post(path, {"note": ""}, format="json", headers=KEY)
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert answer["Retry-After"] == "1"
    assert Version.objects.count() == 1
    assert not IdempotentRequest.objects.exists()

    answer = client.post(path, {"note": ""}, format="json", headers=KEY)
    assert (answer.status_code, answer.json()["number"]) == (201, 2)
