"""What is recommended, to whom, and why."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.behaviour.buffer import buffer
from catalog.recommendations.models import Suggestion
from catalog.recommendations.tasks import make_lists
from catalog.services.models import ServiceListing, ServicePage
from cms.delivery.models import PublishedDocument
from cms.delivery.purging import PURGE
from outbox.models import Message
from tests.behaviour.conftest import answer, items, recommended, see
from tests.journeys.people import API

pytestmark = pytest.mark.django_db

POPULAR, IN_CITY = "Popular this week", "Popular in your city this week"


def test_hot_is_what_is_ordered_and_seen(api, bought, lists):
    nobody = api(None)
    bought("customer", "deep", days=7)
    bought("stranger", "windows")
    see(nobody, *["services/nanny"] * 11)
    lists()
    # 20, 11 and 10.
    assert recommended(nobody, "hot") == [
        ("windows", POPULAR), ("nanny", POPULAR), ("deep", POPULAR),
    ]  # fmt: skip
    assert recommended(nobody, "hot", limit=1) == [("windows", POPULAR)]
    assert recommended(nobody, "hot", locale="zh-hans")[0] == ("windows", "本周热门")
    popular = dict(ServiceListing.objects.filter(locale="en").values_list("key", "popularity"))
    assert popular == {"deep": 10, "windows": 20, "oven": 0, "nanny": 11}


def test_fields_choose_of_each_whatever_it_is(api, bought, lists):
    bought("customer", "deep")
    lists()
    asked = "recommendations/?kind=hot&fields=key,reason,category.key"
    assert api(None).get(f"{API}/{asked}").json() == {
        "kind": "hot",
        "items": [{"key": "deep", "category": {"key": "cleaning"}, "reason": POPULAR}],
    }
    refused = api(None).get(f"{API}/recommendations/?fields=reasn").json()
    assert refused["errors"][0]["msg"] == "There is no field “reasn”. Did you mean “reason”?"


def test_services_are_ordered_by_popularity(api, bought, lists):
    path, nobody = f"{API}/services/?ordering=-popularity", api(None)
    before = nobody.get(path)
    assert [each["key"] for each in before.json()["items"]] == ["deep", "nanny", "oven", "windows"]
    bought("customer", "windows")
    lists()
    after = nobody.get(path, HTTP_IF_NONE_MATCH=before["ETag"])
    assert after.status_code == 200
    assert [each["key"] for each in after.json()["items"]] == ["windows", "deep", "nanny", "oven"]
    lists()
    assert nobody.get(path, HTTP_IF_NONE_MATCH=after["ETag"]).status_code == 304


def test_new_says_since_when(api, lists):
    rows = PublishedDocument.objects.filter(collection="services")
    rows.filter(key="oven").update(published_at=timezone.now() - timedelta(days=30))
    lists()
    told = dict(recommended(api(None), "new"))
    assert list(told) == ["nanny", "windows", "deep", "oven"]
    assert told["deep"] == "New today"
    assert told["oven"].startswith("New since ")


def test_what_is_booked_together(api, bought, lists):
    for name in ("customer", "stranger", "applicant"):
        bought(name, "deep", days=90)
        bought(name, "windows", days=2)
    bought("provider", "nanny", "deep")
    bought("rival", "nanny")
    lists()
    nobody = api(None)
    told = [("windows", "Often booked together with Deep cleaning")]
    assert recommended(nobody, "goes_with", service="deep") == told
    assert recommended(nobody, "goes_with", service="windows", locale="zh-hans") == [
        ("deep", "常与“Windows cleaning”一起预订")
    ]
    assert recommended(nobody, "goes_with", service="nanny") == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("kind=goes_with", "service_and_kind"),
        ("kind=hot&service=deep", "service_and_kind"),
        ("kind=goes_with&service=deap", "unknown_service"),
        ("kind=warm", "invalid_choice"),
        ("limit=31", "max_value"),
        ("knd=hot", "unknown_parameter"),
    ],
)
def test_questions_that_make_no_sense(api, query, code):
    refused = api(None).get(f"{API}/recommendations/?{query}")
    assert refused.status_code == 400
    assert [error["type"] for error in refused.json()["errors"]] == [code]


def test_for_you_rests_on_what_you_did(consenting, bought, lists):
    customer = consenting("customer", "history", "personalisation")
    bought("customer", "windows")
    bought("rival", "nanny", region="chengdu")
    see(customer, "services/deep")
    assert lists() == 1
    # Both are cleaning; the oven is near to what was looked at too.
    assert recommended(customer, "for_you") == [
        ("oven", "Because you booked Windows cleaning"),
        ("deep", "Because you booked Windows cleaning"),
        ("nanny", POPULAR),
    ]
    assert recommended(customer, "for_you", locale="zh-hans")[0][1] == (
        "因为您预订过“Windows cleaning”"
    )
    customer.put(f"{API}/me/favourites/services/nanny/")
    customer.put(f"{API}/me/hidden/services/oven/")
    # At once; and the favourite is known when the list is made again.
    assert [key for key, _why in recommended(customer, "for_you")] == ["deep", "nanny"]
    assert lists() == 1
    assert recommended(customer, "for_you") == [("deep", "Because you booked Windows cleaning")]


def test_what_is_popular_in_your_city(consenting, bought, lists):
    customer = consenting("customer", "personalisation")
    bought("customer", "windows", days=200, region="chengdu")
    for name in ("stranger", "rival", "applicant"):
        bought(name, "nanny", region="chengdu")
    bought("stranger", "oven", region="chengdu")
    lists()
    # What one household ordered there is not told of.
    assert recommended(customer, "for_you") == [
        ("oven", "Because you booked Windows cleaning"),
        ("deep", "Because you booked Windows cleaning"),
        ("nanny", IN_CITY),
    ]


def test_for_you_is_neutral_without_consent(api, consenting, bought, lists):
    bought("customer", "windows")
    bought("stranger", "nanny", "windows")
    lists()
    hot = [("windows", POPULAR), ("nanny", POPULAR)]
    for client in (api(None), api("customer"), consenting("stranger", "history")):
        told = client.get(f"{API}/recommendations/?kind=for_you")
        assert told.json()["kind"] == "hot"
        assert told["Cache-Control"] == "private, no-cache"
        assert recommended(client, "for_you") == hot
    assert Suggestion.objects.exclude(user=None).count() == 0


def test_withdrawing_either_consent_erases_the_list(consenting, bought, lists):
    customer = consenting("customer", "history", "personalisation")
    bought("stranger", "nanny")
    see(customer, "services/deep")
    lists()
    assert recommended(customer, "for_you")[0] == ("oven", "Because you looked at Deep cleaning")
    answer(customer, "history", given=False)
    assert Suggestion.objects.exclude(user=None).count() == 0
    lists()
    assert [why for _key, why in recommended(customer, "for_you")] == [POPULAR] * 2
    answer(customer, "personalisation", given=False)
    assert Suggestion.objects.exclude(user=None).count() == 0
    lists()
    assert customer.get(f"{API}/recommendations/?kind=for_you").json()["kind"] == "hot"


def test_what_is_unpublished_is_in_no_list(api, bought, lists):
    bought("customer", "deep", "oven")
    lists()
    assert [key for key, _why in recommended(api(None), "hot")] == ["deep", "oven"]
    ServicePage.objects.get(slug="deep").unpublish()
    assert [key for key, _why in recommended(api(None), "hot")] == ["oven"]
    lists()
    assert [key for key, _why in recommended(api(None), "new")] == ["nanny", "oven", "windows"]


def test_no_reason_names_what_is_unpublished(api, consenting, bought, lists):
    customer = consenting("customer", "history", "personalisation")
    for name in ("customer", "stranger", "applicant"):
        bought(name, "deep", "windows")
    bought("provider", "nanny")
    lists()
    assert recommended(customer, "for_you") == [
        ("oven", "Because you booked Deep cleaning"), ("nanny", POPULAR),
    ]  # fmt: skip
    together = [("windows", "Often booked together with Deep cleaning")]
    assert recommended(api(None), "goes_with", service="deep") == together
    ServicePage.objects.get(slug="deep").unpublish()
    refused = api(None).get(f"{API}/recommendations/?kind=goes_with&service=deep")
    assert (refused.status_code, refused.json()["code"]) == (400, "unknown_service")
    assert recommended(customer, "for_you") == [("nanny", POPULAR)]
    lists()
    assert Suggestion.objects.filter(reason__contains="Deep").count() == 0


def test_what_is_hidden_is_no_reason(consenting, lists):
    customer = consenting("customer", "history", "personalisation")
    see(customer, "services/deep", "services/nanny")
    lists()
    seen = "Because you looked at Deep cleaning"
    oven, windows, *_hot = recommended(customer, "for_you")
    assert (oven, windows) == (("oven", seen), ("windows", seen))
    customer.put(f"{API}/me/hidden/services/deep/")
    for _turn in range(2):
        assert [why for _key, why in recommended(customer, "for_you")] == [POPULAR]
        assert lists() == int(_turn == 0)


@pytest.mark.parametrize(
    "what", ["me/history", "me/history/{trace}", "me/favourites/services/deep"]
)
def test_what_is_taken_back_is_no_reason(consenting, lists, what):
    customer = consenting("customer", "history", "personalisation")
    if "history" in what:
        see(customer, "services/deep")
        buffer.flush()
        [trace] = items(customer, "me/history")
        what = what.format(trace=trace["id"])
    else:
        customer.put(f"{API}/{what}/")
    lists()
    assert Suggestion.objects.filter(locale="en", reason__contains="Deep").count() == 2
    assert customer.delete(f"{API}/{what}/").status_code == 204
    assert Suggestion.objects.filter(reason__contains="Deep").count() == 0
    lists()
    assert Suggestion.objects.filter(reason__contains="Deep").count() == 0


def test_caches_further_out_are_told_of_other_lists(api, bought, lists, settings):
    settings.CDN_PURGE_URL = "https://cdn.example/purge"
    bought("customer", "deep", "windows")
    lists()
    told = [message.payload for message in Message.objects.filter(topic=PURGE).order_by("pk")]
    assert told == [{"keys": ["recommendations"]}, {"keys": ["popularity"]}]
    lists()
    assert Message.objects.filter(topic=PURGE).count() == 2
    answer = api(None).get(f"{API}/recommendations/?kind=hot")
    keys = "recommendations services/deep services/windows"
    assert answer["Surrogate-Key"] == keys
    same = api(None).get(f"{API}/recommendations/?kind=hot", HTTP_IF_NONE_MATCH=answer["ETag"])
    assert (same.status_code, same["Surrogate-Key"]) == (304, keys)
    popular = api(None).get(f"{API}/services/?ordering=-popularity&limit=1")
    assert popular["Surrogate-Key"] == "services categories popularity services/deep"
    assert "Surrogate-Key" not in api("customer").get(f"{API}/recommendations/?kind=for_you")


def test_a_list_is_read_by_one_query_and_made_again_the_same(api, consenting, bought, lists):
    customer = consenting("customer", "history", "personalisation")
    bought("customer", "windows")
    lists()
    path = f"{API}/recommendations/?kind=for_you"
    first = customer.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert customer.get(path).content == first.content
    # The token, and the list.
    assert len(asked) == 2
    with CaptureQueriesContext(connection) as asked:
        items(api(None), "recommendations", kind="new")
    assert len(asked) == 1
    now = timezone.now()
    # Nothing new: a list of their own is made again after a day.
    assert [make_lists(now), make_lists(now + timedelta(days=1))] == [0, 1]
    assert customer.get(path, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
