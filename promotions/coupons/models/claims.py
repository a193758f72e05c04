"""Claims: who has which coupon, and the order that used it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from promotions.coupons.models.coupons import Coupon
from promotions.coupons.states import ClaimStatus


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, user: User) -> ClaimQuerySet:
        """One's own, and nobody else's."""
        return self.filter(user_id=user.pk)

    def with_status(self, status: ClaimStatus, now: datetime) -> ClaimQuerySet:
        """Those that stand so at ``now``; the same as ``Claim.status``."""
        if status == ClaimStatus.USED:
            return self.exclude(redeemed_at=None)
        open_claims = self.filter(redeemed_at=None)
        ended = Q(coupon__ends_at__isnull=False, coupon__ends_at__lte=now)
        if status == ClaimStatus.ENDED:
            return open_claims.filter(ended)
        upcoming = Q(coupon__starts_at__isnull=False, coupon__starts_at__gt=now)
        if status == ClaimStatus.UPCOMING:
            return open_claims.filter(upcoming)
        return open_claims.exclude(ended).exclude(upcoming)


class Claim(models.Model):
    """A coupon in somebody's hands: the ``turn``-th of theirs, from 1 up to the coupon's limit.

    It is used exactly while it names an order. ``given_back_at``: when an order last let it go.
    """

    uuid = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    coupon = models.ForeignKey(
        Coupon, verbose_name=_("coupon"), on_delete=models.PROTECT, related_name="claims"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("customer"),
        on_delete=models.PROTECT,
        related_name="coupon_claims",
    )
    turn = models.PositiveSmallIntegerField(_("turn"))
    claimed_at = models.DateTimeField(_("claimed at"))
    order_number = models.CharField(_("order"), max_length=32, blank=True, db_index=True)
    redeemed_at = models.DateTimeField(_("redeemed at"), null=True, blank=True)
    given_back_at = models.DateTimeField(_("given back at"), null=True, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        default_permissions = ()
        ordering = ["-claimed_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-claimed_at", "-id"], name="claims_newest_first"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["coupon", "user", "turn"],
                name="a_person_claims_a_coupon_in_turn",
                violation_error_message=_("You have claimed this coupon as often as one may."),
                violation_error_code="coupon_limit_reached",
            ),
            models.UniqueConstraint(
                fields=["coupon", "order_number"],
                condition=~Q(order_number=""),
                name="an_order_uses_a_coupon_once",
            ),
            models.CheckConstraint(
                condition=Q(order_number="", redeemed_at__isnull=True)
                | (~Q(order_number="") & Q(redeemed_at__isnull=False)),
                name="a_claim_is_used_by_an_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.coupon.code} {self.turn}"

    def status(self, now: datetime) -> ClaimStatus:
        if self.redeemed_at is not None:
            return ClaimStatus.USED
        if self.coupon.ends_at is not None and self.coupon.ends_at <= now:
            return ClaimStatus.ENDED
        if self.coupon.starts_at is not None and self.coupon.starts_at > now:
            return ClaimStatus.UPCOMING
        return ClaimStatus.USABLE
