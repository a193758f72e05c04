"""What cases of the kind "complaint" are about. What was said lives in the case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.payments.queries import money_of

from .remedies import given
from .states import CLOSED

if TYPE_CHECKING:
    from accounts.users.models import User


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, user: User) -> ComplaintQuerySet:
        """One's own, and all for whoever looks after complaints."""
        if user.has_perm("complaints.view_complaint"):
            return self
        return self.filter(customer_id=user.pk)

    def open(self) -> ComplaintQuerySet:
        return self.exclude(status__in=CLOSED)


class Complaint(models.Model):
    """A customer is not content with an order. It bears its case's number."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    order = models.ForeignKey(
        "orders.Order", on_delete=models.PROTECT, related_name="complaints", verbose_name=_("order")
    )
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="complaints",
        verbose_name=_("customer"),
    )
    status = models.CharField(_("status"), max_length=40, db_index=True, editable=False)
    status_at = models.DateTimeField(_("status since"), editable=False)
    created_at = models.DateTimeField(_("created at"), editable=False)

    objects: ClassVar[models.Manager[Complaint]] = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=~models.Q(status__in=CLOSED),
                name="an_order_has_one_open_complaint",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def variables(self) -> Mapping[str, object]:
        """What conditions may read; see ``vocabulary.VARIABLES``."""
        order, money = self.order, money_of(self.order.number)
        return {
            "complaint.number": self.number,
            "order.number": order.number,
            "order.category": order.quote.category.key,
            "order.region": order.region,
            "order.total": order.total,
            "order.refundable": money.paid - money.refunded,
            "order.has_provider": order.provider_id is not None,
            "order.given": given(order),
        }
