"""A change of something shown reaches exactly the documents that show it."""

import json

import pytest

from catalog.services.actions import save_category
from catalog.services.models import Category, PackageItem, PackagePage, ServiceImage
from cms.delivery.models import PublishedDocument
from cms.pages.actions import publish_page

pytestmark = pytest.mark.django_db


def stored(collection):
    rows = PublishedDocument.objects.filter(collection=collection)
    return {(row.key, row.locale): row.etag for row in rows}


def changed(before, after):
    return sorted(place for place, etag in after.items() if before.get(place) != etag)


def document(collection, key, locale="en"):
    row = PublishedDocument.objects.get(collection=collection, key=key, locale=locale)
    return json.loads(row.body)


def test_a_renamed_category_renews_its_own_services(service, categories, settle):
    service("steam")
    service("scrub", category="deep")
    service("sit", category="care")
    settle()
    before = stored("services")
    category = Category.objects.get(key="cleaning")
    category.name = {"en": "Clean homes", "zh-hans": "保洁"}
    save_category(category, parent=category.get_parent())
    settle()
    assert changed(before, stored("services")) == [("steam", "en")]
    assert document("services", "steam")["category"]["name"] == "Clean homes"


def test_a_changed_picture_renews_the_services_that_show_it(service, picture, settle):
    page = service("steam")
    page.gallery.add(ServiceImage(image=picture))
    page.save_revision().publish()
    service("scrub")
    settle()
    before = stored("services")
    picture.description = "A clean kitchen"
    picture.save()
    settle()
    assert changed(before, stored("services")) == [("steam", "en"), ("steam", "zh-hans")]
    assert document("services", "steam")["picture"]["alt"] == "A clean kitchen"


def test_a_retitled_service_renews_its_packages(service, home, settle):
    steam, scrub = service("steam"), service("scrub")
    for key, part in (("with-steam", steam), ("with-scrub", scrub)):
        package = PackagePage(title=key, slug=key, price=1)
        package.items = [PackageItem(service=part)]
        publish_page(package, parent=home)
    settle()
    before = stored("packages")
    steam.title = "Hot steam"
    steam.save_revision().publish()
    settle()
    assert changed(before, stored("packages")) == [("with-steam", "en"), ("with-steam", "zh-hans")]
    assert document("packages", "with-steam")["services"][0]["title"] == "Hot steam"


def test_a_package_is_public_while_all_its_services_are(service, home, settle):
    steam = service("steam")
    package = PackagePage(title="Both", slug="both", price=1)
    package.items = [PackageItem(service=steam), PackageItem(service=service("scrub"))]
    publish_page(package, parent=home)
    steam.unpublish()
    settle()
    assert stored("packages") == {}
    steam.save_revision().publish()
    settle()
    assert sorted(stored("packages")) == [("both", "en"), ("both", "zh-hans")]
