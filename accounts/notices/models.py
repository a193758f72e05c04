"""Notices to people, and the editors' own wording of the named ones."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.notices import templates, texts
from accounts.users.models import User


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> "NoticeQuerySet":
        """One's own, and nobody else's."""
        return self.filter(user_id=user.pk)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)


class Notice(models.Model):
    """What one person was told, in the language of that moment. The row is the in-app notice.

    ``key`` names the occasion ("case:AB12:reminder:1"): a person hears of each once.
    """

    uuid = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="notices",
        verbose_name=_("person"),
    )
    key = models.CharField(_("occasion"), max_length=200)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    link = models.CharField(_("link"), max_length=500, blank=True)
    hints = models.JSONField(_("hints for clients"), default=dict, blank=True)
    created_at = models.DateTimeField(_("created at"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="person_hears_of_an_occasion_once")
        ]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="notices_newest_first"),
            models.Index(fields=["user"], name="notices_unread", condition=models.Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return self.subject


class NoticeTemplate(models.Model):
    """An editor's wording of a named notice in one language, in place of the built-in one."""

    key = models.CharField(_("notice"), max_length=100)
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))

    class Meta:
        verbose_name = _("notice text")
        verbose_name_plural = _("notice texts")
        ordering = ["key", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "language"],
                name="one_wording_per_notice_and_language",
                violation_error_message=_("This notice has its text in this language already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.language})"

    def clean(self) -> None:
        """Refuse unknown notices and placeholders while the editor can still mend them."""
        known = templates.named(self.key).placeholders if templates.is_named(self.key) else None
        if known is None:
            raise ValidationError({"key": _("There is no such notice.")}, code="unknown_notice")
        errors = {
            field: found
            for field in ("subject", "body")
            if (found := texts.problems(getattr(self, field), known))
        }
        if errors:
            raise ValidationError(errors)
