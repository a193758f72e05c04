"""A refund: a part of one payment that goes back. Amounts are in minor units."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..states import RefundStatus
from .payments import Payment


class Refund(models.Model):
    """``key`` says what it is for: who asks again with it gets the same refunds.

    One request may take parts of several payments, so a key has at most one row per payment. At
    the gateway a refund goes by its ``uuid``: the gateway does it once, however often it is sent.
    """

    uuid = models.UUIDField(_("id"), unique=True, default=uuid.uuid4, editable=False)
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, related_name="refunds", verbose_name=_("payment")
    )
    amount = models.PositiveBigIntegerField(_("amount"))
    reason = models.CharField(_("reason"), max_length=200)
    key = models.CharField(_("key"), max_length=120, db_index=True)
    status = models.CharField(
        _("status"), max_length=10, choices=RefundStatus, default=RefundStatus.REQUESTED
    )
    reference = models.CharField(_("reference"), max_length=64, blank=True)
    refusal = models.CharField(_("the gateway's refusal"), max_length=64, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("requested by"),
    )
    created_at = models.DateTimeField(_("created at"))
    status_at = models.DateTimeField(_("status since"))

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_refund_gives_something_back"),
            models.UniqueConstraint(
                fields=["key", "payment"], name="a_payment_is_refunded_once_per_key"
            ),
            models.CheckConstraint(
                condition=Q(status=RefundStatus.FAILED) ^ Q(refusal=""),
                name="a_refund_fails_with_the_refusal",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
