"""Processes to look at: which version new cases get, how many cases run, and its chart."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin

from ..models import Definition, Version
from ..publication import current_version, find_version
from ..queries import chart_svg
from ..refusals import NotFound
from ..texts import localized
from .views import HOME, language

PERMISSION = "engine.view_definition"
ICON = "order"
RUNNING = Count("cases", filter=Q(cases__finished_at=None))


def title(definition: Definition) -> str:
    version = current_version(definition, now=timezone.now())
    return localized((version.content if version else definition.draft)["title"], language())


def number_in_force(definition: Definition) -> str:
    version = current_version(definition, now=timezone.now())
    return str(version.number) if version else "–"


class Processes(BaseListingView):
    page_title = gettext_lazy("Processes")
    header_icon = ICON
    index_url_name = "engine_processes"
    default_ordering = "key"
    verbose_name_plural = gettext_lazy("processes")
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Process"),
            accessor=title,
            get_url=lambda definition: reverse("engine_process", args=[definition.key]),
        ),
        Column("key", label=gettext_lazy("Key")),
        Column("version", label=gettext_lazy("Version for new cases"), accessor=number_in_force),
        Column("running", label=gettext_lazy("Running cases")),
    ]

    def get_base_queryset(self) -> QuerySet[Definition]:
        return Definition.objects.annotate(running=RUNNING).order_by("key")


class ProcessPage(WagtailAdminTemplateMixin, TemplateView):
    """The chart of the version that new cases get, and all versions."""

    template_name = "engine/admin/process.html"
    header_icon = ICON
    definition: Definition

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.definition = get_object_or_404(Definition, key=kwargs["key"])

    def get_page_title(self) -> str:
        return title(self.definition)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        processes = {"url": reverse("engine_processes"), "label": _("Processes")}
        return [HOME, processes, {"url": "", "label": title(self.definition)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = self.definition.versions.annotate(running=RUNNING).select_related("author")
        return super().get_context_data(
            definition=self.definition,
            current=current_version(self.definition, now=timezone.now()),
            versions=versions.order_by("-number"),
            **kwargs,
        )


def chart(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The chart of a version, as an image of its own: nothing in it can act on the page."""
    try:
        version: Version = find_version(key, number)
    except NotFound as error:
        raise Http404 from error
    return HttpResponse(chart_svg(version, language()), content_type="image/svg+xml")
