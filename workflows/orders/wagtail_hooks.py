"""Orders in Wagtail's admin, and which process the orders of a category follow."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from accounts.users.models import User
from cms.pages.reading import ReadingList
from workflows.designer.home.links import add_link
from workflows.engine.models import Definition
from workflows.payments.admin.policies import ReadingPolicy

from .admin.listing import ORDER_COLUMNS, OrderFilterSet
from .admin.pages import OrderPage
from .models import Order, ProcessBinding


class OrderViewSet(SnippetViewSet):
    """Orders are placed by customers and moved by their process; here one reads and acts."""

    model = Order
    icon = "calendar-check"
    menu_label = _("Orders")
    menu_name = "order-list"
    copy_view_enabled = False
    index_view_class = ReadingList
    inspect_view_enabled = True
    inspect_view_class = OrderPage
    inspect_template_name = "orders/admin/order.html"
    inspect_view_fields: ClassVar[list[str]] = ["number"]
    list_display = ORDER_COLUMNS
    list_per_page = 50
    # A plain look at a few columns: no index has to follow for it.
    search_backend_name = None
    search_fields: ClassVar[list[str]] = [
        "number", "customer__display_name", "customer__username", "customer__phone",
        "provider__public_name",
    ]  # fmt: skip
    filterset_class = OrderFilterSet
    ordering: ClassVar[list[str]] = ["-created_at"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Order]":
        return Order.objects.select_related("quote", "customer", "provider")


class BindingCreateView(CreateView):
    def get_initial(self) -> dict[str, Any]:
        """The process from whose page somebody came here."""
        process = self.request.GET.get("process", "")
        return {"process": process} if process.isdecimal() else {}


class BindingViewSet(SnippetViewSet):
    """A category and all below it follow a process of their own."""

    model = ProcessBinding
    icon = "order"
    menu_label = _("Processes of categories")
    menu_name = "process-bindings"
    copy_view_enabled = False
    list_display: ClassVar[list[str]] = ["category", "process"]
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["category__key", "process__key"]
    panels: ClassVar[list[FieldPanel]] = [FieldPanel("category"), FieldPanel("process")]
    add_view_class = BindingCreateView


def bind(definition: Definition, user: User) -> HeaderButton | None:
    """From a process of orders to the categories that follow it."""
    policy = ModelPermissionPolicy(ProcessBinding)
    if definition.kind != "order" or not policy.user_has_permission(user, "add"):
        return None
    url = reverse("wagtailsnippets_orders_processbinding:add")
    address = f"{url}?{urlencode({'process': definition.pk})}"
    return HeaderButton(_("Bind to a category"), address)


class OrdersGroup(SnippetViewSetGroup):
    items = (OrderViewSet, BindingViewSet)
    menu_icon = "calendar-check"
    menu_label = _("Orders")
    menu_name = "orders"
    menu_order = 170


add_link(bind)
register_permission_policy(Order, ReadingPolicy(Order))
register_snippet(OrdersGroup)
