"""What a provider shows of the work and what proves that it may be done."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel

from catalog.providers.models.providers import Provider
from catalog.providers.states import CERTIFICATES
from catalog.services.words import WordsField


class PortfolioItem(models.Model):
    """A work case: a picture and what was done. Public."""

    provider = ParentalKey(
        Provider, verbose_name=_("provider"), on_delete=models.CASCADE, related_name="portfolio"
    )
    picture = models.ForeignKey(
        "media.Picture", verbose_name=_("picture"), on_delete=models.PROTECT, related_name="+"
    )
    title = WordsField(_("title"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    panels = [FieldPanel("title"), FieldPanel("picture"), FieldPanel("position")]

    class Meta:
        verbose_name = _("work case")
        verbose_name_plural = _("work cases")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.provider} {self.position}"


class Certificate(models.Model):
    """A certificate's paper is private; its kind and validity are public.

    ``upload`` is the public id of the stored file, which is read through ``accounts.uploads``.
    """

    provider = ParentalKey(
        Provider,
        verbose_name=_("provider"),
        on_delete=models.CASCADE,
        related_name="certificates",
    )
    kind = models.SlugField(_("kind"), max_length=64)
    upload = models.CharField(_("upload"), max_length=64, unique=True)
    expires_on = models.DateField(
        _("expires on"), null=True, blank=True, help_text=_("Valid through this day.")
    )
    verified = models.BooleanField(_("verified"), default=False)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["kind", "expires_on", "pk"]

    def __str__(self) -> str:
        return self.kind

    @property
    def label(self) -> str:
        return str(CERTIFICATES.get(self.kind, self.kind))
