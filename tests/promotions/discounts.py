"""What coupons take off, case by case: docs/algorithms/discounts.md as a table."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promotions.coupons.refusals import REASONS, CouponRefused
from promotions.coupons.states import CouponKind
from promotions.coupons.terms import Basket, CouponTerms, Item, Line, discount, discounts

STEAM = Item("steam", frozenset({"home", "cleaning", "deep"}))
SWEEP = Item("sweep", frozenset({"home", "cleaning"}))
MOVE = Item("move", frozenset({"moving"}))


def amount(value, code="A", **rest):
    return CouponTerms(code, CouponKind.AMOUNT, value, "CNY", **rest)


def percent(value, code="P", **rest):
    return CouponTerms(code, CouponKind.PERCENT, value, "CNY", **rest)


def basket(*lines, currency="CNY"):
    return Basket(tuple(lines), currency)


STEAMED = basket(Line(9900, (STEAM,)))
MIXED = basket(Line(9900, (STEAM,)), Line(5050, (MOVE,)), Line(500))
PACKED = basket(Line(20000, (STEAM, MOVE), package="both"))


def keys(**names):
    return {name: frozenset(values.split()) for name, values in names.items()}


CASES = [
    ("an amount", amount(2000), STEAMED, 2000),
    ("an amount above the basket", amount(10000), STEAMED, 9900),
    ("all of it", percent(100), STEAMED, 9900),
    ("per cent", percent(20), STEAMED, 1980),
    ("per cent, rounded down", percent(15), basket(Line(9999, (STEAM,))), 1499),
    ("rounded once, on the sum", percent(10), basket(Line(995), Line(995)), 199),
    ("per cent up to the cap", percent(50, cap=3000), STEAMED, 3000),
    ("a cap that is not reached", percent(50, cap=4950), STEAMED, 4950),
    ("the minimum is reached", amount(100, minimum=9900), STEAMED, 100),
    ("the minimum is missed by one", amount(100, minimum=9901), STEAMED, "coupon_minimum"),
    ("every line, without a reach", percent(10), MIXED, 1545),
    ("the lines of a service", percent(10, **keys(services="steam")), MIXED, 990),
    ("of either service", percent(10, **keys(services="steam move")), MIXED, 1495),
    ("of a category above", percent(10, **keys(categories="home")), MIXED, 990),
    ("of the category itself", percent(10, **keys(categories="deep")), MIXED, 990),
    ("not of a category below", amount(1, **keys(categories="deep")),
     basket(Line(5000, (SWEEP,))), "coupon_not_for_this"),
    ("an amount up to what is covered", amount(9000, **keys(services="move")), MIXED, 5050),
    ("the minimum counts what is covered", amount(1, minimum=5051, **keys(services="move")),
     MIXED, "coupon_minimum"),
    ("a fee alone is not covered", amount(1, **keys(services="steam")),
     basket(Line(500)), "coupon_not_for_this"),
    ("a package by its key", amount(1500, **keys(packages="both")), PACKED, 1500),
    ("another package", amount(1500, **keys(packages="other")), PACKED, "coupon_not_for_this"),
    ("half of a package", amount(1, **keys(services="steam")), PACKED, "coupon_not_for_this"),
    ("all of a package by service and category",
     amount(700, **keys(services="move", categories="cleaning")), PACKED, 700),
    ("an empty basket", amount(100), basket(), "coupon_not_for_this"),
    ("a basket that costs nothing", amount(100), basket(Line(0)), "coupon_without_effect"),
    ("less than a unit", percent(1), basket(Line(99)), "coupon_without_effect"),
    ("a whole unit", percent(1), basket(Line(100)), 1),
    ("another currency", amount(100), basket(Line(500), currency="USD"), "coupon_currency"),
]  # fmt: skip


def outcome(call):
    try:
        return call()
    except CouponRefused as refused:
        return refused.code


@pytest.mark.parametrize(("terms", "bought", "expected"), [c[1:] for c in CASES],
                         ids=[c[0] for c in CASES])  # fmt: skip
def test_one_coupon(terms, bought, expected):
    assert outcome(lambda: discount(terms, bought)) == expected


COMPANY = [
    ("none", [], STEAMED, {}),
    ("one that stands alone", [amount(2000)], STEAMED, {"A": 2000}),
    ("one alone and one that combines", [amount(2000), percent(10, combines=True)], STEAMED,
     {"A": 2000, "P": 990}),
    ("each on the full price", [percent(20), percent(10, "Q", combines=True)], STEAMED,
     {"P": 1980, "Q": 990}),
    ("in the other order too", [percent(10, "Q", combines=True), percent(20)], STEAMED,
     {"Q": 990, "P": 1980}),
    ("several that combine", [amount(100, c, combines=True) for c in "XYZ"], STEAMED,
     {"X": 100, "Y": 100, "Z": 100}),
    ("two that stand alone", [amount(2000), percent(10)], STEAMED, "coupons_do_not_combine"),
    ("the same one twice", [amount(1, combines=True)] * 2, STEAMED, "coupon_named_twice"),
    ("the last is cut at the basket", [amount(9000), amount(1000, "B", combines=True)], STEAMED,
     {"A": 9000, "B": 900}),
    ("one finds nothing left", [amount(9900), amount(1, "B", combines=True)], STEAMED,
     "coupon_without_effect"),
    ("one of them does not fit", [amount(1), amount(1, "B", combines=True, minimum=9901)],
     STEAMED, "coupon_minimum"),
]  # fmt: skip


@pytest.mark.parametrize(("coupons", "bought", "expected"), [c[1:] for c in COMPANY],
                         ids=[c[0] for c in COMPANY])  # fmt: skip
def test_several_coupons(coupons, bought, expected):
    assert outcome(lambda: discounts(coupons, bought)) == expected


LINES = st.lists(
    st.builds(
        Line,
        st.integers(0, 10**9),
        st.lists(st.sampled_from([STEAM, SWEEP, MOVE]), max_size=2).map(tuple),
    ),
    max_size=5,
).map(lambda lines: Basket(tuple(lines), "CNY"))
TERMS = st.builds(
    CouponTerms,
    code=st.sampled_from("ABCD"),
    kind=st.sampled_from(CouponKind),
    value=st.integers(1, 100),
    currency=st.just("CNY"),
    minimum=st.integers(0, 10**6),
    combines=st.booleans(),
    services=st.frozensets(st.sampled_from(["steam", "move"])),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bought=LINES, coupons=st.lists(TERMS, max_size=4))
def test_never_more_than_the_basket_whatever_the_order(bought, coupons):
    taken = outcome(lambda: discounts(coupons, bought))
    if isinstance(taken, str):
        assert taken in REASONS
        return
    assert sum(taken.values()) <= bought.total
    assert all(off > 0 for off in taken.values())
    again = outcome(lambda: discounts(coupons[::-1], bought))
    if isinstance(again, dict):
        assert sum(again.values()) == sum(taken.values())


def test_a_refusal_names_the_coupon_and_why():
    with pytest.raises(CouponRefused) as refused:
        discount(amount(1, "SPRING", minimum=10**6), STEAMED)
    assert (refused.value.status, refused.value.code) == (409, "coupon_minimum")
    assert refused.value.errors == [
        {"loc": ["coupons", "SPRING"], "type": "coupon_minimum",
         "msg": "The order is too small for the coupon “SPRING”."}
    ]  # fmt: skip
