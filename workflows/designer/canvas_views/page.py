"""The page that the canvas lives on, with everything that its script is told."""

from typing import Any

from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext_lazy

from workflows.engine.admin.person import person
from workflows.engine.files import said_note
from workflows.engine.models import Version

from ..home.access import PUBLISH, OfProcess
from .known import known
from .words import words

CALLS = ("draft", "check", "form", "parts", "simulate", "compare", "publish")
VERSIONS_SHOWN = 50


class CanvasPage(OfProcess):
    template_name = "designer/canvas.html"
    crumb = gettext_lazy("Canvas")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(canvas=self._canvas(), **kwargs)

    def _canvas(self) -> dict[str, Any]:
        key = self.definition.key
        versions = self.definition.versions.select_related("author").defer("content")
        calls = {call: reverse(f"designer_canvas_{call}", args=[key]) for call in CALLS}
        return {
            "key": key,
            "csrf": get_token(self.request),
            "mayPublish": person(self.request).has_perm(PUBLISH),
            "urls": {
                **calls,
                "process": self.process_url,
                "steplist": reverse("designer_steps", args=[key]),
            },
            "versions": [_told(one) for one in versions.order_by("-number")[:VERSIONS_SHOWN]],
            "texts": words(),
            **known(self.definition),
        }


def _told(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "note": said_note(version.note),
        "author": str(version.author) if version.author else "",
        "publishedAt": version.published_at.isoformat(),
    }
