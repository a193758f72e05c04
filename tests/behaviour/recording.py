"""What is recorded of a read: nothing without consent, and nothing in the reader's time."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIRequestFactory

from accounts.users.actions import anonymise_user
from accounts.users.models import User
from accounts.users.rights import copy_of
from api.behaviour import watching
from catalog.behaviour.buffer import buffer
from catalog.behaviour.items import Item
from catalog.behaviour.models import Clearing, DailyViews, Mark, Trace
from catalog.behaviour.recording import forget_old
from catalog.recommendations.models import Suggestion
from tests.behaviour.conftest import answer, items, see
from tests.journeys.people import API

pytestmark = pytest.mark.django_db


def traces() -> list[tuple[str, str, str]]:
    rows = Trace.objects.order_by("user", "key").values_list("user__username", "collection", "key")
    return list(rows)


def search(cast: dict[str, User], username: str, words: str) -> None:
    """What the view of a search calls."""
    request = APIRequestFactory().get("/")
    request.user = cast[username]
    watching.searched(request, words)


def test_an_anonymous_read_writes_nothing_and_asks_for_nobody(api):
    nobody = api(None)
    # The first request of a process looks some things up once.
    see(nobody, "services/deep")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        see(nobody, "services/windows")
    statements = [each["sql"] for each in asked.captured_queries]
    assert len(statements) == 1
    assert statements[0].startswith("SELECT") and "delivery_publisheddocument" in statements[0]
    assert [(each.user, each.key) for each in buffer.waiting] == [(None, "deep"), (None, "windows")]


def test_a_read_with_a_token_costs_the_token_alone(consenting):
    customer = consenting("customer", "history")
    see(customer, "services/deep")
    with CaptureQueriesContext(connection) as asked:
        see(customer, "services/windows")
    tables = [sql for each in asked.captured_queries for sql in [each["sql"]]]
    assert ["wagtailcore_apitoken" in sql for sql in tables] == [True, False]
    assert all(sql.startswith("SELECT") for sql in tables)


def test_nothing_is_recorded_without_consent(api, cast):
    see(api("customer"), "services/windows")
    search(cast, "customer", "mops")
    buffer.flush()
    assert traces() == []
    # By nobody's name it counts, once a day.
    see(api(None), "services/windows", "services/deep")
    buffer.flush()
    counted = DailyViews.objects.order_by("key").values_list("collection", "key", "day", "views")
    today = timezone.localdate()
    assert list(counted) == [("services", "deep", today, 1), ("services", "windows", today, 2)]


def test_what_was_seen_before_the_consent_is_not_recorded(api):
    customer = api("customer")
    see(customer, "services/windows")
    answer(customer, "history", given=True)
    see(customer, "services/deep")
    buffer.flush()
    assert traces() == [("customer", "services", "deep")]


def test_withdrawing_stops_at_once_and_erases(consenting, cast):
    customer, stranger = consenting("customer", "history"), consenting("stranger", "history")
    see(customer, "services/windows")
    see(stranger, "services/windows")
    search(cast, "customer", "mops")
    customer.put(f"{API}/me/favourites/services/deep/")
    buffer.flush()
    assert len(items(customer, "me/history")) == 2
    # Still in memory when the consent goes.
    see(customer, "services/deep")
    answer(customer, "history", given=False)
    buffer.flush()
    see(customer, "services/deep")
    buffer.flush()
    assert traces() == [("stranger", "services", "windows")]
    assert list(Mark.objects.all()) == []
    assert items(customer, "me/history") == items(customer, "me/favourites") == []


def test_history_is_the_last_time_of_each(consenting, cast):
    customer = consenting("customer", "history")
    see(customer, "services/windows", "services/deep")
    search(cast, "customer", "  Deep  CLEANING ")
    see(customer, "services/windows")
    buffer.flush()
    told = items(customer, "me/history", locale="zh-hans")
    assert [(each["kind"], each["key"], each["q"]) for each in told] == [
        ("view", "windows", None),
        ("search", None, "deep cleaning"),
        ("view", "deep", None),
    ]
    assert (told[0]["item"]["title"], told[0]["item"]["locale"]) == ("Windows cleaning", "zh-hans")
    page = customer.get(f"{API}/me/history/", {"limit": 2}).json()
    rest = customer.get(page["next"]).json()
    assert [each["id"] for each in page["items"] + rest["items"]] == [each["id"] for each in told]
    assert rest["next"] is None


def test_one_entry_or_all_are_deleted_by_their_owner_alone(consenting):
    customer, stranger = consenting("customer", "history"), consenting("stranger", "history")
    see(customer, "services/windows", "services/deep")
    see(stranger, "services/deep")
    buffer.flush()
    first, second = items(customer, "me/history")
    one = f"{API}/me/history/{first['id']}/"
    assert stranger.delete(one).status_code == 404
    assert len(items(customer, "me/history")) == 2
    assert customer.delete(one).status_code == 204
    assert items(customer, "me/history") == [second]
    assert customer.delete(f"{API}/me/history/").status_code == 204
    assert traces() == [("stranger", "services", "deep")]


def test_what_waits_is_deleted_with_the_history(consenting, cast):
    """A view of a moment ago is not written after its reader deleted everything."""
    customer = consenting("customer", "history")
    stranger = consenting("stranger", "history")
    for client in (customer, stranger):
        see(client, "services/windows")
    assert customer.delete(f"{API}/me/history/").status_code == 204
    see(customer, "services/deep")
    buffer.flush()
    assert traces() == [("customer", "services", "deep"), ("stranger", "services", "windows")]
    anonymise_user(cast["customer"], by=cast["admin"], now=timezone.now())
    assert Clearing.objects.count() == 0


def test_history_goes_in_time(consenting):
    customer = consenting("customer", "history")
    see(customer, "services/windows", "services/deep")
    buffer.flush()
    now = timezone.now()
    Trace.objects.filter(key="windows").update(at=now - timedelta(days=180, minutes=1))
    DailyViews.objects.filter(key="deep").update(day=timezone.localdate() - timedelta(days=61))
    forget_old(now)
    assert traces() == [("customer", "services", "deep")]
    assert list(DailyViews.objects.values_list("key", flat=True)) == ["windows"]


def test_rights(consenting, cast, lists):
    """A copy of what is kept; and after an erasure nothing of the person."""
    customer = consenting("customer", "history", "personalisation")
    stranger = consenting("stranger", "history", "personalisation")
    for client in (customer, stranger):
        see(client, "services/windows")
        client.put(f"{API}/me/favourites/services/windows/")
        client.put(f"{API}/me/hidden/services/deep/")
    lists()
    assert Suggestion.objects.filter(user=cast["customer"]).count() == 2  # the oven, twice told
    copy = copy_of(cast["customer"])
    assert [(row["purpose"], row["given"]) for row in copy["consents"]] == [
        ("history", True),
        ("personalisation", True),
    ]
    marks = [
        (row["kind"], Item(row["collection"], row["key"])) for row in copy["behaviour"]["marks"]
    ]
    assert marks == [
        ("hidden", Item("services", "deep")),
        ("favourite", Item("services", "windows")),
    ]
    assert [row["key"] for row in copy["behaviour"]["history"]] == ["windows"]

    see(customer, "services/deep")
    anonymise_user(cast["customer"], by=cast["admin"], now=timezone.now())
    buffer.flush()
    for model in (Mark, Trace, Suggestion):
        assert not model.objects.filter(user=cast["customer"]).exists(), model
    assert copy_of(cast["customer"])["behaviour"] == {"marks": [], "history": []}
    assert [(row["given"]) for row in copy_of(cast["customer"])["consents"]] == [
        True, True, False, False,
    ]  # fmt: skip
    assert len(items(stranger, "me/favourites")) == len(items(stranger, "me/history")) == 1
