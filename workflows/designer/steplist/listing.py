"""The list itself: every part of a process, and what can be added, copied, moved and removed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from workflows.engine.admin.person import person
from workflows.engine.drafts import check_draft
from workflows.engine.refusals import InvalidDefinition, StaleDraft

from ..forms import UnknownPart, new_part, remove_part
from ..forms.asked.fields import types
from ..forms.asked.steps import STEPS
from ..forms.desk import Choices, Desk
from ..forms.kinds import STEP_KINDS
from ..forms.parts import copy_part, find_part, move_part
from ..home.access import PUBLISH
from . import overview
from .pages import ProcessEditor, list_url, part_url
from .saving import PartChanged, fingerprint_at, save_edit

ADDED = ("steps", "fields", "case_actions")


class StepList(ProcessEditor):
    template_name = "designer/steplist/list.html"

    def get_page_title(self) -> str:
        return _("Edit “%(process)s”") % {"process": self.process_title}

    def crumbs(self) -> list[dict[str, Any]]:
        return [self.last_crumb(_("Edit"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        desk, problems = self.desk, check_draft(self.row.key)
        return super().get_context_data(
            row=self.row,
            steps=overview.rows(desk, problems),
            general=overview.general(problems, desk),
            errors=sum(problem.severity == "error" for problem in problems),
            warnings=sum(problem.severity == "warning" for problem in problems),
            fields=overview.fields(desk),
            constants=overview.constants(desk),
            case_actions=overview.case_actions(desk),
            description=desk.text(self.row.draft.get("description")),
            may_publish=self.request.user.has_perm(PUBLISH),
            step_kinds=step_kinds(desk),
            field_types=types(desk),
            **kwargs,
        )

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        verb, _colon, rest = request.POST.get("do", "").partition(":")
        try:
            match verb:
                case "add" if rest in ADDED:
                    return self._add(rest)
                case "copy":
                    return self._copy(rest)
                case "up" | "down":
                    return self._move(rest, -1 if verb == "up" else 1)
                case "remove":
                    return self._ask(rest)
                case "removed":
                    return self._remove(rest)
        except UnknownPart:
            messages.error(request, _("That is not there any more; somebody removed it."))
        except PartChanged:
            messages.error(request, _("Somebody changed it since. Look at it again first."))
        except StaleDraft as refusal:
            messages.error(request, str(refusal))
        except InvalidDefinition as refusal:
            for problem in refusal.problems:
                messages.error(request, problem.message)
        return redirect(list_url(key))

    def _add(self, path_kind: str) -> HttpResponse:
        kind = self.request.POST.get(f"kind-{path_kind}", "")
        after = self.request.POST.get("after") or None
        made: list[str] = []

        def edit(draft: Any) -> Any:
            definition, path = new_part(draft, path_kind, kind, after=after)
            made[:] = [path]
            return definition

        self._save(edit)
        return redirect(part_url(self.row.key, made[0]))

    def _copy(self, path: str) -> HttpResponse:
        made: list[str] = []

        def edit(draft: Any) -> Any:
            definition, copied = copy_part(draft, path)
            made[:] = [copied]
            return definition

        self._save(edit)
        messages.success(self.request, _("Copied. No way leads to the copy yet."))
        return redirect(part_url(self.row.key, made[0]))

    def _move(self, path: str, by: int) -> HttpResponse:
        self._save(lambda draft: move_part(draft, path, by))
        return redirect(list_url(self.row.key))

    def _ask(self, path: str) -> HttpResponse:
        part = find_part(self.row.draft, path)
        name = self.desk.text(part.get("title") or part.get("label")) or path.partition("/")[2]
        return self.response_class(
            request=self.request,
            template="designer/steplist/remove.html",
            context=ProcessEditor.get_context_data(
                self,
                path=path,
                name=name,
                is_step=path.startswith("steps/"),
                opened=fingerprint_at(self.row.draft, path),
                back=list_url(self.row.key),
            ),
            using=self.template_engine,
        )

    def _remove(self, path: str) -> HttpResponse:
        self._save(
            lambda draft: remove_part(draft, path), path, self.request.POST.get("opened", "")
        )
        messages.success(self.request, _("Removed."))
        return redirect(list_url(self.row.key))

    def _save(self, edit: Any, path: str = "", opened: str | None = None) -> None:
        save_edit(
            self.row.key,
            edit,
            path=path,
            opened=opened,
            by=person(self.request),
            now=timezone.now(),
        )


def step_kinds(desk: Desk) -> list[tuple[str, Choices]]:
    """What can be added, grouped: kinds of steps, then the actions and events of the vocabulary."""
    kinds = [
        (kind, str(STEP_KINDS[kind])) for kind in STEPS if kind not in {"action", "event", "join"}
    ]
    kinds += [("join", str(STEP_KINDS["join"]))]
    actions = [(f"action:{one.key}", desk.text(dict(one.label))) for one in desk.vocabulary.actions]
    events = [(f"event:{one.key}", desk.text(dict(one.label))) for one in desk.vocabulary.events]
    groups = [
        (_("Steps"), kinds),
        (_("The system does"), actions),
        (_("It waits until"), events),
    ]
    return [(label, options) for label, options in groups if options]
