from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.users import audit, roles


class CouponsConfig(AppConfig):
    name = "promotions.coupons"
    label = "coupons"
    verbose_name = "Coupons"

    def ready(self) -> None:
        audit.register("doorstep.coupon.issue", _("Issue coupon"), _("Coupon issued"))
        roles.grant(
            roles.OPERATOR, "coupons.view_coupon", "coupons.add_coupon", "coupons.change_coupon"
        )
