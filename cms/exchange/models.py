"""Files that came in or went out: what is waiting to be confirmed, and who moved what."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User


class Direction(models.TextChoices):
    IMPORT = "import", _("Import")
    EXPORT = "export", _("Export")


class TransferQuerySet(models.QuerySet["Transfer"]):
    def waiting_for(self, user: User, *, session: str, now: datetime) -> TransferQuerySet:
        """Those that ``user`` may confirm in this session."""
        return self.filter(
            user_id=user.pk, session=session, done_at__isnull=True, expires_at__gt=now
        )

    def forgotten(self, now: datetime) -> TransferQuerySet:
        """Nobody confirmed them in time."""
        return self.filter(done_at__isnull=True, expires_at__lte=now)


class Transfer(models.Model):
    """One file. An import waits with its content and plan until it is confirmed or forgotten.

    ``session`` is a keyed hash of the login that it belongs to. Counts are rows.
    """

    uuid = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    noun = models.SlugField(_("what"), max_length=32)
    direction = models.CharField(_("direction"), max_length=8, choices=Direction)
    file_name = models.CharField(_("file"), max_length=150)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        on_delete=models.PROTECT,
        related_name="transfers",
    )
    session = models.CharField(max_length=64, blank=True, editable=False)
    content = models.BinaryField(null=True, editable=False)
    plan = models.JSONField(null=True, editable=False)
    counts = models.JSONField(_("rows"), default=dict, editable=False)
    started_at = models.DateTimeField(_("started at"))
    expires_at = models.DateTimeField(null=True, editable=False)
    done_at = models.DateTimeField(_("done at"), null=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    done_at__isnull=True,
                    content__isnull=False,
                    plan__isnull=False,
                    expires_at__isnull=False,
                    direction=Direction.IMPORT,
                )
                | Q(
                    done_at__isnull=False,
                    content__isnull=True,
                    plan__isnull=True,
                    expires_at__isnull=True,
                ),
                name="a_transfer_waits_with_its_content_or_is_done",
            )
        ]
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=Q(done_at__isnull=True),
                name="transfers_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.noun}: {self.file_name}"
