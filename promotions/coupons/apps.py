from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.users import audit, roles


class CouponsConfig(AppConfig):
    name = "promotions.coupons"
    label = "coupons"
    verbose_name = "Coupons"

    def ready(self) -> None:
        # They reach models, which are not loaded when this module is.
        from cms.exchange.registry import Exchange, register  # noqa: PLC0415
        from promotions.coupons.resources import CouponRows  # noqa: PLC0415

        register(
            Exchange(
                "coupons",
                _("coupons"),
                CouponRows,
                "coupons.%s_coupon",
                "wagtailsnippets_coupons_coupon:list",
            )
        )
        roles.grant(roles.OPERATOR, "coupons.import_coupon", "coupons.export_coupon")
        audit.register("doorstep.coupon.issue", _("Issue coupon"), _("Coupon issued"))
        roles.grant(
            roles.OPERATOR, "coupons.view_coupon", "coupons.add_coupon", "coupons.change_coupon"
        )
