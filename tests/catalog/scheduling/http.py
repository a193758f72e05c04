"""Slots, hours, leave and jobs as frontends meet them."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from catalog.providers.actions import suspend_provider
from catalog.scheduling.actions import book, release_booking
from catalog.scheduling.models import DatedHours, Leave, WeeklyHours
from tests.catalog.scheduling.conftest import SHANGHAI

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
# At least a week ahead, whenever this runs.
MONDAY = TODAY + timedelta(days=14 - TODAY.weekday())
SCHEDULE = "/api/v1/provider/schedule/"
LEAVE = "/api/v1/provider/leave/"
JOBS = "/api/v1/provider/jobs/"


def on(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of that week: 0 is its Monday."""
    return datetime.combine(MONDAY + timedelta(days=day), time(hour, minute), SHANGHAI)


def booked(provider, number, since, until):
    return book(number, provider=provider, starts_at=since, ends_at=until, now=timezone.now())


def get(api, url, status=200, *, by=None):
    response = api(by).get(url)
    assert response.status_code == status, response.content
    return response.json()


# Slots


def test_the_slots_of_a_service(api, provider, service, categories):
    service("steam", duration=60)
    first = provider("a", hours=(time(9), time(11)))
    second = provider("b", hours=(time(10), time(11)))
    booked(first, "A1", on(0, 9), on(0, 9, 30))
    url = f"/api/v1/services/steam/slots/?date_from={MONDAY}&days=1"
    both = sorted([str(first.public_id), str(second.public_id)])
    day = MONDAY.isoformat()
    assert get(api, url) == {
        "timezone": "Asia/Shanghai",
        "items": [
            {"starts_at": f"{day}T09:30:00+08:00", "ends_at": f"{day}T10:30:00+08:00",
             "providers": [str(first.public_id)]},
            {"starts_at": f"{day}T10:00:00+08:00", "ends_at": f"{day}T11:00:00+08:00",
             "providers": both},
        ],
    }  # fmt: skip
    assert [
        len(item["providers"]) for item in get(api, f"{url}&provider={second.public_id}")["items"]
    ] == [1]
    assert get(api, f"{url}&region=chengdu")["items"] == []
    assert len(get(api, f"{url}&region=shanghai")["items"]) == 2


def test_slots_cost_the_same_queries_however_many_providers(
    api, provider, service, django_assert_num_queries
):
    service("steam")
    client = api(None)
    provider("a")
    for name in "bc":
        # The listing and its category, who is eligible, and four for what they have to do.
        with django_assert_num_queries(7):
            assert client.get("/api/v1/services/steam/slots/?days=31").status_code == 200
        provider(name)


def test_by_default_the_slots_are_those_of_a_week_from_today(api, provider, service):
    service("steam", duration=30)
    provider("a", hours=(time(0), time(0)), weekdays=range(7))
    items = get(api, "/api/v1/services/steam/slots/")["items"]
    earliest = timezone.now() + timedelta(minutes=60)
    starts = [datetime.fromisoformat(item["starts_at"]) for item in items]
    assert earliest - timedelta(seconds=5) <= starts[0] <= earliest + timedelta(minutes=30)
    assert starts[-1] == datetime.combine(TODAY + timedelta(days=6), time(23, 30), SHANGHAI)


def test_the_slots_of_a_provider_are_in_their_zone(api, provider, service, categories):
    service("steam", duration=60)
    service("nurse", duration=60, category="care")
    li = provider("li", hours=(time(9), time(10)), timezone="America/New_York")
    url = f"/api/v1/providers/{li.public_id}/slots/?date_from={MONDAY}&days=1"
    found = get(api, f"{url}&service=steam")
    assert (found["timezone"], len(found["items"])) == ("America/New_York", 1)
    assert found["items"][0]["starts_at"].startswith(f"{MONDAY}T09:00:00-0")
    assert found["items"][0]["providers"] == [str(li.public_id)]
    # Not their trade: no slots, still their zone.
    assert get(api, f"{url}&service=nurse") == {"timezone": "America/New_York", "items": []}
    suspend_provider(li, reason="Paper", by=None, now=timezone.now())
    assert get(api, f"{url}&service=steam", 404)["code"] == "not_found"


@pytest.mark.parametrize(
    ("query", "name", "kind"),
    [
        ("days=0", "days", "min_value"),
        ("days=32", "days", "max_value"),
        ("date_from=2026-02-30", "date_from", "invalid"),
        ("date_from=9999-12-31", "date_from", "out_of_range"),
        ("date_from=0001-01-01", "date_from", "out_of_range"),
        ("provider=x", "provider", "invalid"),
        (f"provider={UUID(int=1)}", "provider", "unknown_provider"),
        ("services=x", "services", "unknown_parameter"),
    ],
)
def test_wrong_questions_for_slots(api, service, query, name, kind):
    service("steam")
    (error,) = get(api, f"/api/v1/services/steam/slots/?{query}", 400)["errors"]
    assert (error["loc"], error["type"]) == (["query", name], kind)


def test_slots_of_what_there_is_not(api, provider, service):
    page = service("steam")
    li = provider("li")
    assert get(api, "/api/v1/services/gone/slots/", 404)["code"] == "not_found"
    url = f"/api/v1/providers/{li.public_id}/slots/"
    assert get(api, url, 400)["errors"][0]["type"] == "required"
    assert get(api, f"{url}?service=gone", 400)["errors"][0]["type"] == "unknown_service"
    page.unpublish()
    assert get(api, "/api/v1/services/steam/slots/", 404)["code"] == "not_found"


def test_what_takes_longer_than_a_month_has_no_slots(api, provider, service):
    service("steam", duration=2**31 - 1)
    provider("li", hours=(time(0), time(0)), weekdays=range(7))
    assert get(api, "/api/v1/services/steam/slots/?days=31")["items"] == []


# Hours


@pytest.fixture
def mine(api, provider):
    """The provider of the cast, who works on weekdays, and a client of theirs."""
    return provider("provider"), api("provider")


def put(client, body, etag=None):
    headers = {"HTTP_IF_MATCH": etag} if etag else {}
    return client.put(SCHEDULE, body, format="json", **headers)


def stored(provider):
    return (
        list(WeeklyHours.objects.filter(provider=provider).values_list("weekday", "starts")),
        list(DatedHours.objects.filter(provider=provider).values_list("date", "starts")),
    )


NEW = {
    "timezone": "Asia/Shanghai",
    "weekly": [
        {"weekday": 0, "starts": "18:00", "ends": "24:00"},
        {"weekday": 0, "starts": "09:00", "ends": "12:30"},
    ],
    "dated": [
        {"date": f"{MONDAY}", "starts": None, "ends": None},
        {"date": "2030-01-02", "starts": "10:00", "ends": "11:00"},
    ],
}


def test_hours_are_read_and_replaced(mine, cast):
    provider, client = mine
    before = client.get(SCHEDULE)
    assert before.json() == {
        "timezone": "Asia/Shanghai",
        "weekly": [{"weekday": day, "starts": "09:00", "ends": "17:00"} for day in range(5)],
        "dated": [],
    }
    response = put(client, NEW, before["ETag"])
    assert response.status_code == 200, response.content
    assert response.json() == NEW | {"weekly": NEW["weekly"][::-1]}
    assert response["ETag"] == client.get(SCHEDULE)["ETag"] != before["ETag"]
    assert stored(provider) == (
        [(0, time(9)), (0, time(18))],
        [(MONDAY, None), (date(2030, 1, 2), time(10))],
    )
    (entry,) = ModelLogEntry.objects.filter(action="doorstep.schedule.change")
    assert (entry.user, entry.object_id) == (cast["provider"], str(provider.pk))
    # Back and forth: what was read may be sent.
    assert put(client, response.json(), response["ETag"]).status_code == 200
    assert put(client, response.json(), "*").status_code == 200


def test_a_replacement_says_what_it_replaces(mine):
    provider, client = mine
    before, etag = stored(provider), client.get(SCHEDULE)["ETag"]
    assert (put(client, NEW).status_code, stored(provider)) == (428, before)
    assert (put(client, NEW, '"other"').status_code, stored(provider)) == (412, before)
    WeeklyHours.objects.filter(weekday=4).delete()
    response = put(client, NEW, etag)
    assert (response.status_code, response.json()["code"]) == (412, "stale")
    assert len(stored(provider)[0]) == 4


def hours(starts, ends, weekday=0):
    return {"weekday": weekday, "starts": starts, "ends": ends}


def dated(starts, ends, day="2030-01-02"):
    return {"date": day, "starts": starts, "ends": ends}


@pytest.mark.parametrize(
    ("change", "loc", "kind"),
    [
        ({"weekly": [hours("09:00", "09:00")]}, ["weekly", 0, "ends"], "inverted"),
        ({"weekly": [hours("10:00", "09:00")]}, ["weekly", 0, "ends"], "inverted"),
        ({"weekly": [hours("9:00", "10:00")]}, ["weekly", 0, "starts"], "invalid"),
        ({"weekly": [hours("24:00", "24:00")]}, ["weekly", 0, "starts"], "invalid"),
        ({"weekly": [hours("09:00", "25:00")]}, ["weekly", 0, "ends"], "invalid"),
        ({"weekly": [hours("09:00", "10:00", 7)]}, ["weekly", 0, "weekday"], "max_value"),
        (
            {"weekly": [hours("09:00", "12:00"), hours("11:59", "13:00")]},
            ["weekly", 1, "starts"],
            "overlap",
        ),
        (
            {"weekly": [hours("09:00", "10:00"), hours("08:00", "24:00")]},
            ["weekly", 0, "starts"],
            "overlap",
        ),
        ({"dated": [dated("09:00", None)]}, ["dated", 0, "ends"], "incomplete"),
        ({"dated": [dated(None, "09:00")]}, ["dated", 0, "ends"], "incomplete"),
        ({"dated": [dated("10:00", "09:00")]}, ["dated", 0, "ends"], "inverted"),
        ({"dated": [dated("09:00", "10:00"), dated(None, None)]}, ["dated", 1, "starts"], "closed"),
        ({"dated": [dated(None, None), dated(None, None)]}, ["dated", 1, "starts"], "closed"),
        ({"dated": [dated(None, None, "9999-01-01")]}, ["dated", 0, "date"], "out_of_range"),
        ({"timezone": "Mars/Olympus"}, ["timezone"], "unknown_timezone"),
        ({"weekly": [hours("09:00", "10:00") | {"room": 1}]}, ["weekly", 0, "room"], "unexpected"),
        ({"weekly": [hours("09:00", "10:00")] * 101}, ["weekly"], "max_length"),
    ],
)
def test_hours_that_make_no_schedule(mine, change, loc, kind):
    provider, client = mine
    before = stored(provider)
    response = put(client, NEW | change, "*")
    assert response.status_code == 422, response.content
    (error,) = response.json()["errors"]
    assert (error["loc"], error["type"]) == (loc, kind)
    assert stored(provider) == before


def test_hours_that_touch_are_no_overlap(mine):
    provider, client = mine
    body = NEW | {
        "weekly": [hours("09:00", "12:00"), hours("12:00", "13:00"), hours("00:00", "24:00", 1)]
    }
    assert put(client, body, "*").status_code == 200
    assert len(stored(provider)[0]) == 3


def test_another_zone_moves_the_hours_and_not_what_is_booked(mine):
    provider, client = mine
    booking = booked(provider, "A1", on(0, 9), on(0, 10))
    assert put(client, NEW | {"timezone": "Asia/Tokyo"}, "*").status_code == 200
    provider.refresh_from_db()
    booking.refresh_from_db()
    assert (provider.timezone, booking.starts_at) == ("Asia/Tokyo", on(0, 9))


# Leave


def leave(client, since, until, **more):
    body = {"starts_at": since.isoformat(), "ends_at": until.isoformat()} | more
    return client.post(LEAVE, body, format="json")


def test_leave_is_taken_listed_and_cancelled(mine, cast, api):
    _provider, client = mine
    first = leave(client, on(0, 9), on(0, 12), reason="Dentist")
    assert first.status_code == 201, first.content
    second = leave(client, on(1, 0), on(3, 0))
    told = [second.json(), first.json()]
    assert client.get(LEAVE).json() == {"items": told, "next": None, "previous": None}
    assert told[1] == {
        "id": told[1]["id"],
        "starts_at": on(0, 9).isoformat(),
        "ends_at": on(0, 12).isoformat(),
        "reason": "Dentist",
    }
    assert client.delete(f"{LEAVE}{told[1]['id']}/").status_code == 204
    assert client.delete(f"{LEAVE}{told[1]['id']}/").status_code == 404
    assert [item["id"] for item in client.get(LEAVE).json()["items"]] == [told[0]["id"]]
    # The reason is not in the log, which outlives its owner.
    entries = ModelLogEntry.objects.filter(action__startswith="doorstep.leave").order_by("pk")
    verbs = ["take", "take", "cancel"]
    assert [entry.action for entry in entries] == [f"doorstep.leave.{verb}" for verb in verbs]
    assert {entry.user for entry in entries} == {cast["provider"]}
    assert "Dentist" not in str([entry.data for entry in entries])


def test_leave_over_bookings_is_refused_and_names_the_orders(mine, provider):
    me, client = mine
    booked(me, "BX", on(0, 13), on(0, 14))
    booked(me, "AX", on(0, 10), on(0, 12))
    booked(me, "CX", on(1, 10), on(1, 12))
    booked(provider("other"), "DX", on(0, 10), on(0, 12))
    response = leave(client, on(0, 11, 59), on(0, 13, 1))
    assert (response.status_code, response.json()["code"]) == (409, "leave_hits_bookings")
    assert response.json()["detail"] == "There are orders in this time: AX, BX. Move them first."
    assert [error["loc"] for error in response.json()["errors"]] == [
        ["orders", "AX"],
        ["orders", "BX"],
    ]
    assert Leave.objects.count() == 0
    # What only touches is free, and so is what was released.
    assert leave(client, on(0, 12), on(0, 13)).status_code == 201
    release_booking("CX", now=timezone.now())
    assert leave(client, on(1, 0), on(2, 0)).status_code == 201


def test_what_is_over_stands_in_no_way(mine):
    me, client = mine
    now = timezone.now()
    WeeklyHours.objects.all().delete()
    WeeklyHours.objects.bulk_create(
        WeeklyHours(provider=me, weekday=day, starts=time(0), ends=time(0)) for day in range(7)
    )
    hour = now.replace(minute=0, second=0, microsecond=0)
    booked(me, "OLD", hour - timedelta(hours=3), hour - timedelta(hours=1))
    assert leave(client, now - timedelta(hours=4), now + timedelta(hours=4)).status_code == 201


@pytest.mark.parametrize(
    ("since", "until", "kind"),
    [
        (on(0, 10), on(0, 10), "inverted"),
        (on(0, 10), on(0, 9), "inverted"),
        (on(-30, 9), on(-30, 10), "past"),
        (on(0, 10), datetime(9999, 1, 1, tzinfo=SHANGHAI), "out_of_range"),
    ],
)
def test_time_that_is_no_leave(mine, since, until, kind):
    response = leave(mine[1], since, until)
    (error,) = response.json()["errors"]
    assert (response.status_code, error["loc"], error["type"]) == (422, ["ends_at"], kind)
    assert Leave.objects.count() == 0


def test_nobody_cancels_the_leave_of_another(mine, provider, api):
    provider("rival")
    theirs = leave(api("rival"), on(0, 9), on(0, 12)).json()
    assert mine[1].delete(f"{LEAVE}{theirs['id']}/").status_code == 404
    assert Leave.objects.count() == 1
    assert mine[1].get(LEAVE).json()["items"] == []


def test_leave_takes_the_slots(mine, api, service):
    me, client = mine
    service("steam", duration=60)
    url = f"/api/v1/providers/{me.public_id}/slots/?service=steam&date_from={MONDAY}&days=1"
    assert len(get(api, url)["items"]) == 15
    leave(client, on(0, 9), on(0, 16))
    assert [item["starts_at"] for item in get(api, url)["items"]] == [on(0, 16).isoformat()]


# Jobs


def test_jobs_of_a_period(mine, provider):
    me, client = mine
    for number, day in (("A0", 0), ("A1", 1), ("A3", 3)):
        booked(me, number, on(day, 9), on(day, 10))
    booked(me, "A9", on(0, 11), on(0, 12))
    release_booking("A9", now=timezone.now())
    booked(provider("other"), "B1", on(1, 9), on(1, 10))

    def orders(first, last):
        days = [MONDAY + timedelta(days=day) for day in (first, last)]
        response = client.get(f"{JOBS}?from={days[0]}&to={days[1]}")
        assert response.status_code == 200, response.content
        return [item["order"] for item in response.json()["items"]]

    assert orders(0, 6) == ["A0", "A1", "A3"]
    assert orders(1, 1) == ["A1"]
    assert orders(2, 2) == []
    whole = client.get(f"{JOBS}?from={MONDAY}").json()
    assert whole["timezone"] == "Asia/Shanghai"
    assert whole["items"][0] == {
        "order": "A0",
        "starts_at": on(0, 9).isoformat(),
        "ends_at": on(0, 10).isoformat(),
    }
    assert [item["order"] for item in whole["items"]] == ["A0", "A1", "A3"]
    assert client.get(JOBS).json()["items"] == []


@pytest.mark.parametrize(
    ("query", "name", "kind"),
    [
        (f"from={MONDAY}&to={MONDAY - timedelta(days=1)}", "to", "out_of_range"),
        (f"from={MONDAY}&to={MONDAY + timedelta(days=42)}", "to", "out_of_range"),
        (f"to={MONDAY}", "from", "invalid"),
        ("from=soon", "from", "invalid"),
    ],
)
def test_wrong_questions_for_jobs(mine, query, name, kind):
    response = mine[1].get(f"{JOBS}?{query}")
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert (error["loc"], error["type"]) == (["query", name], kind)


def test_six_weeks_of_jobs_may_be_asked_for(mine):
    assert mine[1].get(f"{JOBS}?from={MONDAY}&to={MONDAY + timedelta(days=41)}").status_code == 200
