"""A payment: one sum that a customer was asked for, at one gateway. Amounts are in minor units."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..states import PaymentStatus


class PaymentQuerySet(models.QuerySet["Payment"]):
    def of_order(self, order_number: str) -> PaymentQuerySet:
        return self.filter(order_number=order_number)

    def open(self) -> PaymentQuerySet:
        """What a customer was asked for and has not answered."""
        return self.filter(status=PaymentStatus.PENDING)

    def payable(self) -> PaymentQuerySet:
        """What could still be paid at its gateway, as far as we know: also after a failed try."""
        return self.filter(status__in=(PaymentStatus.PENDING, PaymentStatus.FAILED))

    def captured(self) -> PaymentQuerySet:
        return self.filter(status=PaymentStatus.CAPTURED)


class Payment(models.Model):
    """``captured`` is what the gateway has of it, ``refunded`` what went or is going back.

    The order is named by its public number: orders live above payments. At the gateway the
    payment goes by its ``uuid``; ``reference`` is the gateway's own number for it.
    """

    uuid = models.UUIDField(_("id"), unique=True, default=uuid.uuid4, editable=False)
    order_number = models.CharField(_("order"), max_length=20, db_index=True)
    gateway = models.SlugField(_("gateway"), max_length=20)
    title = models.CharField(_("title"), max_length=120)
    amount = models.PositiveBigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    status = models.CharField(
        _("status"), max_length=10, choices=PaymentStatus, default=PaymentStatus.PENDING
    )
    captured = models.PositiveBigIntegerField(_("captured"), default=0)
    refunded = models.PositiveBigIntegerField(_("refunded"), default=0)
    reference = models.CharField(_("reference"), max_length=64, blank=True, db_index=True)
    client = models.JSONField(_("what the client needs"), default=dict)
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

    objects: ClassVar[PaymentQuerySet] = PaymentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        default_permissions = ("view",)
        permissions = [("refund_payment", _("Can refund payments"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="a_payment_asks_for_something",
                violation_error_code="nothing_to_pay",
                violation_error_message=_("There is nothing to pay."),
            ),
            models.CheckConstraint(
                condition=Q(refunded__gte=0)
                & Q(refunded__lte=F("captured"))
                & Q(captured__lte=F("amount")),
                name="refunded_is_within_captured_within_amount",
            ),
            models.CheckConstraint(
                condition=Q(status=PaymentStatus.CAPTURED, captured__gt=0)
                | (~Q(status=PaymentStatus.CAPTURED) & Q(captured=0)),
                name="a_payment_is_captured_with_its_money",
            ),
            models.UniqueConstraint(
                fields=["order_number"],
                condition=Q(status=PaymentStatus.PENDING),
                name="an_order_has_one_open_payment",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def left(self) -> int:
        """What could still be refunded."""
        return self.captured - self.refunded
