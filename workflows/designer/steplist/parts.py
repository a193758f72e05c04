"""One part with its form. Saving goes onto the newest draft; see ``saving``."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from workflows.engine.admin.person import person
from workflows.engine.admin.views import language
from workflows.engine.drafts import check_draft
from workflows.engine.refusals import InvalidDefinition, StaleDraft

from ..forms import PartForm, UnknownPart, part_form, put_part
from ..forms.desk import Desk
from ..forms.kinds import ICONS, STEP_KINDS
from ..forms.parts import find_part
from ..home.access import PUBLISH
from . import overview
from .differences import differences
from .pages import ProcessEditor, list_url, part_url
from .saving import PartChanged, fingerprint, fingerprint_at, save_edit

#: What a form carries beside its controls; not to be carried on into the next.
ITS_OWN = ("csrfmiddlewaretoken", "do", "opened")


class PartPage(ProcessEditor):
    template_name = "designer/steplist/part.html"
    path: str

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.path = kwargs["path"]

    def get_page_title(self) -> str:
        return part_title(self.desk, self.path)

    def get_page_subtitle(self) -> str:
        return self.process_title

    def crumbs(self) -> list[dict[str, Any]]:
        return [self.list_crumb, {"url": "", "label": part_title(self.desk, self.path)}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            form = part_form(self.row.draft, self.path, language=language())
        except UnknownPart as error:
            raise Http404 from error
        return self._shown(form, fingerprint(form.before))

    def post(self, request: HttpRequest, key: str, path: str) -> HttpResponseBase:
        opened = request.POST.get("opened", "")
        try:
            form = part_form(self.row.draft, path, language=language(), posted=request.POST)
        except UnknownPart:
            return self._gone()
        if not form.saves:
            return self._shown(form, opened)
        if not form.is_valid():
            messages.error(request, _("Not saved: some answers could not be read. See below."))
            return self._shown(form, opened)
        try:
            self._save(form, opened)
        except PartChanged as changed:
            self.row = changed.row
            return self._conflict(form)
        except InvalidDefinition as refusal:
            for problem in refusal.problems:
                messages.error(request, problem.message)
            return self._shown(form, opened)
        except StaleDraft as refusal:
            messages.error(request, str(refusal))
            return self._shown(form, opened)
        messages.success(request, _("Saved."))
        return redirect(list_url(key))

    def _save(self, form: PartForm, opened: str) -> None:
        save_edit(
            self.row.key,
            lambda draft: put_part(draft, self.path, form.part),
            path=self.path,
            opened=opened,
            by=person(self.request),
            now=timezone.now(),
        )

    def _shown(self, form: PartForm, opened: str) -> HttpResponse:
        kind = str(form.before.get("kind", ""))
        is_step = self.path.startswith("steps/")
        problems = check_draft(self.row.key) if is_step else []
        found = {row.path: row for row in overview.rows(self.desk, problems)} if is_step else {}
        return self.render_to_response(
            self.get_context_data(
                row=self.row,
                path=self.path,
                form=form,
                opened=opened,
                kind=STEP_KINDS.get(kind, ""),
                icon=ICONS.get(kind, ""),
                problems=found[self.path].problems if self.path in found else (),
                previews=bool(form.before.get("form") or form.before.get("notices"))
                or kind == "notice",
                imports=kind == "table" and bool(form.before.get("id")),
                signs=kind == "webhook" and person(self.request).has_perm(PUBLISH),
                back=list_url(self.row.key),
            )
        )

    def _conflict(self, form: PartForm) -> HttpResponse:
        """Both texts of what differs. Nothing is stored before the person has chosen."""
        try:
            found = differences(self.desk, self.path, form.part)
        except UnknownPart:
            return self._gone()
        posted = [
            (name, value)
            for name, values in self.request.POST.lists()
            if name not in ITS_OWN
            for value in values
        ]
        return self.response_class(
            request=self.request,
            template="designer/steplist/conflict.html",
            context=ProcessEditor.get_context_data(
                self,
                row=self.row,
                differences=found,
                posted=posted,
                opened=fingerprint_at(self.row.draft, self.path),
                here=part_url(self.row.key, self.path),
            ),
            using=self.template_engine,
            status=409,
        )

    def _gone(self) -> HttpResponse:
        """The part was removed or renamed by somebody else: what was written is shown, to copy."""
        words = [
            value
            for name, values in self.request.POST.lists()
            if name not in (*ITS_OWN, "drawn") and not name.endswith(("-count", "-here"))
            for value in values
            if value.strip()
        ]
        return self.response_class(
            request=self.request,
            template="designer/steplist/gone.html",
            context=ProcessEditor.get_context_data(self, words=words, back=list_url(self.row.key)),
            using=self.template_engine,
            status=409,
        )


def part_title(desk: Desk, path: str) -> str:
    """What a part is called."""
    if path == "details":
        return _("Title and description")
    if path == "constants":
        return _("Fixed values")
    try:
        part = find_part(desk.definition, path)
    except UnknownPart:
        return path.partition("/")[2]
    return desk.text(part.get("title") or part.get("label")) or path.partition("/")[2]
