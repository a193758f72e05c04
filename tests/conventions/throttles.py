"""How often somebody may ask: by address, by token and by user."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import active_count
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client, RequestFactory

from accounts.users.tokens import issue_token
from api.conventions import throttles

DAY = 86_400
READ = "/api/v1/categories/"
NOON = datetime(2026, 12, 1, 12, 0, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def counters(monkeypatch: pytest.MonkeyPatch) -> throttles.Memory:
    """Fresh ones for each test."""
    fresh = throttles.Memory()
    monkeypatch.setattr(throttles, "storage", lambda: fresh)
    return fresh


def ask(
    token: str | None = None, *, path: str = READ, address: str = "192.0.2.1", **headers: str
) -> Any:
    bearer = {"Authorization": f"Bearer {token}"} if token else {}
    return Client(REMOTE_ADDR=address).get(path, headers=bearer | headers)


@pytest.mark.django_db
def test_an_address_may_ask_so_often(settings: Any) -> None:
    settings.API_RATES = {"address": (2, DAY)}
    assert [ask().status_code for _ in range(4)] == [200, 200, 429, 429]
    refused = ask()
    assert refused.json()["code"] == "throttled"
    assert 0 < int(refused["Retry-After"]) <= DAY
    assert refused["RateLimit"].startswith('"address";r=0;t=')
    assert ask(address="192.0.2.2").status_code == 200


@pytest.mark.django_db
def test_a_token_and_its_user_are_counted_and_not_the_address(settings: Any, cast: Any) -> None:
    settings.API_RATES = {"address": (1, DAY), "token": (2, DAY), "user": (3, DAY)}
    one, two = (issue_token(cast["customer"], name=name) for name in ("phone", "desk"))
    assert [ask(one).status_code for _ in range(3)] == [200, 200, 429]
    # The third of the first token was one of the user's too.
    assert [ask(two).status_code for _ in range(2)] == [429, 429]
    assert ask(issue_token(cast["stranger"], name="phone")).status_code == 200
    assert ask().status_code == 200


@pytest.mark.django_db
def test_who_tries_tokens_is_counted_by_address(settings: Any) -> None:
    settings.API_RATES = {"address": (2, DAY)}
    assert [ask(f"no-{number}").status_code for number in range(3)] == [401, 401, 429]


@pytest.mark.django_db
def test_machines_that_write_content_are_counted_too(settings: Any, cast: Any) -> None:
    settings.API_RATES = {"address": (2, DAY), "token": (1, DAY)}
    token, path = issue_token(cast["editor"], name="machine"), "/api/cms/v3/whoami/"
    assert [ask(token, path=path).status_code for _ in range(2)] == [200, 429]
    assert [ask("no", path=path).status_code for _ in range(3)] == [401, 401, 429]


@pytest.mark.django_db
@pytest.mark.urls("tests.conventions.sample")
def test_what_is_one_too_many_changes_nothing(settings: Any, cast: Any) -> None:
    settings.API_RATES = {"token": (1, DAY)}
    client = Client(headers={"Authorization": f"Bearer {issue_token(cast['admin'], name='t')}"})
    bodies = ({"name": "First"}, {"name": "Second"})
    sent = [
        client.post("/api/v1/groups/", body, content_type="application/json").status_code
        for body in bodies
    ]
    assert sent == [201, 429]
    assert [Group.objects.filter(**body).count() for body in bodies] == [1, 0]


@pytest.mark.django_db
def test_behind_a_proxy_the_address_is_the_one_it_saw(settings: Any) -> None:
    settings.API_RATES = {"address": (1, DAY)}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    seen = [
        ask(**{"X-Forwarded-For": f"{claimed}, 203.0.113.9"}) for claimed in ("1.1.1.1", "2.2.2.2")
    ]
    assert [answer.status_code for answer in seen] == [200, 429]
    assert ask(**{"X-Forwarded-For": "203.0.113.10"}).status_code == 200


@pytest.mark.parametrize(
    ("address", "other", "shared"),
    [
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("203.0.113.9", "203.0.113.10", False),
        ("203.0.113.9", "::ffff:203.0.113.9", True),
    ],
)
def test_a_household_is_counted_as_one(
    settings: Any, address: str, other: str, shared: bool
) -> None:
    settings.API_RATES = {"address": (5, 60)}
    used = []
    for each in (address, other):
        request = RequestFactory().get(READ, REMOTE_ADDR=each)
        used.append(throttles.count(request, None, NOON).each[0].used)
    assert used == [1, 2 if shared else 1]


def test_headers_say_what_is_left(settings: Any) -> None:
    settings.API_RATES = {"address": (3, 60)}
    request = RequestFactory().get(READ)
    standings = [throttles.count(request, None, NOON) for _ in range(4)]
    assert [each.headers()["RateLimit"] for each in standings] == [
        '"address";r=2;t=30', '"address";r=1;t=30', '"address";r=0;t=30', '"address";r=0;t=30',
    ]  # fmt: skip
    assert standings[0].headers()["RateLimit-Policy"] == '"address";q=3;w=60'
    with pytest.raises(throttles.TooMany) as refused:
        standings[3].check()
    assert refused.value.wait == 30  # type: ignore[attr-defined]


def test_the_next_window_counts_from_nothing(settings: Any) -> None:
    settings.API_RATES = {"address": (1, 60)}
    request = RequestFactory().get(READ)
    for moment, used in ((NOON, 1), (NOON, 2), (NOON.replace(minute=1), 1)):
        assert throttles.count(request, None, moment).each[0].used == used


def test_no_limits_no_headers(settings: Any) -> None:
    settings.API_RATES = {}
    standings = throttles.count(RequestFactory().get(READ), None, NOON)
    standings.check()
    assert standings.headers() == {}


def test_counting_in_memory_is_exact_begins_no_thread_and_forgets(
    counters: throttles.Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    counters.timer.join()
    with ThreadPoolExecutor(8) as pool:
        running = active_count()
        counts = list(pool.map(lambda _: counters.incr("address:1:7", 60), range(400)))
        assert active_count() <= running + 8
    assert sorted(counts) == list(range(1, 401))
    begun = time.time()
    monkeypatch.setattr(time, "time", lambda: begun + 61)
    assert counters.incr("address:1:7", 60) == 1
    counters.incr("address:1:8", 60)
    monkeypatch.setattr(time, "time", lambda: begun + 122)
    counters.incr("address:1:9", 60)
    assert list(counters.storage) == ["address:1:9"]
