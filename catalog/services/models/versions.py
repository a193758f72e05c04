"""What a service was when it was published: quotes and orders point here."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ServiceVersion(models.Model):
    """One published state of a service, never changed: facts once, words of every locale.

    ``content`` is ``{"facts": {…}, "words": {locale: {…}}}``; ``content_hash`` the SHA-256 of its
    canonical JSON. It outlives the page, so it knows the service by key.
    """

    page = models.ForeignKey(
        "services.ServicePage",
        verbose_name=_("page"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="versions",
    )
    key = models.SlugField(_("key"), max_length=64)
    number = models.PositiveIntegerField(_("number"))
    content_hash = models.CharField(_("content hash"), max_length=64)
    content = models.JSONField(_("content"))
    published_at = models.DateTimeField(_("published at"))

    # What a version shows of its page never changes: nothing is to be built again for it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("service version")
        verbose_name_plural = _("service versions")
        ordering = ["key", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "number"], name="a_service_has_one_version_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"
