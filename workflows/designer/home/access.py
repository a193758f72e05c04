"""Who may do what to processes, and what the pages of one share."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateView
from wagtail.admin.auth import permission_required
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from workflows.engine.admin.views import HOME, language
from workflows.engine.models import Definition, Version
from workflows.engine.texts import localized
from workflows.engine.versions import current_version

VIEW = "engine.view_definition"
EDIT = "engine.edit_processes"
PUBLISH = "engine.publish_processes"
ICON = "order"

View = Callable[..., HttpResponseBase]
may_view: Callable[[View], View] = permission_required(VIEW)
may_edit: Callable[[View], View] = permission_required(EDIT)
may_publish: Callable[[View], View] = permission_required(PUBLISH)


def title_of(definition: Definition, version: Version | None = None) -> str:
    """What people call the process: as its version in force does, else as the draft does."""
    return localized(version.content["title"] if version else definition.title, language())


class OfProcess(WagtailAdminTemplateMixin, TemplateView):
    """A page about one process, under the list of all."""

    header_icon = ICON
    # What this page is called in the trail; the page of the process itself has none.
    crumb: Any = ""
    definition: Definition

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.definition = get_object_or_404(Definition, key=kwargs["key"])

    @cached_property
    def current(self) -> Version | None:
        """The version that new cases get."""
        return current_version(self.definition, now=timezone.now())

    @cached_property
    def title(self) -> str:
        return title_of(self.definition, self.current)

    def get_page_title(self) -> str:
        return str(self.crumb) or self.title

    def get_page_subtitle(self) -> str:
        return self.title if self.crumb else ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = [
            HOME,
            {"url": reverse("designer_processes"), "label": _("Processes")},
            {"url": self.process_url, "label": self.title},
        ]
        if not self.crumb:
            return items
        # The last of them is all that the header shows before it is opened.
        return [*items, {"url": "", "label": f"{self.title} · {self.crumb}"}]

    @property
    def process_url(self) -> str:
        return reverse("designer_process", args=[self.definition.key])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            definition=self.definition, current=self.current, title=self.title, **kwargs
        )
