"""What customers read of the coupons that they hold."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from catalog.services.documents import packages, services
from catalog.services.documents.categories import CategoryLink, category_link
from catalog.services.words import words_in
from cms.delivery.models import PublishedDocument
from promotions.coupons.models import Claim

Kind = Literal["amount", "percent"]
Status = Literal["usable", "upcoming", "used", "ended"]


class HeldCouponBody(BaseModel):
    """A claim on a coupon. Amounts are minor units of ``currency``.

    ``value`` is an amount or, for ``percent``, from 1 to 100, of which at most ``cap`` is taken
    off. Good from ``starts_at`` up to but not including ``ends_at``, ``for_everything`` or for
    whatever ``categories`` (with all below them), ``services`` and ``packages`` name: of these the
    published ones. ``combines``: may be used beside others. ``order`` has used it.
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
    for_everything: bool
    categories: list[CategoryLink]
    services: list[str]
    packages: list[str]
    status: Status
    claimed_at: datetime
    redeemed_at: datetime | None
    order: str | None


Named = tuple[str, str]


def held_coupons(
    claims: Sequence[Claim], language: str, *, now: datetime
) -> Iterator[HeldCouponBody]:
    """Those of ``claims``, read with their reach; one query finds what of it is published."""
    published = _published({named for claim in claims for named in _named(claim)})
    return (_held_coupon(claim, language, published, now=now) for claim in claims)


def _named(claim: Claim) -> Iterable[Named]:
    """The collections and keys of what a coupon is good for by name, in its order."""
    for row in claim.coupon.services.all():
        yield services.COLLECTION, row.service.key
    for row in claim.coupon.packages.all():
        yield packages.COLLECTION, row.package.key


def _published(named: AbstractSet[Named]) -> AbstractSet[Named]:
    if not named:
        return named
    rows = PublishedDocument.objects.filter(
        collection__in={collection for collection, _key in named}, key__in={key for _, key in named}
    )
    return named & set(rows.values_list("collection", "key"))


def _held_coupon(
    claim: Claim, language: str, published: AbstractSet[Named], *, now: datetime
) -> HeldCouponBody:
    coupon = claim.coupon
    named = [each for each in _named(claim) if each in published]
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
        for_everything=coupon.terms.for_everything,
        categories=[category_link(row.category, language) for row in coupon.categories.all()],
        services=[key for collection, key in named if collection == services.COLLECTION],
        packages=[key for collection, key in named if collection == packages.COLLECTION],
        status=claim.status(now).value,
        claimed_at=claim.claimed_at,
        redeemed_at=claim.redeemed_at,
        order=claim.order_number or None,
    )
