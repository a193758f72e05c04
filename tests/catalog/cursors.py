"""The catalogue by cursors: every order, there and back, and while it changes."""

import re
import time
from datetime import timedelta
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.utils import timezone

from api.conventions.keysets import SIGNER
from catalog.services.models import ServiceListing
from catalog.services.queries import ORDERINGS
from cms.delivery.models import PublishedDocument
from cms.pages.actions import publish_page
from cms.pages.models import ArticlePage, LandingPage
from tests.catalog.providers import activate

__all__ = ["activate"]

pytestmark = pytest.mark.django_db
URL = "/api/v1/services/"
START = timezone.now()
# Few values, so that many are equal; two thirds have no rating.
COUNT = 9


def store(key, number):
    """A listed service, as far as lists read it."""
    document = PublishedDocument.objects.create(
        collection="services",
        key=key,
        locale="en",
        owner=uuid4(),
        body="{}",
        summary=f'{{"key": "{key}"}}',
        etag='"x"',
        published_at=START,
    )
    ServiceListing.objects.create(
        document=document,
        locale="en",
        key=key,
        title=key,
        category_path="home/cleaning/",
        price=100 + number % 3,
        duration=60,
        rating=Decimal(number % 2 + 3) if number % 3 == 0 else None,
        popularity=number % 4,
        created_at=START - timedelta(microseconds=number % 2),
    )


@pytest.fixture
def services(categories):
    for number in range(COUNT):
        store(f"s-{number}", number)


def keys(page):
    return [item.get("key") or item.get("id") for item in page["items"]]


def walk(client, url, direction="next"):
    """Every page from ``url`` on."""
    pages = []
    while url:
        pages.append(client.get(url).json())
        url = pages[-1][direction]
    return pages


def all_keys(pages):
    return [key for page in pages for key in keys(page)]


def by_offset(client, url):
    return all_keys(walk(client, url))


@pytest.mark.parametrize("limit", [1, 2, 4, COUNT, 50])
@pytest.mark.parametrize("ordering", sorted(ORDERINGS))
def test_a_quiet_list_is_walked_as_by_offset(api, services, ordering, limit):
    client = api(None)
    url = f"{URL}?ordering={ordering}&fields=key&limit={limit}"
    expected = by_offset(client, url)
    assert sorted(expected) == [f"s-{number}" for number in range(COUNT)]
    pages = walk(client, f"{url}&cursor=*")
    assert all_keys(pages) == expected
    assert (pages[0]["previous"], pages[-1]["next"]) == (None, None)
    assert all("offset" not in (page["next"] or page["previous"] or "") for page in pages)
    # Back from the last page: the same pages, their rows in the same order.
    back = walk(client, pages[-1]["previous"], "previous")
    assert [keys(page) for page in back] == [keys(page) for page in pages[-2::-1]]
    if back:
        assert by_offset(client, back[-1]["next"]) == expected[limit:]


def test_filters_words_and_distance_are_walked(api, services, activate):
    activate()
    client = api(None)
    for question in (
        "price_min=101&category=home&ordering=-price",
        "near=31.2,121.4&ordering=distance",
        "near=31.2,121.4&ordering=-rating&radius_km=50",
    ):
        url = f"{URL}?{question}&limit=2&fields=key,distance"
        assert all_keys(walk(client, f"{url}&cursor=*")) == by_offset(client, url) != []


@pytest.mark.parametrize("ordering", sorted(ORDERINGS))
def test_what_comes_or_goes_meanwhile_moves_no_other(api, services, ordering):
    client = api(None)
    url = f"{URL}?ordering={ordering}&fields=key&limit=2"
    before = by_offset(client, url)
    first = client.get(f"{url}&cursor=*").json()
    second = client.get(first["next"]).json()
    # The last that was seen goes, one that was seen before goes, and one that is to come.
    gone = {before[0], before[3], before[6]}
    PublishedDocument.objects.filter(key__in=gone).delete()
    store("new", 4)
    now = by_offset(client, url)
    rest = by_offset(client, second["next"])
    seen = before[:4]
    # What is new is seen once if it stands in the rest of the list, and otherwise not.
    assert rest == [key for key in now if key not in seen][-len(rest) :]
    assert sorted({*seen, *rest} | {"new"}) == sorted({*before, "new"} - {before[6]})
    assert not set(seen) & set(rest)
    back = client.get(client.get(second["next"]).json()["previous"]).json()
    assert set(keys(back)) - {"new"} <= set(seen) - gone


def test_what_words_find_is_walked(api, service):
    for key in ("steam", "steam-more", "steam-most"):
        service(key)
    client = api(None)
    url = f"{URL}?q=steam&ordering=-rating&limit=2&fields=key"
    assert all_keys(walk(client, f"{url}&cursor=*")) == by_offset(client, url)
    assert len(by_offset(client, url)) == 3


def test_an_end_that_has_gone_leads_back(api, services):
    client = api(None)
    url = f"{URL}?ordering=price&fields=key&limit=4&cursor=*"
    first = client.get(url).json()
    second = client.get(first["next"]).json()
    kept = keys(first) + keys(second)
    PublishedDocument.objects.exclude(key__in=kept[:3]).delete()
    past = client.get(second["next"]).json()
    assert (past["items"], past["next"]) == ([], None)
    last = client.get(past["previous"]).json()
    assert (keys(last), last["next"] is not None, last["previous"]) == (kept[:3], True, None)
    PublishedDocument.objects.all().delete()
    empty = client.get(second["previous"]).json()
    assert (empty["items"], empty["previous"]) == ([], None)
    assert parse_qs(urlsplit(empty["next"]).query)["cursor"] == ["*"]
    assert client.get(url).json() == {"items": [], "next": None, "previous": None}


def test_a_page_is_one_query_with_its_tag(api, services, django_assert_num_queries):
    client = api(None)
    second = client.get(f"{URL}?ordering=-rating&limit=2&cursor=*").json()["next"]
    with django_assert_num_queries(1):
        answer = client.get(second)
    with django_assert_num_queries(1):
        assert client.get(second, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
    with django_assert_num_queries(2):
        assert client.get(f"{second}&count=true").json()["count"] == COUNT


def test_pages_of_other_lists(api, services, activate, home):
    for name in ("provider", "rival", "applicant"):
        activate(name)
    section = publish_page(LandingPage(title="Articles", slug="articles"), parent=home)
    for slug in ("a", "b", "c"):
        page = ArticlePage(title=slug, slug=slug, summary="S")
        publish_page(page, parent=section)
    client = api(None)
    for path in ("providers", "articles"):
        url = f"/api/v1/{path}/?limit=2"
        assert len(all_keys(walk(client, f"{url}&cursor=*"))) == 3
        assert all_keys(walk(client, f"{url}&cursor=*")) == by_offset(client, url)
    for path in ("packages", "promotions", "training", "standards"):
        assert client.get(f"/api/v1/{path}/?cursor=*").json()["previous"] is None


def test_a_cursor_is_good_for_its_question_alone(api, services):
    client = api(None)
    page = client.get(f"{URL}?ordering=price&limit=2&cursor=*").json()
    [cursor] = parse_qs(urlsplit(page["next"]).query)["cursor"]
    # How much is answered, and what of it, is no part of the question.
    for how in ("limit=4", "limit=2&fields=key", "count=true"):
        answer = client.get(f"{URL}?ordering=price&{how}&cursor={cursor}")
        assert answer.status_code == 200
        assert keys(answer.json())[0] == keys(client.get(page["next"]).json())[0]
    for path, question in (
        (URL, "ordering=-price"),
        (URL, ""),
        (URL, "ordering=price&price_min=1"),
        (URL, "ordering=price&locale=zh-hans"),
        ("/api/v1/packages/", ""),
    ):
        answer = client.get(f"{path}?{question}&cursor={cursor}")
        [error] = answer.json()["errors"]
        assert (answer.status_code, error["loc"]) == (400, ["query", "cursor"])
        assert error["type"] == "other_question"
        assert re.search(r"start again with cursor=\*", error["msg"])
    assert SIGNER.unsign_object(cursor)[2] == [100, keys(page)[-1]]


def test_a_page_that_has_not_changed_is_the_same_bytes_later(services, api, monkeypatch):
    url = f"{URL}?cursor=*&limit=4"
    first = api(None).get(url)
    assert first.json()["next"] is not None
    in_an_hour = time.time() + 3600
    monkeypatch.setattr(time, "time", lambda: in_an_hour)
    later = api(None).get(url)
    assert (later["ETag"], later.content) == (first["ETag"], first.content)


@pytest.mark.parametrize(
    ("query", "loc", "kind"),
    [
        ("cursor=*&offset=0", "cursor", "one_of"),
        ("cursor=", "cursor", "blank"),
        ("cursor=forged", "cursor", "invalid_cursor"),
        ("cursor=WzAsZmFsc2UsIjEiXQ:1sAmPl:forged", "cursor", "invalid_cursor"),
        ("cursor=é", "cursor", "invalid_cursor"),
        ("cursor=*&q=steam", "ordering", "no_cursor"),
        ("cursor=*&q=steam&ordering=relevance", "ordering", "no_cursor"),
        ("cursor=*&slug=steam", "slug", "one_of"),
    ],
)
def test_what_cannot_be_walked_is_refused(api, query, loc, kind):
    answer = api(None).get(f"{URL}?{query}")
    [error] = answer.json()["errors"]
    assert (answer.status_code, error["loc"], error["type"]) == (400, ["query", loc], kind)
    if kind == "no_cursor":
        assert "-rating, distance." in error["msg"]
