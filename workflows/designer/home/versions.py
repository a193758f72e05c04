"""Publishing the draft, comparing versions, and going back to an older one."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from workflows.designer.comparison import Comparison
from workflows.designer.differences import version_changes
from workflows.engine.admin.person import person
from workflows.engine.admin.views import language
from workflows.engine.drafts import check_draft
from workflows.engine.models import Version
from workflows.engine.problems import Problem, has_errors
from workflows.engine.publication import publish_draft, roll_back
from workflows.engine.refusals import InvalidDefinition, NotFound, Refusal
from workflows.engine.versions import find_version

from .access import OfProcess

DRAFT = "draft"


class NoteForm(forms.Form):
    """Why: kept with the version, and shown beside it."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("What changes and why, for whoever looks at it later."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PublishPage(OfProcess):
    """What the draft changes, what is wrong with it, and publishing it."""

    template_name = "designer/publish.html"
    crumb = gettext_lazy("Publish")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        problems = kwargs.pop("problems", None) or check_draft(self.definition.key)
        comparison = self._changes()
        return super().get_context_data(
            form=kwargs.pop("form", None) or NoteForm(initial={"note": self._note()}),
            problems=problems,
            is_publishable=not has_errors(problems),
            comparison=comparison,
            is_changed=comparison is None or bool(comparison.changes),
            **kwargs,
        )

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if request.POST.get("etag") != self.definition.etag:
            messages.error(
                request,
                _("Somebody changed the draft after you opened this page. See what it is now."),
            )
            return self.render_to_response(self.get_context_data(form=form))
        try:
            version = publish_draft(
                key, by=person(request), note=form.cleaned_data["note"], now=timezone.now()
            )
        except InvalidDefinition as refused:
            return self._refused(form, refused.problems)
        except Refusal as refused:
            messages.error(request, str(refused))
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(
            request, _("New cases get version %(number)d.") % {"number": version.number}
        )
        return redirect(self.process_url)

    def _refused(self, form: NoteForm, problems: list[Problem]) -> HttpResponseBase:
        messages.error(self.request, _("Not published: see what is wrong below."))
        return self.render_to_response(self.get_context_data(form=form, problems=problems))

    def _note(self) -> str:
        """What was written of the draft; not what an older version says of itself."""
        base, note = self.definition.draft_base, self.definition.draft_note
        return "" if base is not None and base.note == note else note

    def _changes(self) -> Comparison | None:
        """What differs from the version in force; nothing to compare with before the first."""
        if self.current is None:
            return None
        try:
            return version_changes(
                self.definition.key, self.current.number, None, language=language()
            )
        except InvalidDefinition:
            return None


class ComparePage(OfProcess):
    """Two versions, or a version and the draft, side by side and in words."""

    template_name = "designer/compare.html"
    crumb = gettext_lazy("Compare versions")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        numbers = list(
            self.definition.versions.order_by("-number").values_list("number", flat=True)
        )
        if not numbers:
            raise Http404
        source = self._number("from", default=self.current.number if self.current else numbers[0])
        target = self._number("to", default=None)
        problems: list[Problem] = []
        comparison = None
        try:
            comparison = version_changes(
                self.definition.key, source or numbers[0], target, language=language()
            )
        except NotFound as error:
            raise Http404 from error
        except InvalidDefinition as refused:
            problems = refused.problems
        return super().get_context_data(
            numbers=numbers,
            source=source,
            target=target,
            comparison=comparison,
            problems=problems,
            **kwargs,
        )

    def _number(self, name: str, *, default: int | None) -> int | None:
        sent = self.request.GET.get(name, "")
        if not sent or sent == DRAFT:
            return default
        if not (sent.isdecimal() and len(sent) <= 9):
            raise Http404
        return int(sent)


class RollBackPage(OfProcess):
    """Let new cases have an older version again, having seen what that changes."""

    template_name = "designer/roll_back.html"
    crumb = gettext_lazy("Roll back")
    version: Version

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        try:
            self.version = find_version(kwargs["key"], kwargs["number"])
        except NotFound as error:
            raise Http404 from error

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comparison = None
        if self.current is not None:
            comparison = version_changes(
                self.definition.key, self.current.number, self.version.number, language=language()
            )
        return super().get_context_data(
            version=self.version,
            comparison=comparison,
            form=kwargs.pop("form", None) or NoteForm(),
            **kwargs,
        )

    def post(self, request: HttpRequest, key: str, number: int) -> HttpResponseBase:
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        roll_back(
            key,
            to=number,
            by=person(request),
            note=form.cleaned_data["note"],
            now=timezone.now(),
        )
        messages.success(request, _("New cases get version %(number)d.") % {"number": number})
        return redirect(self.process_url)
