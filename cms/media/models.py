"""Pictures and files of the site, with words for those who cannot see them."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.search import index

from cms.delivery.locales import default_locale
from cms.media.placeholders import placeholder_of


class Picture(AbstractImage):
    """A picture. ``description`` is its alternative text in the default language."""

    description_zh_hans = models.CharField(
        _("description in Chinese"),
        max_length=255,
        blank=True,
        help_text=_("Read out instead of the picture on Chinese pages."),
    )
    placeholder = models.CharField(max_length=255, blank=True, editable=False)

    admin_form_fields = (
        "title",
        "file",
        "description",
        "description_zh_hans",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("description_zh_hans"),
        index.AutocompleteField("description_zh_hans"),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Whatever form or API brings a file: the field has committed none that is new.
        if self.file and not self.file._committed:
            self.placeholder = placeholder_of(self.file)
        super().save(*args, **kwargs)

    def alt_in(self, locale: str) -> str:
        """The alternative text for readers of ``locale``, in the default language if need be."""
        own = "description" if locale == default_locale() else f"description_{_column(locale)}"
        return str(getattr(self, own, "") or self.description)


class Rendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="one_rendition_per_picture_and_filter",
            )
        ]


class File(AbstractDocument):
    """A file for download."""

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]


def _column(locale: str) -> str:
    return locale.lower().replace("-", "_")
