"""Private files, from the moment they are sent until what they are attached to goes."""

import uuid
from datetime import UTC, datetime

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def private_storage() -> Storage:
    return storages["uploads"]


def storage_path(upload: "Upload", _name: str) -> str:
    """A directory for each day, in UTC; nothing of the sender's own name reaches the storage."""
    return f"{upload.created_at.astimezone(UTC):%Y/%m/%d}/{upload.pk}"


class UploadQuerySet(models.QuerySet["Upload"]):
    def unattached(self) -> "UploadQuerySet":
        return self.filter(reference="")

    def expired(self, now: datetime) -> "UploadQuerySet":
        """Nobody used them in time; they are refused from now on and swept soon."""
        return self.unattached().filter(expires_at__lte=now)


class Upload(models.Model):
    """One file. ``reference`` says what it is attached to (``"case:AB12"``), empty until then."""

    id = models.UUIDField(_("public id"), primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="uploads",
        verbose_name=_("owner"),
    )
    file = models.FileField(_("file"), storage=private_storage, upload_to=storage_path)
    name = models.CharField(_("name"), max_length=150)
    type = models.CharField(_("type"), max_length=40)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    reference = models.CharField(_("attached to"), max_length=100, blank=True, db_index=True)
    created_at = models.DateTimeField(_("created at"))
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        # No screen of the admin shows these.
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="upload_expires_exactly_while_unattached",
                condition=Q(reference="", expires_at__isnull=False)
                | ~Q(reference="") & Q(expires_at__isnull=True),
            )
        ]
        indexes = [
            models.Index(fields=["expires_at"], name="upload_waiting", condition=Q(reference=""))
        ]

    def __str__(self) -> str:
        return self.name
