"""One task with its form, and the files of cases."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import View
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.uploads.models import Upload
from accounts.uploads.queries import readable_upload

from .. import queries
from ..actions import claim_task, complete_task, read_personal, release_task
from ..actions.tasks import may_assign
from ..forms.access import access_for
from ..forms.schema import hints, value_schema
from ..models import WorkItem
from ..nodes import ApprovalNode, ItemNode
from ..refusals import InvalidForm, Refusal
from ..texts import localized
from .answering import Answering
from .coming_back import came_from
from .person import person
from .taskform import NOTHING, TaskForm, shown
from .timeline import told

HOME = {"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("Home")}


def language() -> str:
    return get_language() or "en"


def title(item: WorkItem) -> str:
    """The title of the step; of a row's task also which row it is about."""
    step = queries.step_title(item.case.version, item.step, language())
    node = item.task.flow_task
    if not isinstance(node, ItemNode):
        return step
    words = {"step": step, "row": item.task.data["row"] + 1, "what": _first_cell(node, item)}
    if not words["what"]:
        return _("%(step)s: row %(row)d") % words
    return _("%(step)s: row %(row)d, %(what)s") % words


def _first_cell(node: ItemNode, item: WorkItem) -> str:
    """The first thing that those who do the task see of their row."""
    row = node.row(item.task, item.case.data)
    for entry in node.form.entries:
        if access_for(entry.access, ()) != "hidden" and row.get(entry.key) not in (None, "", []):
            schema, hint = value_schema(entry.field, language()), hints(entry.field, language())
            cell = shown(schema, hint, row[entry.key])
            return "" if cell.files else cell.text
    return ""


def due(item: WorkItem) -> str:
    moment = item.due_at
    if moment is None:
        return ""
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def process_title(item: WorkItem) -> str:
    return localized(item.case.version.content["title"], language())


class TaskPage(Answering, WagtailAdminTemplateMixin, TemplateView):
    """The form of a task: outcomes are its buttons."""

    template_name = "engine/admin/task.html"
    header_icon = "tasks"
    now: datetime
    item: WorkItem

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        rows = WorkItem.objects.visible_to(person(request)).detailed()
        self.item = get_object_or_404(rows, uuid=kwargs["uuid"])

    def get_page_title(self) -> str:
        return title(self.item)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        tasks = {"url": reverse("engine_tasks"), "label": _("My tasks")}
        return [HOME, tasks, {"url": "", "label": title(self.item)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offers = queries.offered_outcomes(
            self.item, person(self.request), language=language(), now=self.now
        )
        form = kwargs.pop("form", None) or (self._form() if offers else None)
        return super().get_context_data(
            item=self.item,
            process=process_title(self.item),
            offers=offers,
            form=form,
            media=form.media if form else "",
            may_claim=self._may_claim(),
            may_release=self._may_release(),
            may_assign=self.item.is_open and may_assign(self.item, person(self.request)),
            case_url=reverse("engine_case", args=[self.item.case.number]),
            is_overdue=self._is_overdue(),
            timeline=told(self.item.case, language(), person(self.request)),
            **kwargs,
        )

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponseBase:
        verb = request.POST.get("verb", "")
        try:
            if verb == "complete":
                return self._reshape() or self._complete(request)
            if verb == "open":
                return self._open(request)
            if verb == "claim":
                claim_task(uuid, by=person(request), now=self.now)
                messages.success(request, _("This task is yours now."))
            elif verb == "release":
                release_task(uuid, by=person(request), now=self.now)
                messages.success(request, _("This task is back in the queue."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect(came_from(request, request.path))

    def _reshape(self) -> HttpResponseBase | None:
        form = self.reshaped(self._described()) if "rows" in self.request.POST else None
        return self.render_to_response(self.get_context_data(form=form)) if form else None

    def _complete(self, request: HttpRequest) -> HttpResponseBase:
        form = self.read(self._form((request.POST, request.FILES)))
        if form.is_valid():
            try:
                complete_task(
                    self.item.uuid,
                    by=person(request),
                    outcome=request.POST.get("outcome", ""),
                    data=form.answers(),
                    now=self.now,
                )
            except InvalidForm as refusal:
                form.refuse(refusal.errors)
            else:
                messages.success(request, _("Done: %s") % title(self.item))
                return redirect("engine_tasks")
        messages.error(request, _("Some answers do not fit. See the fields below."))
        return self.render_to_response(self.get_context_data(form=form))

    def _open(self, request: HttpRequest) -> HttpResponseBase:
        """Show a value that is held under seal, on this page, which no browser keeps."""
        field = request.POST.get("field", "")
        value = read_personal(self.item.uuid, field, by=person(request))
        form = self._form(opened={field: value})
        return self.render_to_response(self.get_context_data(form=form))

    def _form(self, sent: Any = None, opened: Mapping[str, str] = NOTHING) -> TaskForm:
        return TaskForm(self._described(), sent, opened)

    def _described(self) -> dict[str, Any]:
        return queries.form_for(self.item, person(self.request), language(), now=self.now)

    def _may_release(self) -> bool:
        user, owner = person(self.request), self.item.owner
        manages = user.has_perm("engine.manage_cases")
        return self.item.is_open and owner is not None and (owner == user or manages)

    def _is_overdue(self) -> bool:
        moment = self.item.due_at
        return self.item.is_open and moment is not None and moment <= self.now

    def _may_claim(self) -> bool:
        node = self.item.task.flow_task
        if isinstance(node, ApprovalNode) or not self.item.is_open:
            return False
        return bool(node.can_assign(person(self.request), self.item.task))


class TaskFile(View):
    """A file of a case, for whoever may read it."""

    def get(self, request: HttpRequest, upload: UUID) -> HttpResponseBase:
        try:
            found = readable_upload(upload, user=person(request), now=timezone.now())
        except Upload.DoesNotExist as error:
            raise Http404 from error
        return FileResponse(
            found.file.open(),
            as_attachment=True,
            filename=found.name,
            content_type=found.type,
            headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
        )
