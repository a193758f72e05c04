"""What a visit would cost, promised for a while."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.users.models import User


class QuoteQuerySet(models.QuerySet["Quote"]):
    def orderable_by(self, user: User) -> QuoteQuerySet:
        """Their own, and those that nobody in particular asked for."""
        return self.filter(Q(customer_id=user.pk) | Q(customer=None))


class Quote(models.Model):
    """Lines that sum to the total, frozen with all that they rest on.

    ``title`` and each line's ``label`` hold every language; ``address`` is a copy; amounts are
    minor units. ``customer`` is empty where nobody was signed in. ``redo_of`` marks the visit that
    puts another order right at no price.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="quotes"
    )
    title = models.JSONField(_("title"))
    package = models.SlugField(_("package"), max_length=64, blank=True)
    category = models.ForeignKey(
        "services.Category", on_delete=models.PROTECT, related_name="+", verbose_name=_("category")
    )
    provider = models.ForeignKey(
        "providers.Provider",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("chosen provider"),
    )
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    address = models.JSONField(_("address"), encoder=DjangoJSONEncoder)
    coupons = models.JSONField(_("coupons"), default=list)
    lines = models.JSONField(_("lines"))
    total = models.BigIntegerField(_("total"))
    currency = models.CharField(_("currency"), max_length=3)
    redo_of = models.ForeignKey(
        "orders.Order", on_delete=models.PROTECT, null=True, related_name="redos"
    )
    redo_key = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001 (unique)
    created_at = models.DateTimeField(_("created at"))
    expires_at = models.DateTimeField(_("expires at"))

    objects: ClassVar[models.Manager[Quote]] = QuoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(total__gte=0), name="a_quote_is_not_negative"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a_quoted_visit_takes_time"
            ),
            models.CheckConstraint(
                condition=Q(redo_of=None, redo_key=None)
                | Q(redo_of__isnull=False, redo_key__isnull=False),
                name="a_redo_has_a_key",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class QuotedService(models.Model):
    """A service of the quote as it was published then, and how many units of it."""

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="services")
    version = models.ForeignKey(
        "services.ServiceVersion", on_delete=models.PROTECT, related_name="+"
    )
    category = models.ForeignKey("services.Category", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField(_("quantity"))

    class Meta:
        verbose_name = _("quoted service")
        verbose_name_plural = _("quoted services")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.version} × {self.quantity}"
