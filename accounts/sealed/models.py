"""Sealed values, the keys that open them, and secrets of the house itself.

No row, ``repr`` or ``str`` shows a value or a key.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PersonKey(models.Model):
    """A person's own key, wrapped under a master key; without ``wrapped`` it is destroyed."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="sealing_key",
        verbose_name=_("person"),
    )
    master_key_id = models.CharField(_("master key"), max_length=64, blank=True)
    wrapped = models.BinaryField(_("wrapped key"), null=True)

    class Meta:
        verbose_name = _("person's key")
        verbose_name_plural = _("people's keys")
        # No screen of the admin shows these.
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="person_key_is_wrapped_or_destroyed",
                condition=Q(wrapped__isnull=True, master_key_id="")
                | Q(wrapped__isnull=False) & ~Q(master_key_id=""),
            )
        ]

    def __str__(self) -> str:
        state = f"under {self.master_key_id}" if self.master_key_id else "destroyed"
        return f"key of person {self.person_id}, {state}"


class SealedValue(models.Model):
    """One personal value, encrypted with its person's key. Others hold the uuid in its place."""

    id = models.UUIDField(_("reference"), primary_key=True, default=uuid.uuid4, editable=False)
    key = models.ForeignKey(
        PersonKey, on_delete=models.PROTECT, related_name="values", verbose_name=_("key")
    )
    purpose = models.CharField(_("purpose"), max_length=64)
    envelope = models.BinaryField(_("encrypted value"))

    class Meta:
        verbose_name = _("sealed value")
        verbose_name_plural = _("sealed values")
        # No screen of the admin shows these.
        default_permissions = ()

    def __str__(self) -> str:
        return f"sealed value {self.pk} ({self.purpose})"


class HouseSecret(models.Model):
    """A secret that belongs to nobody in particular, such as a signing key, under a master key."""

    name = models.CharField(_("name"), max_length=64, unique=True)
    master_key_id = models.CharField(_("master key"), max_length=64)
    wrapped = models.BinaryField(_("wrapped secret"))

    class Meta:
        verbose_name = _("secret of the house")
        verbose_name_plural = _("secrets of the house")
        # No screen of the admin shows these.
        default_permissions = ()

    def __str__(self) -> str:
        return f"secret {self.name}, under {self.master_key_id}"
