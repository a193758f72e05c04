"""What a gateway told us, as it came."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..states import Event, Finding
from .payments import Payment


class GatewayNotice(models.Model):
    """A genuine notice: signed, fresh and readable when it came. Anything else is not stored.

    ``headers`` are those that its signature needs, ``body`` the bytes that were signed: it can be
    read again at any time. ``event``, ``payment`` and ``finding`` are there once it is handled.
    """

    uuid = models.UUIDField(_("id"), unique=True, default=uuid.uuid4, editable=False)
    gateway = models.SlugField(_("gateway"), max_length=20)
    notice_id = models.CharField(_("notice"), max_length=64)
    headers = models.JSONField(_("headers"))
    body = models.BinaryField(_("body"))
    received_at = models.DateTimeField(_("received at"))
    event = models.CharField(_("event"), max_length=10, choices=Event, blank=True)
    payment = models.ForeignKey(
        Payment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("payment"),
    )
    finding = models.CharField(_("finding"), max_length=20, choices=Finding, blank=True)
    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("gateway's notice")
        verbose_name_plural = _("gateways' notices")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "notice_id"], name="a_notice_is_stored_once"
            ),
            models.CheckConstraint(
                condition=Q(handled_at=None, finding="", event="")
                | (Q(handled_at__isnull=False) & ~Q(finding="") & ~Q(event="")),
                name="a_notice_is_handled_with_a_finding",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.notice_id}"
