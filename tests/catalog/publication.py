"""Publishing a service writes its documents, its listing rows and its version."""

import json
from uuid import uuid4

import pytest
from wagtail.models import PageViewRestriction

from catalog.services.models import ServiceImage, ServiceListing, ServicePage, ServiceVersion
from cms.delivery import registry
from cms.delivery.models import Collection, PublishedDocument
from cms.delivery.rebuilding import differences
from cms.media.models import Picture
from cms.pages.actions import publish_page
from promotions.campaigns.models import PromotedService, PromotionPage

pytestmark = pytest.mark.django_db


def rows():
    return list(
        ServiceListing.objects.order_by("locale").values_list(
            "locale", "key", "title", "category_path", "price", "duration"
        )
    )


def republish(page):
    page.save_revision().publish()
    page.refresh_from_db()


def test_a_published_service_is_in_both_locales(service):
    service("steam", price=9900, duration=90, tags=["Popular"])
    assert rows() == [
        ("en", "steam", "Steam", "home/cleaning/", 9900, 90),
        ("zh-hans", "steam", "Steam", "home/cleaning/", 9900, 90),
    ]
    assert list(ServiceListing.objects.order_by("locale").values_list("locale", "tags__tag")) == [
        ("en", "popular"),
        ("zh-hans", "popular"),
    ]


def test_a_translation_words_only_its_locale(service, chinese):
    page = service("steam", price=9900)
    translation = page.copy_for_translation(chinese)
    translation.title = "蒸汽清洁"
    translation.price = 1
    republish(translation)
    assert [(row[0], row[2], row[4]) for row in rows()] == [
        ("en", "Steam", 9900),
        ("zh-hans", "蒸汽清洁", 9900),
    ]


def test_the_same_content_adds_no_version(service):
    page = service("steam")
    republish(page)
    assert list(ServiceVersion.objects.values_list("key", "number")) == [("steam", 1)]
    page.price = 12000
    republish(page)
    republish(page)
    versions = ServiceVersion.objects.order_by("number")
    assert [(v.number, v.content["facts"]["price"]) for v in versions] == [(1, 10000), (2, 12000)]
    assert versions[0].page_id == page.pk


def test_words_of_a_translation_make_a_version(service, chinese):
    page = service("steam")
    translation = page.copy_for_translation(chinese)
    translation.title = "蒸汽清洁"
    republish(translation)
    latest = ServiceVersion.objects.get(number=2)
    assert {code: words["title"] for code, words in latest.content["words"].items()} == {
        "en": "Steam",
        "zh-hans": "蒸汽清洁",
    }


def test_unpublishing_takes_everything_but_the_versions(service, chinese):
    page = service("steam", tags=["a"])
    translation = page.copy_for_translation(chinese)
    republish(translation)
    page.unpublish()
    assert rows() == []
    assert PublishedDocument.objects.filter(collection="services").count() == 0
    # The second version is that of the wording in Chinese.
    assert ServiceVersion.objects.count() == 2


def test_deleting_the_page_keeps_its_versions(service):
    page = service("steam")
    page.delete()
    assert rows() == []
    assert list(ServiceVersion.objects.values_list("key", "number", "page")) == [("steam", 1, None)]


def test_deleting_a_private_page_changes_no_list(service, home):
    """What keeps it private goes before it: in between it would be public."""
    campaign = PromotionPage(title="Spring", slug="spring")
    campaign.services = [PromotedService(service=service("steam"))]
    publish_page(campaign, parent=home)
    PageViewRestriction.objects.create(page=campaign, restriction_type="login")
    lists = dict(Collection.objects.values_list("pk", "generation"))
    assert not PublishedDocument.objects.filter(collection="promotions").exists()
    PromotionPage.objects.get().delete()
    assert dict(Collection.objects.values_list("pk", "generation")) == lists
    # To take the restriction off by itself is another matter.
    page = ServicePage.objects.get()
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert not PublishedDocument.objects.filter(collection="services").exists()
    restriction.delete()
    assert PublishedDocument.objects.filter(collection="services").exists()


def test_rows_without_a_place_stand_as_they_were_made(service, home, picture):
    pages = [service(key) for key in ("steam", "scrub")]
    pictures = [picture, Picture.objects.create(title="Bath", file=picture.file)]
    pages[0].gallery = [ServiceImage(image=each) for each in pictures]
    republish(pages[0])
    campaign = PromotionPage(title="Spring", slug="spring")
    campaign.services = [PromotedService(service=page) for page in pages]
    publish_page(campaign, parent=home)
    # PostgreSQL answers rows whose indexed columns are written again behind the others.
    ServiceImage.objects.filter(image=picture).update(translation_key=uuid4())
    PromotedService.objects.filter(service=pages[0]).update(translation_key=uuid4())
    for collection in ("services", "promotions"):
        assert list(differences(registry.get(collection))) == []
    gallery = PublishedDocument.objects.get(key="steam", locale="en").body
    assert [each["id"] for each in json.loads(gallery)["gallery"]] == [each.pk for each in pictures]
    promoted = PublishedDocument.objects.get(key="spring", locale="en").body
    assert [each["key"] for each in json.loads(promoted)["services"]] == ["steam", "scrub"]
