"""Where a trade stands in the sandbox's books, in the words of WeChat Pay."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TradeState(models.TextChoices):
    NOTPAY = "NOTPAY", _("Awaiting payment")
    SUCCESS = "SUCCESS", _("Paid")
    PAYERROR = "PAYERROR", _("Payment failed")
    CLOSED = "CLOSED", _("Closed")
    REFUND = "REFUND", _("Refunded, in whole or in part")


# A payer whose payment failed may try again.
PAYABLE = (TradeState.NOTPAY, TradeState.PAYERROR)
PAID = (TradeState.SUCCESS, TradeState.REFUND)
