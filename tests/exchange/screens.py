"""Import and export in the admin: who may, what they see, and that what they saw is imported."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from catalog.services.models import Category
from cms.exchange import registry
from cms.exchange.actions import forget_staged
from cms.exchange.models import Transfer
from tests.cast import CAST
from tests.exchange.conftest import as_csv, cells_of, edited, exported, import_url

pytestmark = pytest.mark.django_db

IMPORTERS = {
    "categories": {"moderator", "operator", "admin"},
    "services": {"editor", "moderator", "admin"},
    "providers": {"operator", "admin"},
    "schedules": {"operator", "admin"},
    "coupons": {"operator", "admin"},
}


def sent(browser, noun, content, name="rows.csv"):
    return browser.post(import_url(noun), {"file": SimpleUploadedFile(name, content)})


def told_by(page):
    return next(iter(page.context["messages"])).message.strip()


def listing(noun, form="csv", query=""):
    return f"{reverse(registry.get(noun).listing)}?export={form}&rows={noun}{query}"


def test_the_nouns_are_these():
    assert set(registry.nouns()) == set(IMPORTERS)


@pytest.mark.parametrize("noun", IMPORTERS)
def test_who_may_import_and_export(noun, everything_small, browser_for):
    content = exported(noun)
    allowed = {"form": set(), "file": set(), "export": set()}
    for member in CAST:
        browser = browser_for(member)
        if browser.get(import_url(noun)).status_code == 200:
            allowed["form"].add(member)
        before = Transfer.objects.count()
        sent(browser, noun, content)
        if Transfer.objects.count() > before:
            allowed["file"].add(member)
        answer = browser.get(listing(noun))
        if answer.status_code == 200 and "attachment" in answer.get("Content-Disposition", ""):
            allowed["export"].add(member)
    assert allowed == dict.fromkeys(allowed, IMPORTERS[noun])


@pytest.fixture
def everything_small(categories, service, coupon, provider):
    service("dust")
    coupon("PLAIN")


def test_nobody_reaches_them(client):
    for noun in IMPORTERS:
        for answer in (client.get(import_url(noun)), client.get(listing(noun))):
            assert answer.status_code == 302
            assert answer["Location"].startswith(reverse("wagtailadmin_login"))


def test_there_is_nothing_to_import_under_another_name(browser_for):
    assert browser_for("admin").get(import_url("orders")).status_code == 404


def test_a_listing_exports_what_it_is_filtered_to(coupon, browser_for):
    coupon("PLAIN"), coupon("SHARE", kind="percent", value=5)
    browser = browser_for("operator")
    for form in ("csv", "xlsx"):
        answer = browser.get(listing("coupons", form, "&kind=percent"))
        assert (
            f'filename="coupons-{timezone.now():%Y-%m-%d}.{form}"' in answer["Content-Disposition"]
        )
        assert [row[0] for row in cells_of(answer.content)] == ["code", "SHARE"]
    told = ModelLogEntry.objects.filter(action="doorstep.transfer.export")
    assert [entry.data for entry in told] == [{"rows": 1, "noun": "coupons"}] * 2
    assert {entry.user.username for entry in told} == {"operator"}


def test_a_listing_exports_all_of_its_pages(coupon, browser_for):
    for number in range(51):
        coupon(f"C{number:02}")
    answer = browser_for("operator").get(listing("coupons", query="&p=2"))
    assert len(cells_of(answer.content)) == 52


def test_the_listing_offers_what_one_may(everything_small, browser_for):
    def offered(member, noun):
        page = browser_for(member).get(reverse(registry.get(noun).listing)).content.decode()
        return (import_url(noun) in page, f"export=csv&amp;rows={noun}" in page)

    assert offered("operator", "coupons") == (True, True)
    assert offered("operator", "providers") == offered("operator", "schedules") == (True, True)
    assert offered("support", "providers") == (False, False)
    assert offered("editor", "categories") == (False, False)
    assert offered("editor", "services") == (True, True)


def test_seen_then_confirmed(categories, browser_for):
    browser = browser_for("operator")
    content = edited("categories", {"name_en": "House"}, {"position": "x"})
    answer = sent(browser, "categories", content)
    page = browser.get(answer["Location"])
    assert (page.context["right"], page.context["wrong"], page.context["total"]) == (1, 1, 4)
    text = page.content.decode()
    assert "<del>Home</del>" in text
    assert "<ins>House</ins>" in text
    assert "<code>name_en</code>: <del>Home</del> → <ins>House</ins>" in text
    assert "“x” is not a whole number." in text
    assert "Import the 1 right row" in text
    assert Category.objects.get(key="home").name["en"] == "Home"
    done = browser.post(answer["Location"], follow=True)
    assert done.redirect_chain == [(reverse("wagtailsnippets_services_category:list"), 302)]
    assert told_by(done) == ("1 row imported. 1 wrong row was left out.")
    assert Category.objects.get(key="home").name["en"] == "House"
    transfer = Transfer.objects.get(direction="import")
    assert (transfer.content, transfer.plan, transfer.expires_at) == (None, None, None)
    assert transfer.counts == {"new": 0, "changed": 1, "unchanged": 2, "wrong": 1}
    told = ModelLogEntry.objects.get(action="doorstep.transfer.import")
    assert (told.user.username, told.data["changed"]) == ("operator", 1)


def test_the_rows_of_one_kind(categories, browser_for):
    browser = browser_for("operator")
    content = edited("categories", {"name_en": "House"}, {"position": "x"})
    where = sent(browser, "categories", content)["Location"]

    def numbers(kind):
        rows = browser.get(f"{where}?kind={kind}").context["rows"]
        return [row.number for row, *_told in rows]

    assert [numbers(kind) for kind in ("changed", "wrong", "unchanged", "new", "")] == [
        [2], [3], [4, 5], [], [2, 3, 4, 5],
    ]  # fmt: skip


def gone(answer):
    return (answer.status_code, answer["Location"]) == (302, import_url("categories"))


def test_a_preview_is_one_s_own_in_one_login_once_and_for_an_hour(categories, browser_for, cast):
    browser = browser_for("operator")
    content = edited("categories", {"name_en": "House"})
    where = sent(browser, "categories", content)["Location"]
    for other in (browser_for("moderator"), browser_for("operator"), browser_for("admin")):
        assert gone(other.get(where))
        assert gone(other.post(where))
    assert Category.objects.get(key="home").name["en"] == "Home"
    # Not under the name of something else, for which one has a permission too.
    elsewhere = where.replace("categories", "coupons")
    assert browser.post(elsewhere)["Location"] == import_url("coupons")
    assert Category.objects.get(key="home").name["en"] == "Home"
    assert browser.post(where)["Location"] == reverse("wagtailsnippets_services_category:list")
    assert gone(browser.post(where))
    assert gone(browser.get(where))
    late = sent(browser, "categories", edited("categories", {"name_en": "Late"}))["Location"]
    Transfer.objects.filter(done_at=None).update(expires_at=timezone.now())
    assert gone(browser.get(late))
    assert gone(browser.post(late))
    assert Category.objects.get(key="home").name["en"] == "House"


def test_what_nobody_confirms_is_forgotten(categories, browser_for):
    browser = browser_for("operator")
    sent(browser, "categories", edited("categories", {"name_en": "House"}))
    now = timezone.now()
    assert forget_staged(now + timedelta(minutes=59)) == 0
    assert forget_staged(now + timedelta(minutes=61)) == 1
    assert not Transfer.objects.filter(direction="import").exists()


def test_what_has_changed_since_is_shown_again_first(categories, browser_for):
    browser = browser_for("operator")
    where = sent(browser, "categories", edited("categories", {"name_en": "House"}))["Location"]
    Category.objects.filter(key="home").update(name={"en": "Dwelling", "zh-hans": "家居"})
    answer = browser.post(where, follow=True)
    assert answer.redirect_chain == [(where, 302)]
    assert told_by(answer) == ("Something has changed since. Look again and confirm.")
    assert "<del>Dwelling</del>" in answer.content.decode()
    assert Category.objects.get(key="home").name["en"] == "Dwelling"
    assert browser.post(where)["Location"] == reverse("wagtailsnippets_services_category:list")
    assert Category.objects.get(key="home").name["en"] == "House"


def test_a_permission_taken_away_in_between(categories, browser_for, cast):
    browser = browser_for("operator")
    where = sent(browser, "categories", edited("categories", {"name_en": "House"}))["Location"]
    cast["operator"].groups.clear()
    browser.post(where)
    assert Category.objects.get(key="home").name["en"] == "Home"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", "This file is empty."),
        (as_csv([["key"], ["a"]]), "The column “parent” is missing."),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 300, "This is neither a CSV file nor an Excel workbook"),
    ],
)
def test_a_file_that_is_no_table(categories, browser_for, content, text):
    answer = sent(browser_for("operator"), "categories", content)
    assert answer.status_code == 200
    assert text in answer.context["form"].errors["file"][0]
    assert not Transfer.objects.exists()


@override_settings(EXCHANGE_MAX_BYTES=1024**2)
def test_a_file_that_is_too_large_is_not_even_read(categories, browser_for):
    answer = sent(browser_for("operator"), "categories", b"x" * (1024**2 + 1))
    assert answer.context["form"].errors["file"] == [
        "This file is larger than 1 MB. Split it into several."
    ]


def test_a_file_that_changes_nothing_offers_no_button(categories, browser_for):
    browser = browser_for("operator")
    where = sent(browser, "categories", exported("categories"))["Location"]
    text = browser.get(where).content.decode()
    assert "Everything is already as the file says." in text
    assert "Import 4 rows" not in text


def test_cells_are_text_and_never_markup(categories, browser_for):
    browser = browser_for("operator")
    content = edited("categories", {"name_en": "<script>alert(1)</script>"}, {"position": "<b>"})
    text = browser.get(sent(browser, "categories", content)["Location"]).content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "“&lt;b&gt;” is not a whole number." in text
