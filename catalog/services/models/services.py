"""Services: one page of facts in the source locale, one page of words in every locale."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.blocks import CharBlock
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from catalog.services.keys import validate_key
from catalog.services.models.prices import Priced, Unit


class ServiceTag(TaggedItemBase):
    content_object = ParentalKey(
        "services.ServicePage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class ServiceImage(Orderable):
    """A picture of the gallery; the first stands on the card."""

    page = ParentalKey("services.ServicePage", on_delete=models.CASCADE, related_name="gallery")
    image = models.ForeignKey(
        "media.Picture", verbose_name=_("image"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("image")]

    class Meta(Orderable.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("gallery")


class ServicePage(Priced, Page):
    """A service that can be quoted and ordered.

    ``key`` is its name in the API, equal in all locales. Options, gallery and tags are facts too:
    on a translation they are empty and read from ``source``.
    """

    FACTS = ("key", "category", "price", "currency", "unit", "duration")
    FACT_ROWS = ("options", "gallery", "tagged_items")

    key = models.SlugField(
        _("key"), max_length=64, unique=True, null=True, validators=[validate_key],
        help_text=_("The address of the service in the API; fixed once it is published."),
    )
    category = models.ForeignKey(
        "services.Category", verbose_name=_("category"), null=True,
        on_delete=models.PROTECT, related_name="services",
    )
    unit = models.CharField(_("unit"), max_length=16, choices=Unit, default=Unit.VISIT)
    duration = models.IntegerField(
        _("duration"), null=True, help_text=_("In minutes, for one unit.")
    )
    tags = ClusterTaggableManager(through=ServiceTag, blank=True, verbose_name=_("tags"))

    summary = models.TextField(_("summary"), max_length=300, blank=True)
    included = StreamField([("item", CharBlock(label=_("Item")))], blank=True,
                           verbose_name=_("what is included"))
    tools = StreamField([("item", CharBlock(label=_("Item")))], blank=True,
                        verbose_name=_("tools and products"))

    parent_page_types: list[str] = []
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            models.CheckConstraint(
                condition=Q(price__isnull=True) | Q(price__gte=0),
                name="a_service_price_is_not_negative",
                violation_error_message=_("A price cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(duration__isnull=True) | Q(duration__gt=0),
                name="a_service_takes_time",
                violation_error_message=_("A service takes at least one minute."),
            ),
        ]
