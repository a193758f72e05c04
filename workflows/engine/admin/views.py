"""My open tasks, and one of them."""

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
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin

from accounts.uploads.models import Upload
from accounts.uploads.queries import readable_upload
from accounts.users.models import User

from .. import queries
from ..actions import claim_task, complete_task, read_personal, release_task
from ..models import WorkItem
from ..models.work import WorkItemQuerySet
from ..nodes import ApprovalNode
from ..refusals import InvalidForm, Refusal
from ..texts import localized
from .answering import Answering
from .person import person
from .taskform import NOTHING, TaskForm
from .timeline import told

HOME = {"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("Home")}


def language() -> str:
    return get_language() or "en"


def title(item: WorkItem) -> str:
    return queries.step_title(item.case.version, item.step, language())


def due(item: WorkItem) -> str:
    moment = item.due_at
    if moment is None:
        return ""
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def process_title(item: WorkItem) -> str:
    return localized(item.case.version.content["title"], language())


def my_tasks(user: User, *, now: datetime) -> WorkItemQuerySet:
    return queries.tasks(user, now=now).filter(pk__in=WorkItem.objects.open_to(user))


class TaskPaginator(WagtailPaginator):
    """Counts tasks: "work item" is a word of the engine's."""

    verbose_name = gettext_lazy("task")
    verbose_name_plural = gettext_lazy("tasks")


class MyTasks(BaseListingView):
    """What I have taken and what I may take, oldest first."""

    page_title = gettext_lazy("My tasks")
    header_icon = "tasks"
    paginate_by = 50
    index_url_name = "engine_tasks"
    paginator_class = TaskPaginator
    verbose_name_plural = gettext_lazy("tasks")
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Task"),
            accessor=title,
            get_url=lambda item: reverse("engine_task", args=[item.uuid]),
        ),
        Column("process", label=gettext_lazy("Process"), accessor=process_title),
        Column("case", label=gettext_lazy("Case"), accessor="case.number"),
        Column("starter", label=gettext_lazy("Begun by"), accessor="case.starter"),
        DateColumn("opened_at", label=gettext_lazy("Since")),
        # Wagtail's column of dates knows the past only.
        Column("due_at", label=gettext_lazy("Due"), accessor=due),
        Column("owner", label=gettext_lazy("Taken by"), accessor=lambda item: item.owner or "–"),
    ]

    def get_base_queryset(self) -> WorkItemQuerySet:
        return my_tasks(person(self.request), now=timezone.now())


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
            may_release=self.item.owner == person(self.request),
            timeline=told(self.item.case, language()),
            **kwargs,
        )

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponseBase:
        verb = request.POST.get("verb", "")
        try:
            if verb == "complete":
                return self._complete(request)
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
        return redirect("engine_task", uuid)

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
        described = queries.form_for(self.item, person(self.request), language(), now=self.now)
        return TaskForm(described, sent, opened)

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
