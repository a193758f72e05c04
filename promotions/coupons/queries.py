"""Reads of coupons and claims."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from accounts.users.models import User
from catalog.services.listings import path_of
from catalog.services.models import Category
from promotions.coupons.models import Claim, Coupon
from promotions.coupons.models.coupons import normalise_code
from promotions.coupons.refusals import CouponRefused
from promotions.coupons.states import ClaimStatus
from promotions.coupons.terms import CouponTerms, Item


def usable_terms(codes: Sequence[str], *, user: User, now: datetime) -> list[CouponTerms]:
    """The terms of the coupons that ``user`` has claimed and not used, in the order of ``codes``.

    Raises ``CouponRefused``: coupon_unknown, coupon_not_started, coupon_ended,
    coupon_not_claimed, coupon_used. Whether they fit a basket, and each other, is for ``terms``.
    """
    wanted = [normalise_code(code) for code in codes]
    rows = Coupon.objects.visible_to(user).with_reach().filter(code__in=wanted)
    found = {coupon.code: coupon for coupon in rows}
    unused: dict[int, bool] = {}
    for claim in Claim.objects.filter(user=user, coupon__in=rows):
        unused[claim.coupon_id] = unused.get(claim.coupon_id, False) or claim.redeemed_at is None
    usable = []
    for code in wanted:
        if code not in found:
            raise CouponRefused("coupon_unknown", coupon=code)
        coupon = found[code]
        coupon.refuse_outside_window(now)
        if coupon.pk not in unused:
            raise CouponRefused("coupon_not_claimed", coupon=code)
        if not unused[coupon.pk]:
            raise CouponRefused("coupon_used", coupon=code)
        usable.append(coupon.terms)
    return usable


def coupons_at_hand(user: User, *, now: datetime, most: int) -> list[Coupon]:
    """The coupons that ``user`` may use now, and those they may claim now, with their reach.

    ``held`` says of each whether it is claimed and not used; those first, then the newest.
    """
    mine = Claim.objects.filter(coupon=OuterRef("pk"), user=user)
    coupons = Coupon.objects.visible_to(user).running(now)
    coupons = coupons.annotate(
        held=Exists(mine.filter(redeemed_at=None)),
        turns=Count("claims", filter=Q(claims__user=user)),
    )
    left = Q(total_limit=None) | Q(claimed__lt=F("total_limit"))
    coupons = coupons.filter(Q(held=True) | left & Q(turns__lt=F("per_user_limit")))
    return list(coupons.with_reach().order_by("-held", "-pk")[:most])


def item_of(service: str, category: Category) -> Item:
    """A service of a basket, by its key and the category that it is in."""
    return Item(service, frozenset(path_of(category).strip("/").split("/")))


def claims_of(user: User, *, status: ClaimStatus | None, now: datetime) -> QuerySet[Claim]:
    """The claims of ``user`` with all that is shown of them; those of one status, if given."""
    claims = Claim.objects.visible_to(user).select_related("coupon")
    claims = claims.prefetch_related(
        "coupon__categories__category", "coupon__services__service", "coupon__packages__package"
    )
    return claims if status is None else claims.with_status(status, now)
