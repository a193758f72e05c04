"""The rows that the list of services is filtered and ordered by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ServiceListing(models.Model):
    """The filter columns of a published service in one locale.

    Written with the document in the transaction that publishes. The finished item of the list is
    the document's ``summary``: a page of the list is one join and no further work.
    """

    document = models.OneToOneField(
        "delivery.PublishedDocument",
        verbose_name=_("document"),
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="service_listing",
    )
    locale = models.CharField(_("locale"), max_length=16)
    key = models.SlugField(_("key"), max_length=64, db_index=False)
    title = models.CharField(_("title"), max_length=255)
    category_path = models.CharField(
        _("category path"),
        max_length=512,
        db_index=True,
        help_text=_("Keys from the root, each with a slash: “home/cleaning/”."),
    )
    price = models.BigIntegerField(_("price"))
    duration = models.PositiveIntegerField(_("duration"))
    created_at = models.DateTimeField(_("created at"))
    rating = models.DecimalField(_("rating"), max_digits=3, decimal_places=2, null=True)
    popularity = models.PositiveIntegerField(
        _("popularity"),
        default=0,
        help_text=_("Orders and views that fade, as the recommendations count them."),
    )

    class Meta:
        verbose_name = _("service listing")
        verbose_name_plural = _("service listings")
        constraints = [
            models.UniqueConstraint(
                fields=["locale", "key"], name="a_service_is_listed_once_per_locale"
            )
        ]
        indexes = [
            models.Index(fields=["locale", "category_path", "key"], name="listing_by_category"),
            models.Index(
                fields=["locale", "category_path", "duration"], name="listing_by_duration"
            ),
            models.Index(fields=["locale", "price", "key"], name="listing_by_price"),
            models.Index(fields=["locale", "-created_at", "key"], name="listing_by_age"),
            models.Index(fields=["locale", "-popularity", "key"], name="listing_by_popularity"),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.locale})"


class ListingTag(models.Model):
    """A tag of a listed service, by slug."""

    listing = models.ForeignKey(
        ServiceListing, verbose_name=_("listing"), on_delete=models.CASCADE, related_name="tags"
    )
    tag = models.CharField(_("tag"), max_length=100, db_index=True)

    class Meta:
        verbose_name = _("tag of a listing")
        verbose_name_plural = _("tags of listings")
        constraints = [
            models.UniqueConstraint(fields=["listing", "tag"], name="a_listing_has_a_tag_once")
        ]

    def __str__(self) -> str:
        return self.tag
