"""Orders: what cases of the kind "order" are about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workflows.orders.states import AWAITING_PAYMENT, CLOSED, ON_THE_WAY
from workflows.payments.queries import money_of

if TYPE_CHECKING:
    from accounts.users.models import User

# Not told to the provider: nobody has paid.
NOT_OFFERED = Q(status__in=(AWAITING_PAYMENT, "expired"))


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, user: User) -> OrderQuerySet:
        """One's own, as the customer or as the provider who is asked; all for those who may."""
        if user.has_perm("orders.view_order"):
            return self
        offered = Q(provider__user_id=user.pk) & ~NOT_OFFERED
        return self.filter(Q(customer_id=user.pk) | offered)

    def not_offered(self) -> OrderQuerySet:
        """Those that their provider does not know of: nobody has paid."""
        return self.filter(NOT_OFFERED)

    def open(self) -> OrderQuerySet:
        return self.exclude(status__in=CLOSED)

    def detailed(self) -> OrderQuerySet:
        """With what lists and details show."""
        return self.select_related("quote", "provider", "customer")


class Order(models.Model):
    """A quote that a customer took. It bears its case's number, and the process alone moves it.

    Quote, address and versions are frozen; ``provider`` is who holds the booking now, nobody while
    an operator looks for one. ``accepted_at`` is when that provider said yes.
    """

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="orders",
        verbose_name=_("customer"),
    )
    quote = models.OneToOneField("orders.Quote", on_delete=models.PROTECT, related_name="order")
    provider = models.ForeignKey(
        "providers.Provider",
        on_delete=models.PROTECT,
        null=True,
        related_name="orders",
        verbose_name=_("provider"),
    )
    starts_at = models.DateTimeField(_("starts at"), db_index=True)
    ends_at = models.DateTimeField(_("ends at"))
    region = models.SlugField(_("region"), max_length=60)
    address = models.JSONField(_("address"), encoder=DjangoJSONEncoder)
    notes = models.TextField(_("notes"), blank=True)
    total = models.BigIntegerField(_("total"))
    fee = models.BigIntegerField(_("cancellation fee"), default=0)
    currency = models.CharField(_("currency"), max_length=3)
    status = models.CharField(_("status"), max_length=40, db_index=True, editable=False)
    status_at = models.DateTimeField(_("status since"), editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True)
    created_at = models.DateTimeField(_("created at"), editable=False)

    objects: ClassVar[models.Manager[Order]] = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["customer", "-created_at"], name="orders_of_a_customer"),
            models.Index(fields=["provider", "starts_at"], name="orders_of_a_provider"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(fee__gte=0, fee__lte=F("total")), name="a_fee_is_within_the_total"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(provider__isnull=False),
                name="whoever_accepted_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def address_is_open(self) -> bool:
        """Whether the provider may see the whole address, by the customer's own wish."""
        if self.accepted_at is None:
            return False
        return self.address.get("privacy") != "on_departure" or self.status in ON_THE_WAY

    def variables(self) -> Mapping[str, object]:
        """What conditions may read; see ``vocabulary.VARIABLES``."""
        money = money_of(self.number)
        return {
            "order.number": self.number,
            "order.category": self.quote.category.key,
            "order.region": self.region,
            "order.total": self.total,
            "order.paid": money.paid - money.refunded,
            "order.starts_at": self.starts_at,
            "order.is_package": bool(self.quote.package),
            "order.is_redo": self.quote.redo_of_id is not None,
            "order.provider_chosen": self.quote.provider_id is not None,
            "order.has_provider": self.provider_id is not None,
        }
