"""One process: its chart, its versions, and what may be done with them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import HeaderButton

from workflows.engine.admin.person import person
from workflows.engine.admin.views import language
from workflows.engine.files import said_note
from workflows.engine.models import Version
from workflows.engine.plain import PLAIN
from workflows.engine.queries import chart_svg
from workflows.engine.refusals import NotFound
from workflows.engine.versions import find_version

from .access import EDIT, PUBLISH, OfProcess
from .links import added_links
from .listing import RUNNING


class ProcessPage(OfProcess):
    """The chart of the version that new cases get, and all versions."""

    template_name = "designer/process.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = self.definition.versions.annotate(running=RUNNING).select_related("author")
        base = self.definition.draft_base
        return super().get_context_data(
            versions=[(one, said_note(one.note)) for one in versions.order_by("-number")],
            is_changed=base is None or base.content != self.definition.draft,
            may_publish=self.request.user.has_perm(PUBLISH),
            links=self.links(),
            **kwargs,
        )

    @property
    def header_buttons(self) -> list[HeaderButton]:
        user, key = person(self.request), self.definition.key
        found = []
        if user.has_perm(EDIT):
            found += [
                HeaderButton(
                    _("Canvas"),
                    reverse("designer_canvas", args=[key]),
                    icon_name="grid",
                    priority=10,
                ),
                HeaderButton(
                    _("Edit"), reverse("designer_steps", args=[key]), icon_name="edit", priority=20
                ),
            ]
        if user.has_perm(PUBLISH):
            found.append(
                HeaderButton(
                    _("Publish"),
                    reverse("designer_publish", args=[key]),
                    icon_name="upload",
                    priority=30,
                )
            )
        return found

    def links(self) -> list[HeaderButton]:
        """What is wanted less often; in the page, where it needs no script to unfold."""
        key = self.definition.key
        found = []
        if self.definition.versions.exists():
            found.append(
                HeaderButton(_("Compare versions"), reverse("designer_compare", args=[key]))
            )
        if self.request.user.has_perm(EDIT):
            found.append(HeaderButton(_("Copy"), reverse("designer_copy", args=[key])))
        if self.definition.kind == PLAIN.kind and self.current is not None:
            found.append(HeaderButton(_("Start a case"), reverse("designer_start", args=[key])))
        return found + added_links(self.definition, person(self.request))


def chart(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The chart of a version, as an image of its own: nothing in it can act on the page."""
    try:
        version: Version = find_version(key, number)
    except NotFound as error:
        raise Http404 from error
    return HttpResponse(chart_svg(version, language()), content_type="image/svg+xml")
