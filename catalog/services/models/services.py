"""Services: facts on the page in the default locale, words on the page of each."""

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.blocks import CharBlock
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index

from catalog.services.models.categories import Category
from catalog.services.models.keyed import KeyedPage
from catalog.services.models.prices import PRICE, Priced, Unit
from catalog.services.models.ratings import ServiceRating
from catalog.services.ratings import UNRATED, Rating
from cms.pages.blocks import BodyBlock
from cms.pages.facts import FactPanel
from cms.pages.machines import written


class ServiceTag(TaggedItemBase):
    content_object = ParentalKey(
        "services.ServicePage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class ServiceImage(TranslatableMixin, Orderable):
    """A picture of the gallery; the first stands on the card."""

    page = ParentalKey("services.ServicePage", on_delete=models.CASCADE, related_name="gallery")
    image = models.ForeignKey(
        "media.Picture", verbose_name=_("image"), on_delete=models.CASCADE, related_name="+"
    )
    caption = models.CharField(_("caption"), max_length=160, blank=True)

    panels = [FactPanel("image"), FieldPanel("caption")]
    api_fields = written("image", "caption")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("gallery")
        # Rows made by code have no place of their own: they stand as they were made.
        ordering = ["sort_order", "pk"]


class ServicePage(Priced, KeyedPage):
    """A service that can be quoted and ordered; its slug is its key in the API."""

    page_description = _("What customers order: its price, duration, options and words.")

    category = models.ForeignKey(
        "services.Category",
        verbose_name=_("category"),
        null=True,
        on_delete=models.PROTECT,
        related_name="services",
    )
    unit = models.CharField(_("unit"), max_length=16, choices=Unit, default=Unit.VISIT)
    duration = models.IntegerField(
        _("duration"), null=True, help_text=_("How long one visit takes, in minutes.")
    )
    tags = ClusterTaggableManager(through=ServiceTag, blank=True, verbose_name=_("tags"))

    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("Shown in lists.")
    )
    included = StreamField(
        [("item", CharBlock(label=_("Item"), max_length=160))],
        blank=True,
        verbose_name=_("what is included"),
    )
    tools = StreamField(
        [("item", CharBlock(label=_("Item"), max_length=160))],
        blank=True,
        verbose_name=_("tools and products"),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    fact_fields = ("slug", "category", "price", "currency", "unit", "duration")
    fact_children = {
        "options": ("key", "kind", "price", "duration", "included"),
        "gallery": ("image",),
    }
    api_fields = written(
        "summary", "category", "price", "currency", "unit", "duration", "tags", "options",
        "included", "tools", "gallery", "body",
    )  # fmt: skip
    content_panels = [
        *KeyedPage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FactPanel("category"),
                FieldRowPanel([PRICE, FactPanel("currency"), FactPanel("unit")]),
                FactPanel("duration"),
                FactPanel("tags"),
            ],
            heading=_("Facts"),
            help_text=_("The same in every language: translations show them."),
        ),
        InlinePanel("options", heading=_("Options"), label=_("Option")),
        FieldPanel("included"),
        FieldPanel("tools"),
        InlinePanel("gallery", heading=_("Gallery"), label=_("Picture")),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("category"),
    ]

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        permissions = [
            ("import_servicepage", "Can import services as drafts"),
            ("export_servicepage", "Can export services"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(price__isnull=True) | Q(price__gte=0),
                name="a_service_price_is_not_negative",
                violation_error_message=_("A price cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(duration__isnull=True) | Q(duration__gte=1),
                name="a_service_takes_time",
                violation_error_message=_("A service takes at least one minute."),
            ),
        ]

    @property
    def complete(self) -> bool:
        """Whether a draft says enough to be shown; what is published always does."""
        return None not in (self.category_id, self.price, self.duration)

    @property
    def published_category(self) -> Category:
        """The category of a service that is published, which always has one."""
        if self.category is None:
            raise ValueError(f"The draft {self.slug!r} has no category yet.")
        return self.category

    @cached_property
    def rating(self) -> Rating:
        """What its reviews come to."""
        row = ServiceRating.objects.filter(key=self.key).first()
        return row.rating if row else UNRATED
