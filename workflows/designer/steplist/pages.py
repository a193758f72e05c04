"""What the pages of the step list share."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from workflows.engine.admin.views import HOME, language
from workflows.engine.models import Definition

from ..forms.desk import Desk
from ..home.access import ICON
from .saving import draft_or_404


class ProcessEditor(WagtailAdminTemplateMixin, TemplateView):
    """A page about the draft ``row`` of one process."""

    header_icon = ICON
    row: Definition

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.row = draft_or_404(kwargs["key"])

    @property
    def desk(self) -> Desk:
        return Desk(self.row.draft, language())

    @property
    def process_title(self) -> str:
        return self.desk.text(self.row.draft.get("title")) or self.row.key

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        processes = {"url": reverse("designer_processes"), "label": _("Processes")}
        url = reverse("designer_process", args=[self.row.key])
        return [HOME, processes, {"url": url, "label": self.process_title}, *self.crumbs()]

    def crumbs(self) -> list[dict[str, Any]]:
        """The end of the trail, behind the process."""
        raise NotImplementedError

    def last_crumb(self, label: str) -> dict[str, Any]:
        """With the process: it is all that the header shows before it is opened."""
        return {"url": "", "label": f"{self.process_title} · {label}"}

    @property
    def list_crumb(self) -> dict[str, Any]:
        return {"url": list_url(self.row.key), "label": _("Edit")}


def list_url(key: str) -> str:
    return reverse("designer_steps", args=[key])


def part_url(key: str, path: str) -> str:
    return reverse("designer_part", args=[key, path])
