"""The screen of coupons, as an operator uses it."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import querydict_from_html

from catalog.services.actions import save_category
from catalog.services.models import Category, ServicePage
from cms.pages.actions import ensure_site, publish_page
from promotions.coupons import forms
from promotions.coupons.actions import claim_coupon, redeem_coupons
from promotions.coupons.models import Coupon, CouponCategory, CouponService
from tests.cast import CAST
from tests.promotions.conftest import FUTURE, PAST

pytestmark = pytest.mark.django_db


def url(view, *args, model=Coupon):
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


def form(*, categories=(), services=(), packages=(), **values):
    names = {
        "code": "spring-20", "name_en": "Spring", "name_zh-hans": "春季", "kind": "amount",
        "value": "20.00", "cap": "", "minimum": "0", "currency": "CNY", "starts_at": "",
        "ends_at": "", "total_limit": "", "per_user_limit": "1", "personal_to": "",
    }  # fmt: skip
    rows = {"categories": categories, "services": services, "packages": packages}
    for prefix, chosen in rows.items():
        field = {"categories": "category", "services": "service", "packages": "package"}[prefix]
        names |= {f"{prefix}-TOTAL_FORMS": str(len(chosen)), f"{prefix}-INITIAL_FORMS": "0"}
        names |= {f"{prefix}-{number}-{field}": str(row.pk) for number, row in enumerate(chosen)}
    return names | values


def errors(response):
    assert response.status_code == 200
    return {
        field: [str(text) for text in texts]
        for field, texts in response.context["form"].errors.items()
    }


def test_an_operator_makes_a_coupon(browser_for):
    category = save_category(Category(key="care", name={"en": "Care"}), parent=None)
    response = browser_for("operator").post(
        url("add"), form(categories=[category], minimum="100", personal_to="CUSTOMER@example.org")
    )
    assert response.status_code == 302
    made = Coupon.objects.get()
    assert (made.code, made.name, made.value, made.minimum) == (
        "SPRING-20", {"en": "Spring", "zh-hans": "春季"}, 2000, 10000,
    )  # fmt: skip
    assert (made.personal_to.username, made.terms.categories) == ("customer", {"care"})


@pytest.mark.parametrize(
    ("values", "field", "text"),
    [
        ({"code": "one two"}, "code", "A code is made of letters, digits and single hyphens, "
         "such as SPRING-20."),
        ({"code": "taken"}, "code", "Another coupon has this code."),
        ({"value": "0"}, "__all__", "A coupon takes at least something off."),
        ({"kind": "percent", "value": "101"}, "__all__", "Per cent go from 1 to 100."),
        ({"cap": "100"}, "__all__", "“At most” is for per cent, and above zero."),
        ({"starts_at": "2026-12-02 00:00", "ends_at": "2026-12-01 00:00"}, "__all__",
         "A coupon ends after it starts."),
        ({"per_user_limit": "0"}, "__all__", "One person may claim it at least once."),
        ({"personal_to": "ghost"}, "personal_to",
         "Nobody has the login, phone or e-mail address “ghost”."),
        ({"name_en": ""}, "name", "Enter a complete value."),
        ({"value": "20.001"}, "value",
         "Enter an amount such as 129.00, with at most two decimals."),
        ({"minimum": "12,90"}, "minimum",
         "Enter an amount such as 129.00, with at most two decimals."),
        ({"minimum": "-1"}, "minimum", "Enter at least 0.00."),
        ({"value": "10000000000.01"}, "value", "Enter at most 10000000000.00."),
        ({"kind": "percent", "value": "12.5"}, "value", "Per cent are whole numbers."),
    ],
)  # fmt: skip
def test_a_form_that_does_not_fit(coupon, browser_for, values, field, text):
    coupon("TAKEN")
    response = browser_for("operator").post(url("add"), form(**values))
    assert text in errors(response)[field]
    assert Coupon.objects.count() == 1


def box(browser, coupon, name):
    """What stands in a box of the coupon's form."""
    opened = querydict_from_html(
        browser.get(url("edit", coupon.pk)).content.decode(), form_id="w-editor-form"
    )
    return opened[name]


def test_amounts_are_typed_in_whole_units(coupon, browser_for):
    made = coupon("SPRING-20", value=2000, minimum=9950)
    browser = browser_for("operator")
    assert [box(browser, made, name) for name in ("value", "minimum", "cap")] == [
        "20.00", "99.50", "",
    ]  # fmt: skip
    changed = form(value="1,020.50", minimum="２００")
    assert browser.post(url("edit", made.pk), changed).status_code == 302
    kept = Coupon.objects.get()
    assert (kept.value, kept.minimum, kept.worth()) == (102050, 20000, "1020.50 CNY")


def test_per_cent_are_typed_as_they_are(coupon, browser_for):
    made = coupon("SPRING-15", kind="percent", value=15, cap=3000)
    browser = browser_for("operator")
    assert [box(browser, made, name) for name in ("value", "cap")] == ["15", "30.00"]
    changed = form(code="SPRING-15", kind="percent", value="12", cap="25.50")
    assert browser.post(url("edit", made.pk), changed).status_code == 302
    kept = Coupon.objects.get()
    assert (kept.value, kept.cap, kept.worth()) == (12, 2550, "12 % (up to 25.50 CNY)")


def test_a_coupon_may_turn_from_per_cent_into_an_amount(coupon, browser_for):
    made = coupon("SPRING-15", kind="percent", value=15)
    changed = form(code="SPRING-15", kind="amount", value="15")
    assert browser_for("operator").post(url("edit", made.pk), changed).status_code == 302
    assert Coupon.objects.get().worth() == "15.00 CNY"


def test_a_claimed_coupon_keeps_its_worth(coupon, browser_for, cast):
    made = coupon("SPRING-20", value=2000, total_limit=5)
    claim_coupon("SPRING-20", by=cast["customer"], now=timezone.now())
    changed = form(
        code="OTHER", value="1", kind="percent", minimum="5", total_limit="1", combines="on"
    )
    response = browser_for("operator").post(url("edit", made.pk), changed)
    assert response.status_code == 302
    kept = Coupon.objects.get()
    assert (kept.code, kept.kind, kept.value, kept.minimum) == ("SPRING-20", "amount", 2000, 0)
    assert (kept.total_limit, kept.combines, kept.claimed) == (1, True, 1)


def test_what_the_action_refuses_stands_in_the_form(coupon, browser_for, cast):
    made = coupon("SPRING-20", total_limit=5)
    for member in ("customer", "stranger"):
        claim_coupon("SPRING-20", by=cast[member], now=timezone.now())
    browser = browser_for("operator")
    response = browser.post(url("edit", made.pk), form(total_limit="1"))
    assert errors(response) == {"__all__": ["More than that have been claimed already."]}
    made.refresh_from_db()
    assert made.total_limit == 5


def test_one_claimed_while_the_form_was_open(coupon, browser_for, cast, monkeypatch):
    made = coupon("SPRING-20", value=2000)
    save = forms.save_coupon

    def claimed_meanwhile(changed):
        claim_coupon("SPRING-20", by=cast["customer"], now=timezone.now())
        return save(changed)

    monkeypatch.setattr(forms, "save_coupon", claimed_meanwhile)
    response = browser_for("operator").post(url("edit", made.pk), form(value="1"))
    assert errors(response) == {
        "value": ["Customers have claimed this coupon: this stays as it was."]
    }
    assert Coupon.objects.get().value == 2000


def test_filters_search_and_counters(coupon, browser_for, cast):
    coupon("OPEN-ONE", kind="percent", value=10)
    coupon("SOON", starts_at=FUTURE)
    coupon("OVER", ends_at=PAST)
    coupon("FULL", total_limit=1, combines=True)
    coupon("MINE", personal_to=cast["customer"])
    now = timezone.now()
    claim_coupon("FULL", by=cast["stranger"], now=now)
    for member in ("customer", "stranger"):
        claim_coupon("OPEN-ONE", by=cast[member], now=now)
    redeem_coupons(["OPEN-ONE"], user=cast["customer"], order_number="O1", now=now)
    browser = browser_for("operator")

    def codes(query=""):
        rows = browser.get(f"{url('list')}?{query}").context["object_list"]
        return [row.code for row in rows]

    assert codes() == ["MINE", "FULL", "OVER", "SOON", "OPEN-ONE"]
    assert codes("state=open") == ["MINE", "OPEN-ONE"]
    assert codes("state=upcoming") == ["SOON"]
    assert codes("state=ended") == ["OVER"]
    assert codes("state=gone") == ["FULL"]
    assert codes("personal=true") == ["MINE"]
    assert codes("kind=percent") == ["OPEN-ONE"]
    assert codes("combines=true") == ["FULL"]
    assert codes("q=open") == ["OPEN-ONE"]
    assert codes("q=优惠") == ["MINE", "FULL", "OVER", "SOON", "OPEN-ONE"]
    assert codes("q=customer") == ["MINE"]
    rows = browser.get(url("list")).context["object_list"]
    assert {row.code: (row.claimed, row.redeemed) for row in rows} == {
        "MINE": (0, 0), "FULL": (1, 0), "OVER": (0, 0), "SOON": (0, 0), "OPEN-ONE": (2, 1),
    }  # fmt: skip


def test_who_may_use_the_screen(coupon, browser_for):
    made = coupon("SPRING-20")
    allowed = {}
    for member in CAST:
        browser = browser_for(member)
        views = {"list": url("list"), "add": url("add"), "edit": url("edit", made.pk)}
        allowed[member] = [name for name, at in views.items() if browser.get(at).status_code == 200]
    assert {member for member, names in allowed.items() if names} == {"operator", "admin"}
    assert allowed["operator"] == allowed["admin"] == ["list", "add", "edit"]


def test_nobody_deletes_a_coupon(coupon, browser_for):
    made = coupon("SPRING-20")
    for member in ("operator", "admin"):
        browser = browser_for(member)
        assert browser.post(url("delete", made.pk)).status_code == 302
        browser.post(f"/admin/bulk/coupons/coupon/delete/?id={made.pk}")
    assert Coupon.objects.count() == 1


def test_what_a_coupon_is_good_for_is_not_deleted(coupon, browser_for):
    home = ensure_site(titles={"en": "Doorstep", "zh-hans": "到家"})
    category = save_category(Category(key="care", name={"en": "Care"}), parent=None)
    other = save_category(Category(key="other", name={"en": "Other"}), parent=None)
    page = ServicePage(title="Steam", slug="steam", price=1, duration=1, category=other)
    publish_page(page, parent=home)
    made = coupon(
        "SPRING-20",
        categories=[CouponCategory(category=category)],
        services=[CouponService(service=page)],
    )
    browser = browser_for("admin")
    browser.post(url("delete", category.pk, model=Category))
    browser.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert Category.objects.filter(key="care").exists()
    assert ServicePage.objects.filter(slug="steam").exists()
    terms = Coupon.objects.get(pk=made.pk).terms
    assert (terms.categories, terms.services) == ({"care"}, {"steam"})
