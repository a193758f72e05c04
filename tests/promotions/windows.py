"""Promotions: listed while their window is open, whatever was published when."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale

from catalog.services.actions import save_category
from catalog.services.models import Category, ServicePage
from cms.delivery.models import PublishedDocument
from cms.pages.actions import ensure_site, publish_page
from promotions.campaigns.models import PromotedService, PromotionPage
from promotions.campaigns.queries import current_promotions, last_turn

pytestmark = pytest.mark.django_db
URL = "/api/v1/promotions/"


def day(number):
    return datetime(2026, 12, number, tzinfo=UTC)


@pytest.fixture
def home(db):
    return ensure_site(titles={"en": "Doorstep", "zh-hans": "到家"})


@pytest.fixture
def promotion(home):
    def make(key, starts_at=None, ends_at=None, **values):
        page = PromotionPage(
            title=key.title(), slug=key, starts_at=starts_at, ends_at=ends_at, **values
        )
        return publish_page(page, parent=home)

    return make


def on(now, locale="en"):
    return sorted(row.key for row in current_promotions(locale, now=now))


def test_the_window_is_judged_at_reading(promotion):
    promotion("always")
    promotion("second-to-fourth", day(2), day(4))
    promotion("from-third", day(3))
    promotion("until-second", None, day(2))
    before = list(PublishedDocument.objects.order_by("pk").values_list("body", flat=True))
    assert {number: on(day(number)) for number in (1, 2, 3, 4)} == {
        1: ["always", "until-second"],
        2: ["always", "second-to-fourth"],
        3: ["always", "from-third", "second-to-fourth"],
        4: ["always", "from-third"],
    }
    assert on(day(3), "zh-hans") == on(day(3))
    assert list(PublishedDocument.objects.order_by("pk").values_list("body", flat=True)) == before


def test_the_tag_of_the_list_turns_with_the_windows(promotion):
    promotion("second-to-fourth", day(2), day(4))
    assert [last_turn(now=day(number)) for number in (1, 2, 3, 4, 5)] == [
        None, day(2), day(2), day(4), day(4),
    ]  # fmt: skip


def test_a_window_ends_after_it_starts(promotion):
    with pytest.raises(ValidationError) as refusal:
        promotion("inverted", day(4), day(4))
    assert "A promotion ends after it starts." in str(refusal.value)
    assert PromotionPage.objects.count() == 0


def test_a_promotion_over_http(promotion, home, api):
    category = save_category(Category(key="care", name={"en": "Care"}), parent=None)
    service = publish_page(
        ServicePage(title="Steam", slug="steam", price=1, duration=1, category=category),
        parent=home,
    )
    page = promotion("welcome", day(1).replace(year=2020), None, summary="Hello.")
    page.services.add(PromotedService(service=service))
    page.save_revision().publish()
    promotion("over", None, day(1).replace(year=2020))
    translation = page.copy_for_translation(Locale.objects.get(language_code="zh-hans"))
    translation.title = "欢迎"
    translation.save_revision().publish()
    client = api(None)
    response = client.get(f"{URL}?locale=zh-hans")
    assert [(item["key"], item["title"]) for item in response.json()["items"]] == [
        ("welcome", "欢迎")
    ]
    again = client.get(f"{URL}?locale=zh-hans", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    body = client.get(f"{URL}welcome/").json()
    assert body["services"] == [{"key": "steam", "title": "Steam"}]
    assert (body["starts_at"], body["ends_at"]) == ("2020-12-01T00:00:00Z", None)
    assert client.get(f"{URL}over/").status_code == 200
    assert client.get(f"{URL}never/").status_code == 404


def test_promotions_are_answered_by_key_in_the_order_asked(
    promotion, api, django_assert_num_queries
):
    past = day(1).replace(year=2020)
    promotion("welcome")
    promotion("over", None, past)
    promotion("draft").unpublish()
    client = api(None)
    assert [item["key"] for item in client.get(URL).json()["items"]] == ["welcome"]
    query = "slug=over,draft,welcome&fields=key,ends_at"
    with django_assert_num_queries(1):
        answer = client.get(f"{URL}?{query}")
    # As at its own address: what is over says so itself.
    assert answer.json() == {
        "items": [
            {"key": "over", "ends_at": "2020-12-01T00:00:00Z"},
            {"key": "welcome", "ends_at": None},
        ],
        "next": None,
        "previous": None,
        "missing": ["draft"],
    }
    headers = {"If-None-Match": answer["ETag"]}
    assert client.get(f"{URL}?{query}", headers=headers).status_code == 304
    refused = client.get(f"{URL}?slug=welcome&limit=1")
    [error] = refused.json()["errors"]
    assert (refused.status_code, error["loc"], error["type"]) == (400, ["query", "slug"], "one_of")
