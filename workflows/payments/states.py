"""Where a payment, a refund and a notice stand, and the allowed moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaymentStatus(models.TextChoices):
    PENDING = "pending", _("Awaiting payment")
    CAPTURED = "captured", _("Paid")
    FAILED = "failed", _("Failed")
    CLOSED = "closed", _("Closed")


# What the gateway says was paid is paid, also after a failure (a second try succeeded) and after
# closing (it was on its way); nothing takes that back, so a "failed" that comes later is old news.
MOVES: dict[PaymentStatus, frozenset[PaymentStatus]] = {
    PaymentStatus.PENDING: frozenset(
        {PaymentStatus.CAPTURED, PaymentStatus.FAILED, PaymentStatus.CLOSED}
    ),
    PaymentStatus.FAILED: frozenset({PaymentStatus.CAPTURED, PaymentStatus.CLOSED}),
    PaymentStatus.CLOSED: frozenset({PaymentStatus.CAPTURED}),
    PaymentStatus.CAPTURED: frozenset(),
}


def may_become(status: PaymentStatus) -> list[PaymentStatus]:
    """The statuses that a payment may leave for ``status``."""
    return [before for before, after in MOVES.items() if status in after]


class RefundStatus(models.TextChoices):
    REQUESTED = "requested", _("Requested")
    DONE = "done", _("Refunded")
    FAILED = "failed", _("Failed")


class Event(models.TextChoices):
    """What a notice says, in our words for all gateways."""

    PAID = "paid", _("Paid")
    FAILED = "failed", _("Payment failed")
    OTHER = "other", _("Something else")


class Finding(models.TextChoices):
    """What became of a notice that was genuine. Only ``applied`` changed anything."""

    APPLIED = "applied", _("Applied")
    NO_CHANGE = "no_change", _("Nothing new")
    NOT_FOR_US = "not_for_us", _("About something else")
    WRONG_MERCHANT = "wrong_merchant", _("For another merchant")
    UNKNOWN_PAYMENT = "unknown_payment", _("About an unknown payment")
    WRONG_AMOUNT = "wrong_amount", _("Another amount")
    WRONG_CURRENCY = "wrong_currency", _("Another currency")

    @classmethod
    def misfits(cls) -> "frozenset[Finding]":
        """Genuine, and yet not what we asked for: somebody should look at these."""
        return frozenset(cls) - {cls.APPLIED, cls.NO_CHANGE, cls.NOT_FOR_US}
