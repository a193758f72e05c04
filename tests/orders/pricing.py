"""What a visit costs and how long it takes, as a table."""

from typing import Any

import pytest

from promotions.coupons.refusals import CouponRefused
from promotions.coupons.states import CouponKind
from promotions.coupons.terms import CouponTerms, Item
from workflows.orders.pricing import (
    ChosenOption,
    ChosenPackage,
    ChosenService,
    Priced,
    PriceRequest,
    VisitTooLong,
    price,
)


def service(**values: Any) -> ChosenService:
    given = {
        "key": "steam",
        "title": {"en": "Steam"},
        "unit": "visit",
        "price": 10_000,
        "duration": 60,
        "quantity": 1,
        "item": Item("steam", frozenset({"cleaning"})),
    }
    return ChosenService(**{**given, **values})


def option(count: int = 1, **values: Any) -> ChosenOption:
    given = {"key": "balcony", "label": {"en": "Balcony"}, "price": 3_000, "duration": 30}
    return ChosenOption(**{**given, **values}, count=count)


def coupon(code: str = "TEN", **values: Any) -> CouponTerms:
    given = {"kind": CouponKind.PERCENT, "value": 10, "currency": "CNY"}
    return CouponTerms(code, **{**given, **values})


def priced(*services: ChosenService, **values: Any) -> Priced:
    return price(PriceRequest(services=services, currency="CNY", **values))


@pytest.mark.parametrize(
    ("chosen", "total", "minutes"),
    [
        (service(), 10_000, 60),
        # A quantity multiplies the price; time only where the unit buys time.
        (service(quantity=3), 30_000, 60),
        (service(unit="hour", quantity=3), 30_000, 180),
        (service(unit="item", quantity=2), 20_000, 120),
        (service(unit="person", quantity=2), 20_000, 120),
        (service(unit="lesson", quantity=2), 20_000, 120),
        (service(unit="square_metre", quantity=90), 900_000, 60),
        (service(unit="day", quantity=5), 50_000, 60),
        (service(options=(option(),)), 13_000, 90),
        (service(options=(option(2), option(key="x", price=0, duration=5))), 16_000, 125),
        (service(price=0), 0, 60),
        (service(duration=1440), 10_000, 1440),
    ],
)
def test_a_service_with_its_options(chosen: ChosenService, total: int, minutes: int) -> None:
    result = priced(chosen)
    assert (result.total, result.minutes) == (total, minutes)
    assert sum(line.amount for line in result.lines) == total


def test_a_package_has_its_own_price_and_the_time_of_all_its_services() -> None:
    package = ChosenPackage("both", {"en": "Both"}, 15_000)
    result = priced(service(), service(key="oven", unit="item", quantity=2), package=package)
    assert [(line.kind, line.key, line.amount) for line in result.lines] == [
        ("package", "both", 15_000)
    ]
    assert (result.total, result.minutes) == (15_000, 180)


def test_coupons_are_lines_and_a_share_is_rounded_once_and_down() -> None:
    result = priced(service(price=333), coupons=(coupon(),))
    assert [(line.kind, line.amount) for line in result.lines] == [
        ("service", 333),
        ("coupon", -33),
    ]
    assert result.total == 300
    # Of the sum, not of each line: a tenth of 333 and of 333 would be 66.
    both = priced(service(price=333, options=(option(price=333),)), coupons=(coupon(value=15),))
    assert both.total == 666 - 99


def test_a_total_is_never_below_zero() -> None:
    large = coupon(kind=CouponKind.AMOUNT, value=99_999)
    assert priced(service(), coupons=(large,)).total == 0


def test_a_coupon_for_something_else_is_refused() -> None:
    with pytest.raises(CouponRefused) as refused:
        priced(service(), coupons=(coupon(services=frozenset({"oven"})),))
    assert refused.value.code == "coupon_not_for_this"


def test_a_visit_ends_within_a_day() -> None:
    with pytest.raises(VisitTooLong):
        priced(service(unit="hour", quantity=25))
