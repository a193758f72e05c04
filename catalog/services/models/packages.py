"""Packages: several services at one price."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, Page

from catalog.services.keys import validate_key
from catalog.services.models.prices import Priced


class PackageItem(Orderable):
    """A service of the package and how many units of it."""

    page = ParentalKey("services.PackagePage", on_delete=models.CASCADE, related_name="items")
    service = models.ForeignKey(
        "services.ServicePage", verbose_name=_("service"),
        on_delete=models.PROTECT, related_name="package_items",
    )
    quantity = models.IntegerField(_("quantity"), default=1)

    panels = [FieldRowPanel([FieldPanel("service"), FieldPanel("quantity")])]

    class Meta(Orderable.Meta):
        verbose_name = _("service of a package")
        verbose_name_plural = _("services of a package")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "service"],
                name="a_package_names_a_service_once",
                violation_error_message=_("This service is in the package already."),
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1),
                name="a_package_has_at_least_one_of_a_service",
                violation_error_message=_("Take at least one of a service."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.service}"
