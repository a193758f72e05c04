"""What a customer may add to a service, and what comes with it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, TranslatableMixin

from catalog.services.keys import validate_key
from catalog.services.money import MinorUnitsField, MoneyFactPanel
from cms.pages.facts import FactPanel
from cms.pages.machines import written


class OptionKind(models.TextChoices):
    ACCESSORY = "accessory", _("Accessory")
    EXTRA = "extra", _("Extra work")
    VARIANT = "variant", _("Variant")


class ServiceOption(TranslatableMixin, Orderable):
    """An accessory, an extra or a variant, with what it adds to price and duration."""

    page = ParentalKey("services.ServicePage", on_delete=models.CASCADE, related_name="options")
    key = models.SlugField(_("key"), max_length=64, validators=[validate_key])
    kind = models.CharField(_("kind"), max_length=16, choices=OptionKind)
    label = models.CharField(_("label"), max_length=120)
    price = MinorUnitsField(
        _("price"), default=0, help_text=_("What it adds, in minor units: 1500 is 15.00.")
    )
    duration = models.IntegerField(
        _("duration"), default=0, help_text=_("What it adds, in minutes.")
    )
    included = models.BooleanField(
        _("included"), default=False, help_text=_("Comes with the service at no price.")
    )

    panels = [
        FieldPanel("label"),
        FieldRowPanel([FactPanel("key"), FactPanel("kind"), FactPanel("included")]),
        FieldRowPanel(
            [
                MoneyFactPanel("price", help_text=_("What it adds, such as 15.00.")),
                FactPanel("duration"),
            ]
        ),
    ]

    api_fields = written("key", "kind", "label", "price", "duration", "included")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("option")
        verbose_name_plural = _("options")
        # Rows made by code have no place of their own: they stand as they were made.
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "key"],
                name="a_service_has_one_option_per_key",
                violation_error_message=_("Another option of this service has this key."),
            ),
            models.CheckConstraint(
                condition=Q(price__gte=0),
                name="an_option_price_is_not_negative",
                violation_error_message=_("A price cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(duration__gte=0),
                name="an_option_duration_is_not_negative",
                violation_error_message=_("A duration cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(included=False) | Q(price=0),
                name="an_included_option_costs_nothing",
                violation_error_message=_("An included option costs nothing: set its price to 0."),
            ),
        ]

    def __str__(self) -> str:
        return self.key
