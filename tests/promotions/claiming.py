"""Claiming coupons and seeing them, as customers do over HTTP."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.services.actions import save_category
from catalog.services.models import Category, PackageItem, PackagePage, ServicePage
from cms.pages.actions import ensure_site, publish_page
from promotions.coupons.actions import redeem_coupons
from promotions.coupons.models import Claim, Coupon, CouponCategory, CouponPackage, CouponService
from tests.promotions.conftest import FUTURE, PAST

pytestmark = pytest.mark.django_db
MINE = "/api/v1/me/coupons/"


def claim(client, code):
    return client.post(f"/api/v1/coupons/{code}/claim/")


def refused(client, code, status, reason):
    before = (Claim.objects.count(), list(Coupon.objects.values_list("claimed", flat=True)))
    answer = claim(client, code)
    assert (answer.status_code, answer.json()["code"]) == (status, reason)
    assert before == (
        Claim.objects.count(),
        list(Coupon.objects.values_list("claimed", flat=True)),
    )
    return answer.json()


def test_a_customer_claims_a_coupon_and_holds_it(coupon, api, cast):
    coupon("SPRING-20", value=2000, minimum=10000, total_limit=5, ends_at=FUTURE)
    client = api("customer")
    answer = claim(client, "spring-20")
    assert answer.status_code == 201
    held = Claim.objects.get()
    assert (held.user, held.turn, held.coupon.claimed) == (cast["customer"], 1, 1)
    body = answer.json()
    assert body == {
        "code": "SPRING-20",
        "name": "Spring-20",
        "kind": "amount",
        "value": 2000,
        "currency": "CNY",
        "cap": None,
        "minimum": 10000,
        "combines": False,
        "personal": False,
        "starts_at": None,
        "ends_at": "2090-01-01T00:00:00Z",
        "for_everything": True,
        "categories": [],
        "services": [],
        "packages": [],
        "status": "usable",
        "claimed_at": body["claimed_at"],
        "redeemed_at": None,
        "order": None,
    }
    assert client.get(MINE).json()["items"] == [body]
    assert api("stranger").get(MINE).json()["items"] == []


def test_words_come_in_the_reader_s_language(coupon, api):
    coupon("SPRING")
    client = api("customer")
    assert claim(client, "SPRING").json()["name"] == "Spring"
    chinese = client.get(MINE, HTTP_ACCEPT_LANGUAGE="zh-hans")
    assert chinese.json()["items"][0]["name"] == "优惠券"


def test_nobody_and_unknown_codes(coupon, api):
    coupon("SPRING")
    refused(api(None), "SPRING", 401, "not_authenticated")
    refused(api("customer"), "SUMMER", 404, "not_found")


def test_a_personal_coupon_is_not_there_for_others(coupon, api, cast):
    coupon("YOURS", personal_to=cast["customer"])
    refused(api("stranger"), "YOURS", 404, "not_found")
    assert claim(api("customer"), "YOURS").json()["personal"] is True


def test_a_window(coupon, api):
    coupon("SOON", starts_at=FUTURE)
    coupon("LATE", ends_at=PAST)
    client = api("customer")
    refused(client, "SOON", 409, "coupon_not_started")
    body = refused(client, "LATE", 409, "coupon_ended")
    assert body["detail"] == "The coupon “LATE” has ended."
    assert body["errors"] == [
        {"loc": ["coupons", "LATE"], "type": "coupon_ended", "msg": body["detail"]}
    ]


def test_as_often_as_one_may(coupon, api):
    coupon("TWICE", per_user_limit=2)
    client = api("customer")
    assert [claim(client, "TWICE").status_code for _time in range(2)] == [201, 201]
    refused(client, "TWICE", 409, "coupon_limit_reached")
    assert claim(api("stranger"), "TWICE").status_code == 201
    assert sorted(Claim.objects.values_list("user__username", "turn")) == [
        ("customer", 1), ("customer", 2), ("stranger", 1),
    ]  # fmt: skip


def test_the_last_one(coupon, api):
    coupon("ONE", total_limit=1)
    assert claim(api("customer"), "ONE").status_code == 201
    refused(api("stranger"), "ONE", 409, "coupon_gone")
    # Who has it is told what is wrong with asking again.
    refused(api("customer"), "ONE", 409, "coupon_limit_reached")


def test_one_claim_per_idempotency_key(coupon, api):
    coupon("TWICE", per_user_limit=2)
    client = api("customer")
    first, again = (
        client.post("/api/v1/coupons/TWICE/claim/", HTTP_IDEMPOTENCY_KEY="a") for _ in range(2)
    )
    assert (first.json(), again["Idempotency-Replayed"]) == (again.json(), "true")
    assert Claim.objects.count() == 1


def test_where_each_of_mine_stands(coupon, api, cast):
    now = timezone.now()
    for code in ("USABLE", "USED", "ENDED", "UPCOMING"):
        coupon(code)
        assert claim(api("customer"), code).status_code == 201
    redeem_coupons(["USED"], user=cast["customer"], order_number="ORDER1", now=now)
    Coupon.objects.filter(code="ENDED").update(ends_at=now)
    Coupon.objects.filter(code="UPCOMING").update(starts_at=now + timedelta(hours=1))
    client = api("customer")

    def codes(query):
        return [item["code"] for item in client.get(f"{MINE}?{query}").json()["items"]]

    found = {item["code"]: item["status"] for item in client.get(MINE).json()["items"]}
    assert found == {code: code.lower() for code in ("UPCOMING", "ENDED", "USED", "USABLE")}
    for status in ("usable", "used", "ended", "upcoming"):
        assert codes(f"status={status}") == [status.upper()]
    (used,) = client.get(f"{MINE}?status=used").json()["items"]
    assert used["order"] == "ORDER1"
    assert client.get(f"{MINE}?status=gone").status_code == 400


def test_leafing_through_mine(coupon, api):
    client = api("customer")
    for number in range(5):
        coupon(f"C{number}")
        claim(client, f"C{number}")
    seen, url = [], f"{MINE}?limit=2"
    while url:
        page = client.get(url).json()
        seen.append([item["code"] for item in page["items"]])
        url = page["next"]
    assert seen == [["C4", "C3"], ["C2", "C1"], ["C0"]]


def test_what_a_coupon_is_good_for(coupon, api, django_assert_max_num_queries):
    home = ensure_site(titles={"en": "Doorstep", "zh-hans": "到家"})
    category = save_category(Category(key="care", name={"en": "Care"}), parent=None)
    service = publish_page(
        ServicePage(title="Steam", slug="steam", price=1, duration=1, category=category),
        parent=home,
    )
    package = PackagePage(title="Both", slug="both", price=1)
    package.items = [PackageItem(service=service, quantity=1)]
    publish_page(package, parent=home)
    client = api("customer")
    for code in ("ONE", "TWO", "THREE"):
        coupon(
            code,
            categories=[CouponCategory(category=category)],
            services=[CouponService(service=service)],
            packages=[CouponPackage(package=package)],
        )
        body = claim(client, code).json()
        assert body["categories"] == [{"key": "care", "name": "Care"}]
        assert (body["services"], body["packages"]) == (["steam"], ["both"])
    # The token, the claims, three times two for what they are good for, what is published of it.
    with django_assert_max_num_queries(9):
        assert len(client.get(MINE).json()["items"]) == 3


def test_what_is_not_published_is_not_named(coupon, api):
    """A coupon for it alone is not good for everything either, and says so."""
    home = ensure_site(titles={"en": "Doorstep", "zh-hans": "到家"})
    category = save_category(Category(key="care", name={"en": "Care"}), parent=None)
    pages = [
        publish_page(
            ServicePage(title=key, slug=key, price=1, duration=1, category=category), parent=home
        )
        for key in ("steam", "secret")
    ]
    client = api("customer")
    coupon("BOTH", services=[CouponService(service=page) for page in pages])
    coupon("SECRET", services=[CouponService(service=pages[1])])
    pages[1].unpublish()
    bodies = [claim(client, code).json() for code in ("BOTH", "SECRET")]
    assert [(body["services"], body["for_everything"]) for body in bodies] == [
        (["steam"], False),
        ([], False),
    ]
    assert client.get(MINE).json()["items"] == bodies[::-1]
