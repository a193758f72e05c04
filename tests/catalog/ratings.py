"""Ratings of services and providers, as reviews write them and readers see them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from catalog.providers.actions import activate_provider, rate_provider
from catalog.providers.profiles import ProviderProfile
from catalog.services.actions import rate_service
from catalog.services.models import ServiceRating, ServiceVersion
from catalog.services.ratings import UNRATED, Rating

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
SERVICES = "/api/v1/services/"


def rating(count, mean):
    return Rating(count, Decimal(mean))


def shown(body):
    return body["rating"], body["rating_count"]


def keys(api, query):
    response = api(None).get(f"{SERVICES}?{query}")
    assert response.status_code == 200, response.content
    return [item["key"] for item in response.json()["items"]]


def test_a_rating_is_kept_to_hundredths():
    assert rating(3, "4.565").mean == Decimal("4.57")
    assert rating(1, "0.999").mean == Decimal("1.00")


@pytest.mark.parametrize(
    ("count", "mean"), [(0, Decimal(4)), (2, None), (-1, None), (1, Decimal("5.01"))]
)
def test_reviews_come_to_no_such_rating(count, mean):
    with pytest.raises(ValueError, match=r"review|mean"):
        Rating(count, mean)


def test_a_rated_service_shows_it_in_detail_and_list(api, service, chinese):
    page = service("steam")
    assert shown(api(None).get(f"{SERVICES}steam/").json()) == (None, 0)
    rate_service("steam", rating=rating(3, "4.565"))
    for locale in ("en", "zh-hans"):
        assert shown(api(None).get(f"{SERVICES}steam/?locale={locale}").json()) == (4.57, 3)
        (item,) = api(None).get(f"{SERVICES}?locale={locale}").json()["items"]
        assert shown(item) == (4.57, 3)
    rate_service("steam", rating=UNRATED)
    assert shown(api(None).get(f"{SERVICES}steam/").json()) == (None, 0)
    # What is charged did not change: quotes point at the same version.
    assert ServiceVersion.objects.filter(page=page).count() == 1


def test_a_new_rating_changes_the_etag_of_detail_and_list(api, service):
    service("steam")
    before = [api(None).get(url)["ETag"] for url in (SERVICES, f"{SERVICES}steam/")]
    rate_service("steam", rating=rating(1, "3"))
    after = [api(None).get(url)["ETag"] for url in (SERVICES, f"{SERVICES}steam/")]
    assert [old == new for old, new in zip(before, after, strict=True)] == [False, False]


def test_a_rating_outlives_the_publication(api, service):
    page = service("steam")
    page.unpublish()
    rate_service("steam", rating=rating(2, "4.5"))
    assert api(None).get(f"{SERVICES}steam/").status_code == 404
    page.save_revision().publish()
    assert shown(api(None).get(f"{SERVICES}steam/").json()) == (4.5, 2)
    assert keys(api, "rating_min=4.5") == ["steam"]


def test_a_service_that_nobody_knows_is_rated_in_vain(db):
    rate_service("gone", rating=rating(1, "5"))
    assert ServiceRating.objects.get().rating == rating(1, "5")


def test_the_list_is_filtered_and_ordered_by_rating(api, service):
    for key, mean in (("a", "4.00"), ("b", None), ("c", "4.01"), ("d", "4.00"), ("e", "5")):
        service(key)
        if mean:
            rate_service(key, rating=rating(1, mean))
    assert keys(api, "ordering=-rating") == ["e", "c", "a", "d", "b"]
    assert keys(api, "rating_min=4&ordering=-rating") == ["e", "c", "a", "d"]
    assert keys(api, "rating_min=4.01&ordering=-rating") == ["e", "c"]
    assert keys(api, "rating_min=1&ordering=price") == ["a", "c", "d", "e"]


@pytest.mark.parametrize("value", ["0.99", "5.01", "four", "NaN", "4.001", ""])
def test_a_rating_that_cannot_be_is_refused(api, value):
    response = api(None).get(f"{SERVICES}?rating_min={value}")
    assert response.status_code == 400
    assert response.json()["errors"][0]["loc"] == ["query", "rating_min"]


def test_a_rated_provider_shows_it(api, cast, categories):
    provider = activate_provider(
        cast["provider"], profile=ProviderProfile("person", "Aunt Li"), by=None, now=NOW
    )
    url = f"/api/v1/providers/{provider.public_id}/"
    assert shown(api(None).get(url).json()) == (None, 0)
    rate_provider(provider, rating=rating(7, "4.8"))
    assert shown(api(None).get(url).json()) == (4.8, 7)
    (item,) = api(None).get("/api/v1/providers/").json()["items"]
    assert shown(item) == (4.8, 7)
