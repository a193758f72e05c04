"""Lists of payments and of gateways' notices."""

from typing import ClassVar

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn

from .. import gateways
from ..amounts import shown
from ..models import GatewayNotice, Payment

NO_BREAK = "\u00a0"


def gateway_choices() -> list[tuple[str, str]]:
    return [(key, str(gateway.label)) for key, gateway in gateways.gateways().items()]


def gateway_label(key: str) -> str:
    """What people call a gateway; one that is gone keeps its key."""
    return dict(gateway_choices()).get(key, key)


class PaymentFilterSet(WagtailFilterSet):
    gateway = django_filters.ChoiceFilter(label=_("Gateway"), choices=gateway_choices)
    created_at = django_filters.DateFromToRangeFilter(
        label=_("Requested on"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Payment
        fields: ClassVar[list[str]] = ["status", "gateway", "created_at"]


class NoticeFilterSet(WagtailFilterSet):
    gateway = django_filters.ChoiceFilter(label=_("Gateway"), choices=gateway_choices)
    received_at = django_filters.DateFromToRangeFilter(
        label=_("Received"), widget=DateRangePickerWidget
    )

    class Meta:
        model = GatewayNotice
        fields: ClassVar[list[str]] = ["finding", "event", "gateway", "received_at"]


def in_one_line(amount: int, currency: str) -> str:
    """A sum that does not break in a narrow column."""
    return shown(amount, currency).replace(" ", NO_BREAK)


def _refunded(payment: Payment) -> str:
    return in_one_line(payment.refunded, payment.currency) if payment.refunded else "–"


PAYMENT_COLUMNS = [
    "order_number",
    Column(
        "amount",
        label=_("Amount"),
        accessor=lambda payment: in_one_line(payment.amount, payment.currency),
        sort_key="amount",
    ),
    Column("status", label=_("Status"), accessor="get_status_display", sort_key="status"),
    Column("refunded", label=_("Refunded"), accessor=_refunded, sort_key="refunded"),
    Column("gateway", label=_("Gateway"), accessor=lambda row: gateway_label(row.gateway)),
    Column("reference", label=_("Reference"), accessor=lambda row: row.reference or "–"),
    DateColumn("created_at", label=_("Requested on"), sort_key="created_at"),
]

NOTICE_COLUMNS = [
    "notice_id",
    Column("event", label=_("Event"), accessor=lambda row: row.get_event_display() or "–"),
    Column("finding", label=_("Finding"), accessor=lambda row: row.get_finding_display() or "–"),
    Column(
        "order",
        label=_("Order"),
        accessor=lambda row: row.payment.order_number if row.payment else "–",
    ),
    Column("gateway", label=_("Gateway"), accessor=lambda row: gateway_label(row.gateway)),
    DateColumn("received_at", label=_("Received"), sort_key="received_at"),
]
