"""The list of orders."""

from typing import ClassVar

import django_filters
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn

from catalog.services.models import Category
from catalog.services.words import words_in
from workflows.payments.admin.listing import in_one_line

from ..models import Order
from ..queries import stage_label
from ..states import STAGES


def language() -> str:
    return get_language() or "en"


def stage_choices() -> list[tuple[str, str]]:
    return [(stage.key, stage_label(stage.key, language())) for stage in STAGES]


def region_choices() -> list[tuple[str, str]]:
    known = Order.objects.order_by("region").values_list("region", flat=True).distinct()
    return [(region, region) for region in known]


class OrderFilterSet(WagtailFilterSet):
    status = django_filters.ChoiceFilter(label=_("Status"), choices=stage_choices)
    region = django_filters.ChoiceFilter(label=_("Region"), choices=region_choices)
    category = django_filters.ModelChoiceFilter(
        label=_("Category"),
        field_name="quote__category",
        queryset=Category.objects.order_by("path"),
    )
    starts_at = django_filters.DateFromToRangeFilter(label=_("Visit"), widget=DateRangePickerWidget)
    created_at = django_filters.DateFromToRangeFilter(
        label=_("Ordered on"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Order
        fields: ClassVar[list[str]] = ["status", "region", "category", "starts_at", "created_at"]


def title(order: Order) -> str:
    return words_in(order.quote.title, language())


def visit(order: Order) -> str:
    """When the visit is, on the clock of the platform."""
    here = timezone.localtime(order.starts_at)
    return f"{date_format(here, 'MONTH_DAY_FORMAT')}, {here:%H:%M}"


ORDER_COLUMNS = [
    "number",
    Column("title", label=_("Service"), accessor=title),
    Column(
        "status",
        label=_("Status"),
        accessor=lambda order: stage_label(order.status, language()),
        sort_key="status",
    ),
    Column("visit", label=_("Visit"), accessor=visit, sort_key="starts_at"),
    Column("customer", label=_("Customer"), accessor="customer"),
    Column("provider", label=_("Provider"), accessor=lambda order: order.provider or "–"),
    Column(
        "total",
        label=_("Total"),
        accessor=lambda order: in_one_line(order.total, order.currency),
        sort_key="total",
    ),
    DateColumn("created_at", label=_("Ordered on"), sort_key="created_at"),
]
