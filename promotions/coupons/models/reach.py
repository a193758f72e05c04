"""What a coupon is good for.

Protected keys: were a row to go with its service, a coupon for that alone would become one for
everything.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel

from promotions.coupons.models.coupons import Coupon


class CouponCategory(models.Model):
    """A category, with all below it."""

    coupon = ParentalKey(Coupon, on_delete=models.CASCADE, related_name="categories")
    category = models.ForeignKey(
        "services.Category",
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        related_name="coupons",
    )

    panels = [FieldPanel("category")]

    class Meta:
        verbose_name = _("category of a coupon")
        verbose_name_plural = _("categories of a coupon")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["coupon", "category"],
                name="a_coupon_names_a_category_once",
                violation_error_message=_("The coupon names this category already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.category)


class CouponService(models.Model):
    """A service, in whichever language it was chosen: its key counts."""

    coupon = ParentalKey(Coupon, on_delete=models.CASCADE, related_name="services")
    service = models.ForeignKey(
        "services.ServicePage",
        verbose_name=_("service"),
        on_delete=models.PROTECT,
        related_name="coupons",
    )

    panels = [FieldPanel("service")]

    class Meta:
        verbose_name = _("service of a coupon")
        verbose_name_plural = _("services of a coupon")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["coupon", "service"],
                name="a_coupon_names_a_service_once",
                violation_error_message=_("The coupon names this service already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.service)


class CouponPackage(models.Model):
    """A package, ordered as a whole."""

    coupon = ParentalKey(Coupon, on_delete=models.CASCADE, related_name="packages")
    package = models.ForeignKey(
        "services.PackagePage",
        verbose_name=_("package"),
        on_delete=models.PROTECT,
        related_name="coupons",
    )

    panels = [FieldPanel("package")]

    class Meta:
        verbose_name = _("package of a coupon")
        verbose_name_plural = _("packages of a coupon")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["coupon", "package"],
                name="a_coupon_names_a_package_once",
                violation_error_message=_("The coupon names this package already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.package)
