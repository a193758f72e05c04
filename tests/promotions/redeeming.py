"""Using coupons for an order, and getting them back: what orders and complaints call."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from catalog.services.actions import save_category
from catalog.services.models import Category
from promotions.coupons.actions import (
    claim_coupon,
    give_back_coupons,
    issue_personal_coupon,
    redeem_coupons,
    save_coupon,
)
from promotions.coupons.models import Claim, Coupon, CouponCategory
from promotions.coupons.queries import item_of, usable_terms
from promotions.coupons.refusals import CouponRefused
from promotions.coupons.terms import CouponTerms, Item

NOW = datetime(2026, 12, 1, tzinfo=UTC)
LATER = datetime(2026, 12, 2, tzinfo=UTC)


def refusal(call, *args, **options):
    with pytest.raises(CouponRefused) as refused:
        call(*args, **options)
    return refused.value.code, refused.value.coupon


@pytest.fixture
def held(coupon, cast):
    """``held("SPRING")`` is a coupon that the customer has claimed."""

    def make(code="SPRING", **values):
        made = coupon(code, **values)
        claim_coupon(code, by=cast["customer"], now=NOW)
        return made

    return make


def used():
    rows = Claim.objects.exclude(redeemed_at=None).order_by("coupon__code", "turn")
    return list(rows.values_list("coupon__code", "order_number"))


def test_a_claim_is_used_once(held, cast):
    held("SPRING")
    customer = cast["customer"]
    (claim,) = redeem_coupons(["spring "], user=customer, order_number="O1", now=NOW)
    assert (claim.order_number, claim.redeemed_at) == ("O1", NOW)
    assert refusal(redeem_coupons, ["SPRING"], user=customer, order_number="O2", now=NOW) == (
        "coupon_used", "SPRING",
    )  # fmt: skip
    assert used() == [("SPRING", "O1")]


def test_all_or_none_are_used(held, coupon, cast):
    held("HELD")
    coupon("NOT-HELD")
    codes = ["HELD", "NOT-HELD"]
    assert refusal(redeem_coupons, codes, user=cast["customer"], order_number="O1", now=NOW) == (
        "coupon_not_claimed", "NOT-HELD",
    )  # fmt: skip
    assert used() == []


def test_each_claim_of_several_serves_one_order(held, cast):
    held("TWICE", per_user_limit=2)
    customer = cast["customer"]
    claim_coupon("TWICE", by=customer, now=NOW)
    for number in ("O1", "O2"):
        redeem_coupons(["TWICE"], user=customer, order_number=number, now=NOW)
    assert used() == [("TWICE", "O1"), ("TWICE", "O2")]
    assert refusal(redeem_coupons, ["TWICE"], user=customer, order_number="O3", now=NOW)[0] == (
        "coupon_used"
    )


def test_once_per_order(held, cast):
    held("TWICE", per_user_limit=2)
    customer = cast["customer"]
    claim_coupon("TWICE", by=customer, now=NOW)
    codes = ["TWICE", "twice"]
    assert refusal(redeem_coupons, codes, user=customer, order_number="O1", now=NOW)[0] == (
        "coupon_named_twice"
    )
    redeem_coupons(["TWICE"], user=customer, order_number="O1", now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        redeem_coupons(["TWICE"], user=customer, order_number="O1", now=NOW)
    assert used() == [("TWICE", "O1")]


def test_a_promise_is_kept_when_the_window_closes(held, cast):
    held("SPRING", ends_at=LATER)
    redeem_coupons(["SPRING"], user=cast["customer"], order_number="O1", now=LATER)
    assert used() == [("SPRING", "O1")]


def test_coupons_come_back(held, cast):
    held("ONE"), held("TWO", combines=True), held("OTHER")
    customer = cast["customer"]
    redeem_coupons(["ONE", "TWO"], user=customer, order_number="O1", now=NOW)
    redeem_coupons(["OTHER"], user=customer, order_number="O2", now=NOW)
    assert give_back_coupons("O1", now=LATER) == 2
    assert used() == [("OTHER", "O2")]
    assert Claim.objects.get(coupon__code="ONE").given_back_at == LATER
    assert give_back_coupons("O1", now=LATER) == 0
    assert give_back_coupons("", now=LATER) == 0
    redeem_coupons(["ONE"], user=customer, order_number="O3", now=LATER)
    assert used() == [("ONE", "O3"), ("OTHER", "O2")]
    # What was claimed stays claimed.
    assert Coupon.objects.get(code="ONE").claimed == 1


def test_the_terms_of_what_one_may_use(held, cast):
    category = save_category(Category(key="care", name={"en": "Care"}), parent=None)
    held("ONE", kind="percent", value=15, cap=3000, minimum=100,
         categories=[CouponCategory(category=category)])  # fmt: skip
    held("TWO", combines=True)
    found = usable_terms(["two", "ONE"], user=cast["customer"], now=NOW)
    assert found == [
        CouponTerms("TWO", "amount", 2000, "CNY", combines=True),
        CouponTerms(
            "ONE", "percent", 15, "CNY", cap=3000, minimum=100, categories=frozenset({"care"})
        ),
    ]


def test_what_one_may_not_use(held, coupon, cast):
    customer, stranger = cast["customer"], cast["stranger"]
    held("ENDS", ends_at=LATER)
    held("USED")
    redeem_coupons(["USED"], user=customer, order_number="O1", now=NOW)
    coupon("SOON", starts_at=LATER)
    coupon("THEIRS", personal_to=stranger)

    def why(code, user=customer, now=NOW):
        return refusal(usable_terms, [code], user=user, now=now)

    assert why("NONE") == ("coupon_unknown", "NONE")
    assert why("THEIRS") == ("coupon_unknown", "THEIRS")
    assert why("SOON") == ("coupon_not_started", "SOON")
    assert why("ENDS", now=LATER) == ("coupon_ended", "ENDS")
    assert why("ENDS", user=stranger) == ("coupon_not_claimed", "ENDS")
    assert why("USED") == ("coupon_used", "USED")
    assert [t.code for t in usable_terms(["ENDS"], user=customer, now=NOW)] == ["ENDS"]


def test_an_item_is_in_its_category_and_all_above(db):
    house = save_category(Category(key="home", name={"en": "Home"}), parent=None)
    deep = save_category(Category(key="deep", name={"en": "Deep"}), parent=house)
    assert item_of("steam", deep) == Item("steam", frozenset({"home", "deep"}))


def test_a_personal_coupon_is_issued_once_per_key(cast):
    def issue(key, amount=1500):
        return issue_personal_coupon(
            cast["customer"], amount=amount, currency="CNY", name={"en": "Sorry"}, key=key,
            by=cast["operator"], now=NOW,
        )  # fmt: skip

    first = issue("complaint:1")
    assert issue("complaint:1", amount=9900) == first
    assert issue("complaint:2").pk != first.pk
    assert (first.value, first.combines, first.personal_to, first.claimed) == (
        1500, True, cast["customer"], 1,
    )  # fmt: skip
    (terms,) = usable_terms([first.code], user=cast["customer"], now=NOW)
    assert (terms.value, terms.combines) == (1500, True)
    assert refusal(usable_terms, [first.code], user=cast["stranger"], now=NOW)[0] == (
        "coupon_unknown"
    )
    told = ModelLogEntry.objects.filter(action="doorstep.coupon.issue").order_by("pk")
    assert [(entry.user, entry.data) for entry in told] == [
        (cast["operator"], {"key": key, "amount": 1500}) for key in ("complaint:1", "complaint:2")
    ]


def test_what_was_claimed_keeps_its_worth(held):
    made = held("SPRING", total_limit=5)
    for name, value in (("value", 1), ("minimum", 1), ("code", "OTHER"), ("kind", "percent")):
        changed = Coupon.objects.get(pk=made.pk)
        setattr(changed, name, 50 if name == "kind" else value)
        if name == "kind":
            changed.kind, changed.value = "percent", 50
        with pytest.raises(ValidationError) as refused:
            save_coupon(changed)
        assert "Customers have claimed this coupon" in str(refused.value)
    changed = Coupon.objects.get(pk=made.pk)
    changed.ends_at, changed.total_limit, changed.combines = LATER, 1, True
    save_coupon(changed)
    kept = Coupon.objects.get(pk=made.pk)
    assert (kept.code, kept.kind, kept.value, kept.minimum) == ("SPRING", "amount", 2000, 0)
    assert (kept.ends_at, kept.total_limit, kept.combines) == (LATER, 1, True)


def test_a_limit_is_not_set_below_what_is_claimed(held, cast):
    made = held("SPRING", total_limit=5)
    claim_coupon("SPRING", by=cast["stranger"], now=NOW)
    made.total_limit = 1
    with pytest.raises(ValidationError) as refused:
        save_coupon(made)
    assert "More than that have been claimed already." in str(refused.value)
    assert Coupon.objects.get().total_limit == 5


def test_an_edit_does_not_write_over_the_counter(coupon, cast):
    opened = coupon("SPRING")
    claim_coupon("SPRING", by=cast["customer"], now=NOW)
    opened.ends_at = LATER
    save_coupon(opened)
    kept = Coupon.objects.get()
    assert (kept.claimed, kept.ends_at) == (1, LATER)
