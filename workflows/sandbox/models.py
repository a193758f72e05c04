"""The sandbox's own books. They know nothing of the platform but what it announced."""

from django.db import models
from django.db.models import F, Q

from .states import TradeState


class SandboxTrade(models.Model):
    """What a merchant wants to be paid. Amounts are in minor units."""

    out_trade_no = models.CharField(max_length=32, unique=True)
    transaction_id = models.CharField(max_length=32, unique=True)
    mchid = models.CharField(max_length=32)
    description = models.CharField(max_length=127)
    notify_url = models.URLField(max_length=255)
    total = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=TradeState, default=TradeState.NOTPAY)
    refunded = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()
    state_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(refunded__lte=F("total")), name="a_trade_gives_back_what_it_took"
            ),
        ]

    def __str__(self) -> str:
        return self.out_trade_no


class SandboxRefund(models.Model):
    """Money given back: once per the merchant's number for it."""

    out_refund_no = models.CharField(max_length=64, unique=True)
    refund_id = models.CharField(max_length=32, unique=True)
    trade = models.ForeignKey(SandboxTrade, on_delete=models.PROTECT, related_name="refunds")
    amount = models.PositiveBigIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.out_refund_no


class SandboxNotice(models.Model):
    """What the merchant is to be told, and whether it has heard."""

    notice_id = models.CharField(max_length=36, unique=True)
    trade = models.ForeignKey(SandboxTrade, on_delete=models.PROTECT, related_name="notices")
    event_type = models.CharField(max_length=32)
    # As things stood when it happened: a copy that is sent later says the same.
    resource = models.JSONField()
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.notice_id
