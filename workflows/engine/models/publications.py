"""Definitions, their immutable versions, and which version new cases get."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Definition(models.Model):
    """One process that operators edit: a draft and its versions.

    ``revision`` counts the saves of the draft and is its ETag. ``file_hash`` is the content hash
    of the file that an import last brought; a draft that differs was changed by an operator.
    """

    key = models.SlugField(_("key"), max_length=50, unique=True)
    kind = models.CharField(_("kind"), max_length=50)
    draft = models.JSONField(_("draft"))
    draft_note = models.CharField(_("note"), max_length=500, blank=True)
    draft_base = models.ForeignKey(
        "engine.Version", on_delete=models.PROTECT, null=True, related_name="+"
    )
    draft_author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    draft_saved_at = models.DateTimeField(_("draft saved at"))
    revision = models.PositiveIntegerField(_("revision"), default=1)
    file_hash = models.CharField(_("hash of the file"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("process")
        verbose_name_plural = _("processes")
        ordering = ["key"]
        default_permissions = ("view",)
        permissions = [
            ("edit_processes", _("Can edit processes")),
            ("publish_processes", _("Can publish processes")),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def title(self) -> dict[str, str]:
        """The title of the draft; the key where somebody is still writing it."""
        title = self.draft.get("title")
        if isinstance(title, dict) and isinstance(title.get("en"), str):
            return {language: text for language, text in title.items() if isinstance(text, str)}
        return {"en": self.key}

    @property
    def etag(self) -> str:
        """What a client hands back in ``If-Match``, without quotation marks."""
        return str(self.revision)


class Version(models.Model):
    """One immutable publication of a definition. Rows are protected: cases refer to them."""

    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    content_hash = models.CharField(_("content hash"), max_length=64)
    content = models.JSONField(_("definition"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published at"))

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["definition", "-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "number"], name="version_numbers_are_unique_in_a_definition"
            ),
            models.UniqueConstraint(
                fields=["definition", "content_hash"], name="a_content_is_published_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.definition_id} v{self.number}"


class Rollout(models.Model):
    """From when, and for which share of new cases, a version is used.

    ``share`` is a percentage of the new cases, by a hash of who begins them and how many they have
    begun: whoever reads a start form sends it to the same version. ``scope`` holds the values
    of scope variables that a case's subject must have; empty means every case. The newest row
    that fits a case decides.
    """

    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="rollouts")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="rollouts")
    starts_at = models.DateTimeField(pgettext_lazy("a version", "from"))
    share = models.PositiveSmallIntegerField(_("share in percent"), default=100)
    scope = models.JSONField(_("scope"), default=dict, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("rollout")
        verbose_name_plural = _("rollouts")
        ordering = ["-starts_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(share__gte=1, share__lte=100), name="a_share_is_between_1_and_100"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} from {self.starts_at:%Y-%m-%d %H:%M}"
