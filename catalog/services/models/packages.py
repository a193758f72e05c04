"""Packages: several services at one price."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index

from catalog.services.models.keyed import KeyedPage
from catalog.services.models.prices import PRICE, Priced
from cms.pages.blocks import BodyBlock
from cms.pages.facts import FactPanel
from cms.pages.machines import written


class PackageItem(TranslatableMixin, Orderable):
    """A service of the package and how many units of it."""

    page = ParentalKey("services.PackagePage", on_delete=models.CASCADE, related_name="items")
    service = models.ForeignKey(
        "services.ServicePage",
        verbose_name=_("service"),
        on_delete=models.PROTECT,
        related_name="package_items",
    )
    quantity = models.IntegerField(_("quantity"), default=1)

    panels = [FieldRowPanel([FactPanel("service"), FactPanel("quantity")])]
    api_fields = written("service", "quantity")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("service of a package")
        verbose_name_plural = _("services of a package")
        # Rows made by code have no place of their own: they stand as they were made.
        ordering = ["sort_order", "pk"]
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


class PackagePage(Priced, KeyedPage):
    """Several services at one price; its slug is its key in the API."""

    page_description = _("Several services together at one price.")

    picture = models.ForeignKey(
        "media.Picture",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("Shown in lists.")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    fact_fields = ("slug", "price", "currency", "picture")
    fact_children = {"items": ("service", "quantity")}
    api_fields = written("summary", "price", "currency", "picture", "items", "body")
    content_panels = [
        *KeyedPage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldRowPanel([PRICE, FactPanel("currency")]), FactPanel("picture")],
            heading=_("Facts"),
        ),
        InlinePanel("items", heading=_("Services"), label=_("Service"), min_num=1),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        verbose_name = _("package")
        verbose_name_plural = _("packages")
        constraints = [
            models.CheckConstraint(
                condition=Q(price__isnull=True) | Q(price__gte=0),
                name="a_package_price_is_not_negative",
                violation_error_message=_("A price cannot be negative."),
            ),
        ]
