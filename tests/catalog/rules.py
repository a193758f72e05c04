"""What a service, an option or a package may not be, in sentences."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from catalog.services.models import (
    PackageItem,
    PackagePage,
    ServiceListing,
    ServiceOption,
    ServicePage,
    ServiceVersion,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"price": -1}, "A price cannot be negative."),
        ({"duration": 0}, "A service takes at least one minute."),
        ({"currency": "yuan"}, "Three capitals, such as CNY."),
        ({"key": "Deep_Clean"}, "A key is made of small letters"),
        ({"price": None}, "This field cannot be blank."),
    ],
)
def test_a_service_that_is_not_right_is_not_published(service, values, sentence):
    with pytest.raises(ValidationError) as refusal:
        service(**({"key": "steam"} | values))
    assert sentence in str(refusal.value)
    assert ServicePage.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"price": -1}, "an_option_price_is_not_negative"),
        ({"duration": -1}, "an_option_duration_is_not_negative"),
        ({"included": True, "price": 1}, "an_included_option_costs_nothing"),
    ],
)
def test_the_database_refuses_a_wrong_option(service, values, name):
    page = service("steam")
    option = ServiceOption(page=page, key="kettle", kind="accessory", label="Kettle", **values)
    option.locale = page.locale
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        option.save()
    assert ServiceOption.objects.count() == 0


def test_two_services_cannot_share_a_key(service, home):
    service("steam")
    draft = ServicePage(title="Steam again", slug="other", price=1, duration=1)
    draft.category = ServicePage.objects.get().category
    home.add_child(instance=draft)
    draft.slug = "steam"
    with pytest.raises(ValidationError):
        draft.save_revision().publish()
    assert list(ServiceListing.objects.order_by("locale").values_list("key", "title")) == [
        ("steam", "Steam"),
        ("steam", "Steam"),
    ]


def test_the_key_is_fixed_once_published(service):
    page = service("steam")
    page.slug = "vapour"
    with pytest.raises(ValidationError) as refusal:
        page.save_revision().publish()
    assert "known to others since it was published" in str(refusal.value)
    assert ServicePage.objects.get().slug == "steam"


def test_a_service_is_born_in_the_default_locale(home, chinese):
    assert ServicePage.can_create_at(home)
    assert not ServicePage.can_create_at(home.get_translation(chinese))


def test_a_package_has_at_least_one_of_a_service(service, home):
    steam = service("steam")
    package = PackagePage(title="One", slug="one", price=1)
    package.items = [PackageItem(service=steam, quantity=0)]
    with pytest.raises(IntegrityError, match="a_package_has_at_least_one"), transaction.atomic():
        home.add_child(instance=package)
    assert PackagePage.objects.count() == 0


def test_a_service_is_copied_with_its_options_under_a_key_of_its_own(service, browser_for, api):
    page = service("steam", price=9900)
    page.options.add(ServiceOption(key="oven", kind="extra", label="Oven", price=3000))
    page.save_revision().publish()
    sent = {"new_title": "Dry", "new_parent_page": page.get_parent().pk, "publish_copies": "on"}
    moderator = browser_for("moderator")

    refused = moderator.post(f"/admin/pages/{page.pk}/copy/", sent | {"new_slug": "Dry_Ice"})
    assert list(refused.context["form"].errors) == ["new_slug"]
    assert ServicePage.objects.count() == 1
    assert moderator.post(f"/admin/pages/{page.pk}/copy/", sent | {"new_slug": "dry"}).url
    copied = api(None).get("/api/v1/services/dry/").json()
    assert (copied["title"], copied["price"]) == ("Dry", 9900)
    assert [(option["key"], option["price"]) for option in copied["options"]] == [("oven", 3000)]
    assert [(row.key, row.number) for row in ServiceVersion.objects.order_by("key", "number")] == [
        ("dry", 1), ("steam", 1), ("steam", 2),
    ]  # fmt: skip
