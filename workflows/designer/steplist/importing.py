"""A decision table from a spreadsheet: the whole table or, cell by cell, what is wrong with it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from workflows.engine.admin.person import person
from workflows.engine.refusals import InvalidDefinition, StaleDraft

from ..forms import UnknownPart, put_part
from ..forms.parts import find_part
from ..spreadsheets import MOST_BYTES, CellProblem, import_table
from .pages import ProcessEditor, part_url
from .parts import part_title
from .saving import PartChanged, fingerprint, save_edit


class ImportPage(ProcessEditor):
    template_name = "designer/steplist/import.html"
    step: dict[str, Any]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.path = f"steps/{kwargs['step']}"
        try:
            self.step = find_part(self.row.draft, self.path)
        except UnknownPart as error:
            raise Http404 from error
        if self.step.get("kind") != "table":
            raise Http404

    def get_page_title(self) -> str:
        return _("Rows from a spreadsheet")

    def get_page_subtitle(self) -> str:
        return part_title(self.desk, self.path)

    def crumbs(self) -> list[dict[str, Any]]:
        title = part_title(self.desk, self.path)
        part = {"url": part_url(self.row.key, self.path), "label": title}
        here = {"url": "", "label": f"{title} · {self.get_page_title()}"}
        return [self.list_crumb, part, here]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._shown()

    def post(self, request: HttpRequest, key: str, step: str) -> HttpResponseBase:
        file = request.FILES.get("file")
        if file is None:
            return self._shown([CellProblem(0, "", _("Choose a file."))])
        # A byte more than is allowed says that it is too large; the rest is not even read.
        content = file.read(MOST_BYTES + 1)
        found = import_table(str(file.name), content, self.step, self.row.draft)
        imported = found.step
        if imported is None:
            return self._shown(list(found.problems))
        try:
            save_edit(
                key,
                lambda draft: put_part(draft, self.path, imported),
                path=self.path,
                opened=fingerprint(self.step),
                by=person(request),
                now=timezone.now(),
            )
        except (PartChanged, StaleDraft):
            text = _("Somebody changed this table at the same moment. Try again.")
            return self._shown([CellProblem(0, "", text)])
        except InvalidDefinition as refusal:
            return self._shown([CellProblem(0, "", one.message) for one in refusal.problems])
        messages.success(request, _("The table has the rows of the spreadsheet now."))
        return redirect(part_url(key, self.path))

    def _shown(self, problems: list[CellProblem] | None = None) -> HttpResponse:
        back = part_url(self.row.key, self.path)
        return self.render_to_response(self.get_context_data(problems=problems, back=back))
