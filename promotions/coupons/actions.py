"""Verbs on coupons. The database decides who gets the last one."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.users import audit
from accounts.users.models import User
from promotions.coupons.models import Claim, Coupon
from promotions.coupons.models.coupons import normalise_code
from promotions.coupons.refusals import CouponRefused
from promotions.coupons.states import FIXED_ONCE_CLAIMED, CouponKind

REACH = ("categories", "services", "packages")
# Nobody reads these out on the phone but their owner: no letters or digits that look alike.
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 12


@transaction.atomic
def save_coupon(coupon: Coupon) -> Coupon:
    """Create or change a coupon with what it is good for.

    Raises ``ValidationError``, also where it would change what others have claimed already.
    """
    if coupon.pk is None:
        coupon.full_clean()
        coupon.save()
        return coupon
    # Claims wait here, and what was read of the counter before is not written over theirs.
    standing = Coupon.objects.select_for_update().get(pk=coupon.pk)
    coupon.claimed = standing.claimed
    coupon.full_clean()
    if standing.claimed:
        _refuse_other_worth(coupon, standing)
    columns = [
        field.name
        for field in Coupon._meta.concrete_fields
        if field.editable and not field.primary_key
    ]
    coupon.save(update_fields=[*columns, *REACH])
    return coupon


@transaction.atomic
def claim_coupon(code: str, *, by: User, now: datetime) -> Claim:
    """Give ``by`` one of the coupons. Raises ``Coupon.DoesNotExist`` for an unknown code or one
    personal to somebody else, and ``CouponRefused``: coupon_not_started, coupon_ended,
    coupon_gone, coupon_limit_reached.
    """
    coupon = Coupon.objects.visible_to(by).get(code=normalise_code(code))
    coupon.refuse_outside_window(now)
    one = Coupon.objects.filter(pk=coupon.pk)
    # Zero rows: somebody else had the last one. One: the row is locked until we commit, so that
    # whoever claims twice at once is counted in turn below.
    taken = one.with_some_left().update(claimed=F("claimed") + 1)
    turn = Claim.objects.filter(coupon=coupon, user=by).count() + 1
    if turn > coupon.per_user_limit:
        raise CouponRefused("coupon_limit_reached", coupon=coupon.code)
    if not taken:
        raise CouponRefused("coupon_gone", coupon=coupon.code)
    return Claim.objects.create(coupon=coupon, user=by, turn=turn, claimed_at=now)


@transaction.atomic
def redeem_coupons(
    codes: Sequence[str], *, user: User, order_number: str, now: datetime
) -> list[Claim]:
    """Use one claim of ``user`` on each of the coupons for an order, all or none.

    Their windows were judged when the price was promised. Raises ``CouponRefused``:
    coupon_named_twice, coupon_not_claimed, coupon_used.
    """
    wanted = [normalise_code(code) for code in codes]
    for number, code in enumerate(wanted):
        if code in wanted[:number]:
            raise CouponRefused("coupon_named_twice", coupon=code)
    # Always in one order: two orders with the same coupons do not wait for each other.
    return [_redeem(code, user, order_number, now) for code in sorted(wanted)]


@transaction.atomic
def give_back_coupons(order_number: str, *, now: datetime) -> int:
    """Make what an order used usable again; how many. Nothing to give back is no error."""
    return (
        Claim.objects.filter(order_number=order_number)
        .exclude(order_number="")
        .update(order_number="", redeemed_at=None, given_back_at=now)
    )


@transaction.atomic
def issue_personal_coupon(
    user: User,
    *,
    amount: int,
    currency: str,
    name: Mapping[str, str],
    key: str,
    by: User | None,
    now: datetime,
) -> Coupon:
    """A coupon of ``amount`` minor units for ``user`` alone, claimed already, that combines.

    Once per ``key``: the one that was issued under it is answered again.
    """
    # The person first: two calls with one key take their turns here.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    standing = Coupon.objects.filter(issue_key=key).first()
    if standing is not None:
        return standing
    coupon = Coupon(
        code="".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH)),
        name=dict(name),
        kind=CouponKind.AMOUNT,
        value=amount,
        currency=currency,
        combines=True,
        total_limit=1,
        personal_to=user,
        issue_key=key,
        claimed=1,
    )
    coupon.full_clean()
    coupon.save()
    Claim.objects.create(coupon=coupon, user=user, turn=1, claimed_at=now)
    audit.record(coupon, "doorstep.coupon.issue", by=by, data={"key": key, "amount": amount})
    return coupon


def _refuse_other_worth(coupon: Coupon, standing: Coupon) -> None:
    for name in FIXED_ONCE_CLAIMED:
        field = Coupon._meta.get_field(name)
        if getattr(coupon, field.attname) != getattr(standing, field.attname):
            raise ValidationError(
                {
                    name: ValidationError(
                        _("Customers have claimed this coupon: this stays as it was."),
                        code="coupon_claimed",
                    )
                }
            )


def _redeem(code: str, user: User, order_number: str, now: datetime) -> Claim:
    own = Claim.objects.filter(user=user, coupon__code=code)
    while claim := own.filter(redeemed_at=None).order_by("turn").first():
        free = Claim.objects.filter(pk=claim.pk, redeemed_at=None)
        # Zero: another order of theirs was faster with this one; look for the next.
        if free.update(order_number=order_number, redeemed_at=now):
            claim.order_number, claim.redeemed_at = order_number, now
            return claim
    code_of_refusal = "coupon_used" if own.exists() else "coupon_not_claimed"
    raise CouponRefused(code_of_refusal, coupon=code)
