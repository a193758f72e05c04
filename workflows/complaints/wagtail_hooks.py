"""Complaints in Wagtail's admin."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.pages.reading import ReadingList, ReadingPage
from workflows.engine.admin.answers import answers_so_far
from workflows.engine.admin.cases import case_context
from workflows.engine.admin.links import page_of
from workflows.engine.admin.person import person
from workflows.payments.admin.policies import ReadingPolicy

from .models import Complaint
from .queries import case_of, stage_label
from .states import STAGES


def stage_choices() -> list[tuple[str, str]]:
    return [(stage.key, stage_label(stage.key, get_language() or "en")) for stage in STAGES]


class ComplaintFilterSet(WagtailFilterSet):
    status = django_filters.ChoiceFilter(label=gettext_lazy("Status"), choices=stage_choices)
    created_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Filed on"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Complaint
        fields: ClassVar[list[str]] = ["status", "created_at"]


class ComplaintPage(ReadingPage):
    """What was said so far; the buttons are the actions that the complaint offers."""

    object: Complaint

    def get_page_title(self) -> str:
        return _("Complaint")

    def get_page_subtitle(self) -> str:
        return self.object.number

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = person(self.request)
        context: dict[str, Any] = super().get_context_data(
            complaint=self.object,
            order_url=page_of(self.object.order),
            answers=answers_so_far(case_of(self.object), user),
            **case_context(self.object.number, user, back=self.request.path),
            **kwargs,
        )
        return context


class ComplaintViewSet(SnippetViewSet):
    """Complaints are filed by customers and moved by their process; here one reads and acts."""

    model = Complaint
    icon = "warning"
    menu_label = gettext_lazy("Complaints")
    menu_name = "complaints"
    menu_order = 175
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = ReadingList
    inspect_view_enabled = True
    inspect_view_class = ComplaintPage
    inspect_template_name = "complaints/admin/complaint.html"
    inspect_view_fields: ClassVar[list[str]] = ["number"]
    list_display: ClassVar[list[Any]] = [
        "number",
        Column("order", label=gettext_lazy("Order"), accessor="order.number"),
        Column(
            "status",
            label=gettext_lazy("Status"),
            accessor=lambda complaint: stage_label(complaint.status, get_language() or "en"),
            sort_key="status",
        ),
        Column("customer", label=gettext_lazy("Customer"), accessor="customer"),
        DateColumn("created_at", label=gettext_lazy("Filed on"), sort_key="created_at"),
        DateColumn("status_at", label=gettext_lazy("Status since"), sort_key="status_at"),
    ]
    list_per_page = 50
    search_backend_name = None
    search_fields: ClassVar[list[str]] = [
        "number", "order__number", "customer__display_name", "customer__phone",
    ]  # fmt: skip
    filterset_class = ComplaintFilterSet
    ordering: ClassVar[list[str]] = ["-created_at"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Complaint]":
        return Complaint.objects.select_related("order", "customer")


register_permission_policy(Complaint, ReadingPolicy(Complaint))
register_snippet(ComplaintViewSet)
