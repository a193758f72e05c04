"""What customers read of the coupons that they hold."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from catalog.services.documents.categories import CategoryLink, category_link
from catalog.services.words import words_in
from promotions.coupons.models import Claim

Kind = Literal["amount", "percent"]
Status = Literal["usable", "upcoming", "used", "ended"]


class HeldCouponBody(BaseModel):
    """A claim on a coupon. Amounts are minor units of ``currency``.

    ``value`` is an amount or, for ``percent``, from 1 to 100, of which at most ``cap`` is taken
    off. Good from ``starts_at`` up to but not including ``ends_at``, for whatever
    ``categories`` (with all below them), ``services`` and ``packages`` name; for everything if
    all three are empty. ``combines``: may be used beside others. ``order`` has used it.
    """

    code: str
    name: str
    kind: Kind
    value: int
    currency: str
    cap: int | None
    minimum: int
    combines: bool
    personal: bool
    starts_at: datetime | None
    ends_at: datetime | None
    categories: list[CategoryLink]
    services: list[str]
    packages: list[str]
    status: Status
    claimed_at: datetime
    redeemed_at: datetime | None
    order: str | None


def held_coupon(claim: Claim, language: str, *, now: datetime) -> HeldCouponBody:
    coupon = claim.coupon
    return HeldCouponBody(
        code=coupon.code,
        name=words_in(coupon.name, language),
        kind=coupon.kind,
        value=coupon.value,
        currency=coupon.currency,
        cap=coupon.cap,
        minimum=coupon.minimum,
        combines=coupon.combines,
        personal=coupon.personal_to_id is not None,
        starts_at=coupon.starts_at,
        ends_at=coupon.ends_at,
        categories=[category_link(row.category, language) for row in coupon.categories.all()],
        services=[row.service.key for row in coupon.services.all()],
        packages=[row.package.key for row in coupon.packages.all()],
        status=claim.status(now).value,
        claimed_at=claim.claimed_at,
        redeemed_at=claim.redeemed_at,
        order=claim.order_number or None,
    )
