"""Fifty customers for ten coupons, and one customer who claims and redeems with many hands."""

from collections import Counter
from collections.abc import Callable
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db.models import Count
from django.test import Client
from django.utils import timezone

from accounts.users.models import User
from accounts.users.tokens import issue_token
from promotions.coupons.actions import claim_coupon, redeem_coupons, save_coupon
from promotions.coupons.models import Claim, Coupon
from promotions.coupons.models.claims import ClaimQuerySet
from promotions.coupons.models.coupons import CouponQuerySet
from promotions.coupons.refusals import CouponRefused
from tests.races.barrier import CERTAIN, at_once, without_constraints

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CROWD, LIMIT, HANDS = 50, 10, 10


@pytest.fixture
def crowd(db: None) -> list[User]:
    group = Group.objects.get(name="customer")
    people = User.objects.bulk_create(User(username=f"c{number}") for number in range(CROWD))
    for person in people:
        person.groups.add(group)
    return people


def coupon(**values: Any) -> Coupon:
    return save_coupon(Coupon(code="RUSH", name={"en": "Rush"}, value=100, **values))


def claims(people: list[User]) -> list[Callable[[], tuple[int, str]]]:
    """A call of the API for each; it answers (status, code of the refusal)."""

    def call(token: str) -> Callable[[], tuple[int, str]]:
        def send() -> tuple[int, str]:
            headers = {"Authorization": f"Bearer {token}"}
            answer = Client().post("/api/v1/coupons/RUSH/claim/", headers=headers)
            refusal = "" if answer.status_code == 201 else answer.json()["code"]
            return answer.status_code, refusal

        return send

    return [call(issue_token(person, name="tests")) for person in people]


def test_ten_of_fifty_claims_on_a_coupon_of_ten(crowd: list[User]) -> None:
    made = coupon(total_limit=LIMIT)
    answers = Counter(at_once(*claims(crowd)))
    assert answers == {(201, ""): LIMIT, (409, "coupon_gone"): CROWD - LIMIT}
    made.refresh_from_db()
    assert (made.claimed, made.claims.count()) == (LIMIT, LIMIT)
    assert made.claims.aggregate(people=Count("user", distinct=True))["people"] == LIMIT


def test_without_the_condition_in_the_update_more_are_given(
    crowd: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: whether there are some left is read first, and believed."""
    made = coupon(total_limit=LIMIT)
    asked, everybody = CouponQuerySet.with_some_left, Barrier(CROWD)

    def read_first(rows: CouponQuerySet) -> CouponQuerySet:
        left = list(asked(rows).values_list("pk", flat=True))
        everybody.wait(timeout=CERTAIN)
        return Coupon.objects.filter(pk__in=left)

    monkeypatch.setattr(CouponQuerySet, "with_some_left", read_first)
    with without_constraints(Coupon, "a_coupon_is_not_claimed_beyond_its_limit"):
        assert Counter(at_once(*claims(crowd))) == {(201, ""): CROWD}
        made.refresh_from_db()
        assert (made.claimed, made.claims.count()) == (CROWD, CROWD)


def test_the_constraint_alone_lets_no_more_than_ten_through(
    crowd: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = coupon(total_limit=LIMIT)
    monkeypatch.setattr(CouponQuerySet, "with_some_left", lambda rows: rows)
    answers = Counter(at_once(*claims(crowd)))
    assert answers == {(201, ""): LIMIT, (409, "coupon_gone"): CROWD - LIMIT}
    made.refresh_from_db()
    assert (made.claimed, made.claims.count()) == (LIMIT, LIMIT)


def test_one_person_claims_no_more_than_one_may(crowd: list[User]) -> None:
    made = coupon(per_user_limit=2)
    answers = Counter(at_once(*claims(crowd[:1] * HANDS)))
    assert answers == {(201, ""): 2, (409, "coupon_limit_reached"): HANDS - 2}
    assert list(made.claims.order_by("turn").values_list("turn", flat=True)) == [1, 2]
    made.refresh_from_db()
    assert made.claimed == 2


def test_without_the_lock_and_the_turn_one_person_claims_more(
    crowd: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the coupon's row is not held, and turns may repeat."""
    made = coupon(per_user_limit=2)
    unlock(monkeypatch)
    with without_constraints(Claim, "a_person_claims_a_coupon_in_turn"):
        assert Counter(at_once(*claims(crowd[:1] * HANDS))) == {(201, ""): HANDS}
        assert list(made.claims.values_list("turn", flat=True)) == [1] * HANDS


def test_the_constraint_alone_lets_one_person_have_one_turn(
    crowd: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = coupon(per_user_limit=2)
    unlock(monkeypatch)
    answers = Counter(at_once(*claims(crowd[:1] * HANDS)))
    assert answers == {(201, ""): 1, (409, "coupon_limit_reached"): HANDS - 1}
    assert list(made.claims.values_list("turn", flat=True)) == [1]


def unlock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody hold the coupon's row, and all count before anybody writes."""
    counted, everybody = ClaimQuerySet.count, Barrier(HANDS)

    def count_together(rows: ClaimQuerySet) -> int:
        number = counted(rows)
        everybody.wait(timeout=CERTAIN)
        return number

    monkeypatch.setattr(CouponQuerySet, "update", lambda *_rows, **_values: 1)
    monkeypatch.setattr(ClaimQuerySet, "count", count_together)


def redeemed(person: User, number: str) -> Callable[[], str]:
    def call() -> str:
        try:
            redeem_coupons(["RUSH"], user=person, order_number=number, now=timezone.now())
        except CouponRefused as refused:
            return refused.code
        return ""

    return call


def test_a_claim_serves_one_order(crowd: list[User]) -> None:
    made = coupon(per_user_limit=2)
    for _turn in range(2):
        claim_coupon("RUSH", by=crowd[0], now=timezone.now())
    calls = [redeemed(crowd[0], f"O{number}") for number in range(HANDS)]
    assert Counter(at_once(*calls)) == {"": 2, "coupon_used": HANDS - 2}
    orders = set(made.claims.values_list("order_number", flat=True))
    assert (len(orders), "" in orders) == (2, False)


def test_without_the_condition_a_claim_serves_many(
    crowd: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the last order to write has it, and all believe they have."""
    made = coupon()
    claim_coupon("RUSH", by=crowd[0], now=timezone.now())
    updated, everybody = ClaimQuerySet.update, Barrier(HANDS)

    def without_condition(rows: ClaimQuerySet, **values: Any) -> int:
        found = rows.values_list("pk", flat=True)[0]
        everybody.wait(timeout=CERTAIN)
        return updated(Claim.objects.filter(pk=found), **values)

    monkeypatch.setattr(ClaimQuerySet, "update", without_condition)
    calls = [redeemed(crowd[0], f"O{number}") for number in range(HANDS)]
    assert Counter(at_once(*calls)) == {"": HANDS}
    assert made.claims.exclude(order_number="").count() == 1
