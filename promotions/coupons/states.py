"""The kinds of coupons, and where somebody's claim on one stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CouponKind(models.TextChoices):
    AMOUNT = "amount", _("An amount")
    PERCENT = "percent", _("Per cent")


class CouponState(models.TextChoices):
    """Where a coupon stands for those who have not claimed it."""

    OPEN = "open", _("Can be claimed")
    UPCOMING = "upcoming", _("Not started yet")
    GONE = "gone", _("All claimed")
    ENDED = "ended", _("Ended")


class ClaimStatus(models.TextChoices):
    USABLE = "usable", _("Usable")
    UPCOMING = "upcoming", _("Not started yet")
    USED = "used", _("Used")
    ENDED = "ended", _("Ended")


# Who claimed a coupon claimed it at this worth.
FIXED_ONCE_CLAIMED = ("code", "kind", "value", "cap", "minimum", "currency", "personal_to")
