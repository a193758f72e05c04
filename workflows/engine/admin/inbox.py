"""What waits for people: mine, my queues, and all that I see; overdue first."""

from collections.abc import Mapping
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.admin.widgets.button import HeaderButton

from accounts.users.models import User

from .. import queries
from ..models import Version, WorkItem
from ..models.work import WorkItemQuerySet
from ..texts import localized
from . import rows
from .choices import process_choices, stage_choices
from .listings import Listing
from .person import person
from .views import HOME, due, language, process_title, title

LABELS = {
    rows.OPEN: gettext_lazy("To do"),
    rows.MINE: gettext_lazy("Mine"),
    rows.QUEUES: gettext_lazy("My queues"),
    rows.ALL: gettext_lazy("All that I see"),
}


def step_choices(user: User) -> list[tuple[str, str]]:
    """The steps at which open tasks wait now that ``user`` sees, as ``"process:step"``."""
    waiting = WorkItem.objects.listed_to(user).open().order_by()
    pairs = list(waiting.values_list("case__version", "step").distinct())
    known = Version.objects.select_related("definition").in_bulk({pk for pk, _step in pairs})
    choices = {}
    for pk, step in pairs:
        version = known[pk]
        process = localized(version.content["title"], language())
        words = {"process": process, "step": queries.step_title(version, step, language())}
        choices[f"{version.definition.key}:{step}"] = _("%(process)s: %(step)s") % words
    return sorted(choices.items(), key=lambda choice: choice[1])


def stages(user: User) -> list[tuple[str, str]]:
    """The kinds and stages of the cases whose open tasks ``user`` sees."""
    waiting = WorkItem.objects.visible_to(user).open().order_by()
    return list(waiting.values_list("case__definition__kind", "case__stage").distinct())


def owners(request: HttpRequest) -> QuerySet[User]:
    """Who has taken any of the open tasks that one sees."""
    waiting = WorkItem.objects.listed_to(person(request)).open().order_by()
    found: QuerySet[User] = User.objects.filter(pk__in=waiting.values("task__owner"))
    return found.order_by("display_name", "pk")


class TaskFilterSet(WagtailFilterSet):
    process = django_filters.ChoiceFilter(
        label=gettext_lazy("Process"), field_name="case__definition__key", choices=process_choices
    )
    step = django_filters.ChoiceFilter(label=gettext_lazy("Step"), method="at_step")
    stage = django_filters.ChoiceFilter(label=gettext_lazy("Stage"), method="in_stage")
    overdue = django_filters.BooleanFilter(
        label=gettext_lazy("Overdue"), method="is_overdue", widget=BooleanRadioSelect
    )
    owner = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Taken by"),
        field_name="task__owner",
        queryset=owners,
        null_label=gettext_lazy("Nobody"),
    )

    class Meta:
        model = WorkItem
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        user = person(self.request)
        self.filters["step"].extra["choices"] = step_choices(user)
        self.filters["stage"].extra["choices"] = stage_choices(stages(user))

    def at_step(self, tasks: WorkItemQuerySet, _name: str, value: str) -> WorkItemQuerySet:
        process, _colon, step = value.partition(":")
        return tasks.filter(case__definition__key=process, step=step)

    def in_stage(self, tasks: WorkItemQuerySet, _name: str, value: str) -> WorkItemQuerySet:
        kind, _colon, stage = value.partition(":")
        return tasks.filter(case__definition__kind=kind, case__stage=stage)

    def is_overdue(self, tasks: WorkItemQuerySet, _name: str, value: bool) -> WorkItemQuerySet:
        late = WorkItem.objects.overdue(timezone.now()).order_by()
        return tasks.filter(pk__in=late) if value else tasks.exclude(pk__in=late)


class TaskPaginator(WagtailPaginator):
    """Counts tasks: "work item" is a word of the engine's."""

    verbose_name = gettext_lazy("task")
    verbose_name_plural = gettext_lazy("tasks")


class DueColumn(Column):
    """When a task is due, and whether that is past: Wagtail's column of dates knows no future."""

    cell_template_name = "engine/admin/inbox_due.html"

    def get_cell_context_data(
        self, instance: WorkItem, parent_context: Mapping[str, Any]
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        moment = instance.due_at
        return context | {"is_overdue": moment is not None and moment <= timezone.now()}


class CaseColumn(Column):
    """The number of a task's case, with a link to its page."""

    cell_template_name = "engine/admin/inbox_case.html"


class ActionsColumn(Column):
    """Take, give back, give to somebody: what this person may do without opening the task."""

    cell_template_name = "engine/admin/inbox_actions.html"

    def get_value(self, instance: WorkItem) -> str:
        return ""

    def get_cell_context_data(
        self, instance: WorkItem, parent_context: Mapping[str, Any]
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        request = parent_context["request"]
        return context | {
            "title": title(instance),
            "csrf": get_token(request),
            "back": request.get_full_path(),
            "may_claim": rows.may_claim(instance),
            "may_release": instance.owner == person(request),
            "may_assign": may_assign(instance, person(request)),
        }


def may_assign(item: WorkItem, user: User) -> bool:
    """As ``assign_task`` says it, for a row of ``rows.listed``."""
    is_led: bool = item.is_led  # type: ignore[attr-defined]
    return is_led or user.has_perm("engine.manage_cases")


class Inbox(Listing):
    """One box of tasks."""

    template_name = "engine/admin/inbox.html"
    page_title = gettext_lazy("My tasks")
    header_icon = "tasks"
    paginator_class = TaskPaginator
    verbose_name_plural = gettext_lazy("tasks")
    filterset_class = TaskFilterSet
    search_fields: ClassVar[list[str]] = ["case__number", "case__starter__display_name"]
    columns: ClassVar[list[Any]] = [
        TitleColumn(
            "title",
            label=gettext_lazy("Task"),
            accessor=title,
            get_url=lambda item: reverse("engine_task", args=[item.uuid]),
        ),
        Column("process", label=gettext_lazy("Process"), accessor=process_title),
        CaseColumn("case", label=gettext_lazy("Case"), accessor="case.number"),
        Column("starter", label=gettext_lazy("Begun by"), accessor="case.starter"),
        DateColumn("opened_at", label=gettext_lazy("Since")),
        DueColumn("due_at", label=gettext_lazy("Due"), accessor=due),
        Column("owner", label=gettext_lazy("Taken by"), accessor=lambda item: item.owner or "–"),
        ActionsColumn("actions", label=gettext_lazy("Actions")),
    ]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.box = kwargs.get("box", rows.OPEN)
        if self.box not in rows.BOXES:
            raise Http404

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [HOME, {"url": "", "label": self.get_page_title()}]

    def get_index_url(self) -> str:
        return address(self.box)

    def get_base_queryset(self) -> WorkItemQuerySet:
        user = person(self.request)
        return rows.listed(rows.in_box(self.box, user), user)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Cases"), reverse("engine_cases"), icon_name="folder-open-inverse")]

    @cached_property
    def boxes(self) -> list[dict[str, Any]]:
        counts = rows.counted(person(self.request), now=timezone.now())
        return [
            {
                "label": label,
                "url": address(box),
                "count": counts[box],
                "is_here": box == self.box,
            }
            for box, label in LABELS.items()
        ]


def address(box: str) -> str:
    if box == rows.OPEN:
        return reverse("engine_tasks")
    return reverse("engine_tasks_box", args=[box])
