"""Money in the admin's forms: typed as people write it, kept in minor units."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from catalog.services.models import PackageItem, PackagePage, ServiceOption, ServicePage
from catalog.services.money import MoneyField, typed_amount
from cms.pages.actions import publish_page

SENTENCE = "Enter an amount such as 129.00, with at most two decimals."


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("129.00", 12900), ("129", 12900), ("129.5", 12950), ("0.29", 29), ("0", 0),
        (" 129.00 ", 12900), ("1,299.00", 129900), ("1,234,567", 123456700),
        ("１２９．００", 12900), ("１，２９９", 129900), ("-5", -500), ("-0.05", -5),
        ("10000000000.00", 10**12), ("", None), ("  ", None),
    ],
)  # fmt: skip
def test_what_is_typed(typed, amount):
    assert MoneyField(required=False).clean(typed) == amount


@pytest.mark.parametrize(
    "typed",
    ["129.001", "129.000", "12,90", "1,29,900", "1.299,00", "129.", ".5", "1e3", "NaN", "¥129",
     "129 00", "--1", "12٩"],
)  # fmt: skip
def test_nothing_is_guessed_and_nothing_rounded(typed):
    # Digits of every script are no secret to Unicode; these boxes know ten, wide or narrow.
    with pytest.raises(ValidationError) as refused:
        MoneyField().clean(typed)
    assert refused.value.messages == [SENTENCE]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "This field is required."),
        ("0.99", "Enter at least 1.00."),
        ("50.01", "Enter at most 50.00."),
    ],
)
def test_limits_are_told_as_they_are_typed(typed, sentence):
    with pytest.raises(ValidationError) as refused:
        MoneyField(min_value=100, max_value=5000).clean(typed)
    assert refused.value.messages == [sentence]


def test_more_than_all_the_money_is_refused():
    with pytest.raises(ValidationError, match=r"Enter at most 10000000000\.00\."):
        MoneyField().clean("10000000000.01")


@pytest.mark.parametrize("amount", [0, 1, 29, 100, 12900, 10**12, -5])
def test_what_the_box_shows_is_read_as_it_was(amount):
    assert MoneyField().clean(typed_amount(amount)) == amount
    assert MoneyField().has_changed(amount, typed_amount(amount)) is False
    assert MoneyField().has_changed(amount, typed_amount(amount + 1)) is True


def opened(browser, page):
    """What a browser holds of the editor of ``page`` before anything is typed."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = browser.get(address).content.decode()
    # Blocks are put into the page by Wagtail's script, which tells how many there are.
    blocks = {f"{name}-count": "0" for name in ("included", "tools", "body")}
    form = querydict_from_html(html, form_id="page-edit-form")
    form.update(blocks)
    return address, form


@pytest.fixture
def steam(service):
    page = service("steam", price=9900)
    page.options = [ServiceOption(key="oven", kind="extra", label="Oven", price=3050)]
    page.save_revision().publish()
    return page


def test_a_service_and_its_options_are_priced_in_whole_units(browser_for, steam):
    browser = browser_for("moderator")
    address, form = opened(browser, steam)
    assert (form["price"], form["options-0-price"]) == ("99.00", "30.50")
    form["price"], form["options-0-price"] = "1,299.90", "４５"
    form["action-publish"] = "1"
    assert browser.post(address, form).status_code == 302
    page = ServicePage.objects.get(pk=steam.pk)
    assert (page.price, page.options.get().price) == (129990, 4500)


def test_an_editor_who_types_nothing_changes_nothing(browser_for, steam):
    browser = browser_for("moderator")
    address, form = opened(browser, steam)
    assert browser.post(address, form).status_code == 302
    draft = ServicePage.objects.get(pk=steam.pk).get_latest_revision_as_object()
    assert (draft.price, draft.options.get().price) == (9900, 3050)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("price", "99.999", SENTENCE),
        ("price", "-1", "A price cannot be negative."),
        ("options-0-price", "3,5", SENTENCE),
    ],
)
def test_a_wrong_price_stays_in_the_box_with_the_reason(browser_for, steam, field, typed, sentence):
    browser = browser_for("moderator")
    address, form = opened(browser, steam)
    form[field] = typed
    # As a draft, too, where much else may be missing.
    html = browser.post(address, form).content.decode()
    assert sentence in html
    assert querydict_from_html(html, form_id="page-edit-form")[field] == typed
    draft = ServicePage.objects.get(pk=steam.pk).get_latest_revision_as_object()
    assert (draft.price, draft.options.get().price) == (9900, 3050)


def test_a_package_is_priced_in_whole_units(browser_for, steam):
    package = PackagePage(title="Spring", slug="spring", price=25900)
    package.items = [PackageItem(service=steam)]
    publish_page(package, parent=steam.get_parent())
    browser = browser_for("moderator")
    address, form = opened(browser, package)
    assert form["price"] == "259.00"
    form["price"], form["action-publish"] = "249", "1"
    assert browser.post(address, form).status_code == 302
    assert PackagePage.objects.get(pk=package.pk).price == 24900


def test_a_translation_shows_the_price_as_people_write_it(browser_for, steam, chinese):
    words = steam.copy_for_translation(chinese)
    address = reverse("wagtailadmin_pages:edit", args=[words.pk])
    html = browser_for("moderator").get(address).content.decode()
    assert "99.00" in html
    assert "30.50" in html
    # As a word of its own: the form's secret token may hold any four digits.
    assert re.search(r"\b9900\b", html) is None


def test_revisions_are_compared_in_whole_units(browser_for, steam):
    before = steam.get_latest_revision()
    steam.price = 12000
    after = steam.save_revision()
    address = reverse("wagtailadmin_pages:revisions_compare", args=[steam.pk, before.pk, after.pk])
    html = browser_for("moderator").get(address).content.decode()
    assert '<span class="deletion">99.00</span><span class="addition">120.00</span>' in html
