"""Why a coupon is refused; the API answers with the status and code."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

REASONS = {
    "coupon_unknown": _("There is no coupon “%(coupon)s”."),
    "coupon_not_started": _("The coupon “%(coupon)s” cannot be used yet."),
    "coupon_ended": _("The coupon “%(coupon)s” has ended."),
    "coupon_gone": _("The coupon “%(coupon)s” is gone: others claimed the last ones."),
    "coupon_limit_reached": _("You have claimed “%(coupon)s” as often as one may."),
    "coupon_not_claimed": _("Claim the coupon “%(coupon)s” first."),
    "coupon_used": _("You have used the coupon “%(coupon)s” already."),
    "coupon_named_twice": _("The coupon “%(coupon)s” is good once per order."),
    "coupons_do_not_combine": _("The coupon “%(coupon)s” cannot be used together with another."),
    "coupon_currency": _("The coupon “%(coupon)s” is for another currency."),
    "coupon_not_for_this": _("The coupon “%(coupon)s” is not for what is ordered here."),
    "coupon_minimum": _("The order is too small for the coupon “%(coupon)s”."),
    "coupon_without_effect": _("The coupon “%(coupon)s” would take nothing off here: keep it."),
}


class CouponRefused(Exception):
    """``code`` is a key of ``REASONS``, ``coupon`` the code of the coupon that is refused."""

    status = 409

    def __init__(self, code: str, *, coupon: str) -> None:
        self.code, self.coupon = code, coupon
        self.detail = str(REASONS[code] % {"coupon": coupon})
        super().__init__(self.detail)

    @property
    def errors(self) -> Sequence[Mapping[str, object]]:
        return [{"loc": ["coupons", self.coupon], "type": self.code, "msg": self.detail}]
