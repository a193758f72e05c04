"""Favourites, and what is hidden from recommendations."""

import pytest

from catalog.behaviour.models import Mark
from catalog.services.models import ServicePage
from tests.behaviour.conftest import items
from tests.journeys.people import API

pytestmark = pytest.mark.django_db

WINDOWS = f"{API}/me/favourites/services/windows/"


def test_a_favourite_is_put_once_and_taken_off(consenting):
    customer = consenting("customer", "history")
    first = customer.put(WINDOWS)
    assert (first.status_code, first.json()["key"]) == (200, "windows")
    assert customer.put(WINDOWS).json() == first.json()
    customer.put(f"{API}/me/favourites/services/deep/")
    told = items(customer, "me/favourites")
    assert [(each["collection"], each["key"]) for each in told] == [
        ("services", "deep"),
        ("services", "windows"),
    ]
    # What the list of services shows.
    assert told[1]["item"]["price"] == 10000
    page = customer.get(f"{API}/me/favourites/", {"limit": 1}).json()
    assert [each["key"] for each in customer.get(page["next"]).json()["items"]] == ["windows"]
    assert [customer.delete(WINDOWS).status_code for _turn in range(2)] == [204, 204]
    assert [each["key"] for each in items(customer, "me/favourites")] == ["deep"]


def test_a_favourite_survives_what_is_not_published(consenting):
    page = ServicePage.objects.get(slug="windows")
    customer = consenting("customer", "history")
    customer.put(WINDOWS)
    page.unpublish()
    assert items(customer, "me/favourites") == []
    assert customer.put(WINDOWS).status_code == 404
    page.save_revision().publish()
    assert [each["key"] for each in items(customer, "me/favourites")] == ["windows"]


@pytest.mark.parametrize("path", ["services/ghost", "promotions/windows", "searches/windows"])
def test_only_what_is_published_is_marked(consenting, path):
    customer = consenting("customer", "history")
    assert customer.put(f"{API}/me/favourites/{path}/").status_code == 404
    assert Mark.objects.count() == 0


def test_each_mark_needs_its_own_consent(api, consenting):
    hidden = f"{API}/me/hidden/services/windows/"
    refused = api("customer").put(WINDOWS)
    assert (refused.status_code, refused.json()["code"]) == (409, "consent_missing")
    assert "me/consents/history/" in refused.json()["detail"]
    refused = consenting("customer", "history").put(hidden)
    assert (refused.status_code, refused.json()["code"]) == (409, "consent_missing")
    assert Mark.objects.count() == 0
    customer = consenting("customer", "personalisation")
    assert customer.put(hidden).status_code == 200
    assert [each["key"] for each in items(customer, "me/hidden")] == ["windows"]
    assert items(customer, "me/favourites") == []
    # Nobody else's.
    stranger = consenting("stranger", "personalisation")
    assert stranger.delete(hidden).status_code == 204
    assert len(items(customer, "me/hidden")) == 1
