"""All cases that one may see, of every process."""

from collections.abc import Mapping
from typing import Any, ClassVar

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy, pgettext_lazy
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from .. import queries
from ..models import Case
from ..models.cases import CaseQuerySet
from ..texts import localized
from .choices import process_choices, stage_choices
from .listings import Listing
from .person import person
from .views import HOME, language

ICON = "folder-open-inverse"
RUNNING, FAILED, FINISHED = "running", "failed", "finished"
STATES = [
    (RUNNING, pgettext_lazy("case", "Running")),
    (FAILED, gettext_lazy("With a failed step")),
    (FINISHED, pgettext_lazy("case", "Finished")),
]
HAS_FAILED = Exists(Task.objects.filter(process=OuterRef("process"), status=STATUS.ERROR))


def process_title(case: Case) -> str:
    return localized(case.version.content["title"], language())


def stage(case: Case) -> str:
    return queries.stage_label(case, case.stage, language()) if case.stage else "–"


class CaseFilterSet(WagtailFilterSet):
    process = django_filters.ChoiceFilter(
        label=gettext_lazy("Process"), field_name="definition__key", choices=process_choices
    )
    stage = django_filters.ChoiceFilter(
        label=gettext_lazy("Stage"), choices=stage_choices, method="in_stage"
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=STATES, method="in_state"
    )
    starter = django_filters.CharFilter(label=gettext_lazy("Begun by"), method="begun_by")
    started_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Begun on"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Case
        fields: ClassVar[list[str]] = []

    def in_stage(self, cases: CaseQuerySet, _name: str, value: str) -> CaseQuerySet:
        kind, _colon, stage = value.partition(":")
        return cases.filter(definition__kind=kind, stage=stage)

    def in_state(self, cases: CaseQuerySet, _name: str, value: str) -> CaseQuerySet:
        if value == FAILED:
            return cases.running().filter(HAS_FAILED)
        return cases.filter(finished_at__isnull=value == RUNNING)

    def begun_by(self, cases: CaseQuerySet, _name: str, value: str) -> CaseQuerySet:
        return cases.filter(
            Q(starter__display_name__icontains=value) | Q(starter__username__icontains=value)
        )


class CasePaginator(WagtailPaginator):
    verbose_name = gettext_lazy("case")
    verbose_name_plural = gettext_lazy("cases")


class StateColumn(Column):
    """Running, failed, or how it ended."""

    cell_template_name = "engine/admin/case_state.html"

    def get_cell_context_data(
        self, instance: Case, parent_context: Mapping[str, Any]
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        has_failed: bool = instance.has_failed  # type: ignore[attr-defined]
        return context | {"has_failed": has_failed and instance.finished_at is None}


class Cases(Listing):
    page_title = gettext_lazy("Cases")
    header_icon = ICON
    index_url_name = "engine_cases"
    template_name = "engine/admin/cases.html"
    paginator_class = CasePaginator
    verbose_name_plural = gettext_lazy("cases")
    filterset_class = CaseFilterSet
    search_fields: ClassVar[list[str]] = ["number"]
    columns: ClassVar[list[Any]] = [
        TitleColumn(
            "number",
            label=gettext_lazy("Case"),
            get_url=lambda case: reverse("engine_case", args=[case.number]),
        ),
        Column("process", label=gettext_lazy("Process"), accessor=process_title),
        Column("stage", label=gettext_lazy("Stage"), accessor=stage),
        StateColumn("state", label=gettext_lazy("State"), accessor="finished_at"),
        Column("starter", label=gettext_lazy("Begun by"), accessor="starter"),
        DateColumn("started_at", label=gettext_lazy("Begun on"), sort_key="started_at"),
        DateColumn("finished_at", label=gettext_lazy("Finished on"), sort_key="finished_at"),
    ]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [HOME, {"url": "", "label": self.get_page_title()}]

    def get_base_queryset(self) -> CaseQuerySet:
        rows = Case.objects.visible_to(person(self.request))
        rows = rows.select_related("version__definition", "starter")
        return rows.annotate(has_failed=HAS_FAILED).order_by("-started_at", "-pk")


class CasesMenuItem(MenuItem):
    """For those who see all cases; others come to theirs by their tasks."""

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Cases"),
            reverse_lazy("engine_cases"),
            name="cases",
            icon_name=ICON,
            order=155,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        user = person(request)
        return user.has_perm("engine.view_case") or user.has_perm("engine.manage_cases")
