"""All processes: which version new cases get, how many run, and whether a draft waits."""

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton

from workflows.engine.admin.views import language
from workflows.engine.models import Definition
from workflows.engine.texts import localized
from workflows.engine.versions import current_version
from workflows.engine.vocabulary import vocabulary

from .access import EDIT, ICON, VIEW, title_of

RUNNING = Count("cases", filter=Q(cases__finished_at=None))


def title(definition: Definition) -> str:
    return title_of(definition, current_version(definition, now=timezone.now()))


def number_in_force(definition: Definition) -> str:
    version = current_version(definition, now=timezone.now())
    return str(version.number) if version else "–"


def kind(definition: Definition) -> str:
    return localized(vocabulary(definition.kind).label, language())


def draft(definition: Definition) -> str:
    """Whether the draft holds what no version has."""
    base = definition.draft_base
    if base is None:
        return _("Never published")
    return _("Changed") if definition.draft != base.content else "–"


class Processes(BaseListingView):
    page_title = gettext_lazy("Processes")
    header_icon = ICON
    index_url_name = "designer_processes"
    default_ordering = "key"
    verbose_name_plural = gettext_lazy("processes")
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Process"),
            accessor=title,
            get_url=lambda definition: reverse("designer_process", args=[definition.key]),
        ),
        Column("kind", label=gettext_lazy("Kind"), accessor=kind),
        Column("version", label=gettext_lazy("Version for new cases"), accessor=number_in_force),
        Column("draft", label=gettext_lazy("Draft"), accessor=draft),
        Column("running", label=gettext_lazy("Running cases")),
    ]

    def get_base_queryset(self) -> QuerySet[Definition]:
        rows = Definition.objects.select_related("draft_base")
        return rows.annotate(running=RUNNING).order_by("key")

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.request.user.has_perm(EDIT):
            return []
        return [
            HeaderButton(_("New process"), reverse("designer_new"), icon_name="plus", priority=10)
        ]


class ProcessesMenuItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Processes"),
            reverse_lazy("designer_processes"),
            name="processes",
            icon_name=ICON,
            order=160,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(VIEW))
