"""Lists page by offset or by cursor, without losing or repeating rows."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Group
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.conventions.sample")]


@pytest.fixture(autouse=True)
def _five_groups() -> None:
    Group.objects.all().delete()
    Group.objects.bulk_create(Group(name=name) for name in "abcde")


def names(page: dict) -> str:
    return "".join(item["name"] for item in page["items"])


def test_offset_pages_lead_there_and_back(client: Client) -> None:
    first = client.get("/api/v1/groups/?limit=2").json()
    assert (names(first), first["previous"]) == ("ab", None)
    second = client.get(first["next"]).json()
    assert names(second) == "cd"
    last = client.get(second["next"]).json()
    assert (names(last), last["next"]) == ("e", None)
    assert names(client.get(second["previous"]).json()) == "ab"


def test_counting_is_asked_for(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert "count" not in client.get("/api/v1/groups/").json()
    with django_assert_num_queries(2):
        assert client.get("/api/v1/groups/?count=true&limit=1").json()["count"] == 5


def test_a_cursor_goes_on_where_it_was_while_rows_are_added(client: Client) -> None:
    first = client.get("/api/v1/growing/?limit=2").json()
    assert (names(first), first["previous"]) == ("ed", None)
    Group.objects.create(name="f")
    second = client.get(first["next"]).json()
    assert names(second) == "cb"
    last = client.get(second["next"]).json()
    assert (names(last), last["next"]) == ("a", None)
    assert names(client.get(last["previous"]).json()) == "cb"


def test_a_star_begins_as_it_does_in_the_catalogue(client: Client) -> None:
    first = client.get("/api/v1/growing/", {"limit": 2}).json()
    assert client.get("/api/v1/growing/", {"limit": 2, "cursor": "*"}).json() == first


def test_a_cursor_is_good_for_its_own_list_and_filters_alone(client: Client) -> None:
    following = client.get("/api/v1/growing/?limit=2").json()["next"]
    assert names(client.get(following.replace("limit=2", "limit=1")).json()) == "c"
    cursor = parse_qs(urlsplit(following).query)["cursor"][0]
    elsewhere = client.get("/api/v1/growing-too/", {"cursor": cursor})
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (400, "other_question")


@pytest.mark.parametrize("cursor", ["", "cD0x", "WzAsZmFsc2UsIjEiXQ:1sAmPl:forged", "é"])
def test_a_cursor_that_we_did_not_give_is_a_400(client: Client, cursor: str) -> None:
    answer = client.get("/api/v1/growing/", {"cursor": cursor})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["loc"] == ["query", "cursor"]
