"""Promotions as pages: what is said of an offer, and from when to when."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index

from catalog.services.models import KeyedPage
from cms.pages.blocks import BodyBlock
from cms.pages.facts import FactPanel
from cms.pages.machines import written


class PromotedService(TranslatableMixin, Orderable):
    """A service that the promotion speaks of."""

    page = ParentalKey("campaigns.PromotionPage", on_delete=models.CASCADE, related_name="services")
    service = models.ForeignKey(
        "services.ServicePage",
        verbose_name=_("service"),
        on_delete=models.CASCADE,
        related_name="promotions",
    )

    panels = [FactPanel("service")]
    api_fields = written("service")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("promoted service")
        verbose_name_plural = _("promoted services")
        # Rows made by code have no place of their own: they stand as they were made.
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "service"],
                name="a_promotion_names_a_service_once",
                violation_error_message=_("This service is in the promotion already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.service)


class PromotionPage(KeyedPage):
    """A promotion; its slug is its key in the API.

    The window says when lists show it, from ``starts_at`` up to but not including ``ends_at``;
    an end left open has no end. What it is worth is the business of pricing.
    """

    page_description = _("An offer that is shown between two dates.")

    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
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

    fact_fields = ("slug", "starts_at", "ends_at", "picture")
    fact_children: ClassVar[dict[str, tuple[str, ...]]] = {"services": ("service",)}
    api_fields = written("summary", "starts_at", "ends_at", "picture", "services", "body")
    content_panels = [
        *KeyedPage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldRowPanel([FactPanel("starts_at"), FactPanel("ends_at")]), FactPanel("picture")],
            heading=_("Facts"),
        ),
        InlinePanel("services", heading=_("Services"), label=_("Service")),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        verbose_name = _("promotion")
        verbose_name_plural = _("promotions")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(starts_at__lt=F("ends_at")),
                name="a_promotion_ends_after_it_starts",
                violation_error_message=_("A promotion ends after it starts."),
            )
        ]
