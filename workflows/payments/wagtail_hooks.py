"""Payments and gateways' notices in Wagtail's admin: found by filters and search, read-only."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.pages.reading import ReadingList

from .admin.listing import NOTICE_COLUMNS, PAYMENT_COLUMNS, NoticeFilterSet, PaymentFilterSet
from .admin.pages import NoticePage, PaymentPage, RefundPage
from .admin.policies import ReadingPolicy
from .models import GatewayNotice, Payment


class PaymentViewSet(SnippetViewSet):
    """Payments come from orders and move by notices; here one reads, and refunds."""

    model = Payment
    icon = "payments"
    menu_label = _("Payments")
    menu_name = "payment-list"
    copy_view_enabled = False
    index_view_class = ReadingList
    inspect_view_enabled = True
    inspect_view_class = PaymentPage
    inspect_template_name = "payments/admin/payment.html"
    inspect_view_fields: ClassVar[list[str]] = [
        "order_number", "title", "status", "status_at", "amount", "captured", "refunded", "gateway",
        "reference", "requested_by", "created_at",
    ]  # fmt: skip
    list_display = PAYMENT_COLUMNS
    list_per_page = 50
    # A plain look at two columns: no index has to follow for it.
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["order_number", "reference"]
    filterset_class = PaymentFilterSet

    @property
    def refund_view(self) -> Any:
        return self.construct_view(RefundPage)

    def get_urlpatterns(self) -> list[URLPattern]:
        refunding = path("refund/<int:pk>/", self.refund_view, name="refund")
        return [*super().get_urlpatterns(), refunding]


class NoticeViewSet(SnippetViewSet):
    """What gateways told, and what became of it; their words stay sealed."""

    model = GatewayNotice
    icon = "mail"
    menu_label = _("Gateways' notices")
    menu_name = "gateway-notices"
    copy_view_enabled = False
    index_view_class = ReadingList
    inspect_view_enabled = True
    inspect_view_class = NoticePage
    inspect_view_fields: ClassVar[list[str]] = [
        "gateway", "notice_id", "received_at", "event", "finding", "handled_at", "payment",
    ]  # fmt: skip
    list_display = NOTICE_COLUMNS
    list_per_page = 50
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["notice_id", "payment__order_number"]
    filterset_class = NoticeFilterSet

    def get_queryset(self, request: HttpRequest) -> "QuerySet[GatewayNotice]":
        return GatewayNotice.objects.select_related("payment").defer("body", "headers")


class PaymentsGroup(SnippetViewSetGroup):
    items = (PaymentViewSet, NoticeViewSet)
    menu_icon = "payments"
    menu_label = _("Payments")
    menu_name = "payments"
    menu_order = 230


@hooks.register("register_icons")
def add_icon(icons: list[str]) -> list[str]:
    return [*icons, "payments/icons/payments.svg"]


for model in (Payment, GatewayNotice):
    register_permission_policy(model, ReadingPolicy(model))
register_snippet(PaymentsGroup)
