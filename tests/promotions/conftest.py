"""Coupons as operators make them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from promotions.coupons.actions import save_coupon
from promotions.coupons.models import Coupon

PAST, FUTURE = datetime(2020, 1, 1, tzinfo=UTC), datetime(2090, 1, 1, tzinfo=UTC)


@pytest.fixture
def coupon(db: None) -> Callable[..., Coupon]:
    """``coupon("SPRING", value=2000)`` is there for everybody to claim."""

    def make(code: str = "SPRING", **values: Any) -> Coupon:
        name = {"en": code.title(), "zh-hans": "优惠券"}
        return save_coupon(Coupon(**{"code": code, "name": name, "value": 2000} | values))

    return make
