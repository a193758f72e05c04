"""One case of any kind: where it stands, what is known, its work, and what happened."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.users.models import User

from .. import queries
from ..flows import flow_of_case
from ..models import Case, TimelineEntry, WorkItem
from ..states import TimelineEvent
from ..visibility import readable_files
from ..wording import joined
from . import rows
from .answers import everything_known
from .case_listing import ICON, process_title
from .cases import case_context
from .coming_back import and_back
from .inbox import may_assign
from .links import page_for
from .person import person
from .views import HOME, due, language, title

MANAGE, TELL = "engine.manage_cases", "engine.send_events"


class OfCase(WagtailAdminTemplateMixin, TemplateView):
    """A page about one case that its reader may see."""

    header_icon = ICON
    # What this page is called in the trail; the page of the case itself has none.
    crumb: Any = ""
    case: Case

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        found = Case.objects.visible_to(person(request))
        found = found.select_related("version__definition", "definition", "process", "starter")
        self.case = get_object_or_404(found, number=kwargs["number"])

    @property
    def case_url(self) -> str:
        return reverse("engine_case", args=[self.case.number])

    def get_page_title(self) -> str:
        return str(self.crumb) or _("Case")

    def get_page_subtitle(self) -> str:
        return self.case.number

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = [
            HOME,
            {"url": reverse("engine_cases"), "label": _("Cases")},
        ]
        # The last of them is all that the header shows before it is opened.
        if not self.crumb:
            whole = f"{process_title(self.case)} · {self.case.number}"
            return [*items, {"url": self.case_url, "label": whole}]
        here = {"url": "", "label": f"{self.case.number} · {self.crumb}"}
        return [*items, {"url": self.case_url, "label": self.case.number}, here]


class CasePage(OfCase):
    """Everything about a case that its reader may know, and do."""

    template_name = "engine/admin/case_page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, user = self.case, person(self.request)
        context = case_context(case.number, user, back=self.case_url)
        return super().get_context_data(
            **context
            | {
                "case_url": "",
                "is_whole": True,
                "process": process_title(case),
                "subject": page_for(case.subject, user) if case.subject_type_id else None,
                "tasks": self._tasks(user),
                "failures": failures(case),
                "known": everything_known(case, user),
                "files": readable_files(case, user),
                "family": family(case, user),
                "may_manage": case.finished_at is None and user.has_perm(MANAGE),
                "may_tell": case.finished_at is None
                and user.has_perm(TELL)
                and bool(flow_of_case(case).compiled.vocabulary.told_events),
            },
            **kwargs,
        )

    def _tasks(self, user: User) -> list[dict[str, Any]]:
        """The open tasks: what they are, who has them, and what ``user`` may do to each."""
        mine = {item.pk for item in WorkItem.objects.visible_to(user).open().filter(case=self.case)}
        found = rows.listed(WorkItem.objects.open().filter(case=self.case), user)
        return [
            {
                "item": item,
                "title": title(item),
                "due": due(item),
                "is_overdue": item.due_at is not None and item.due_at <= self.now,
                "asked": asked(item),
                "is_visible": item.pk in mine,
                "may_claim": rows.may_claim(item),
                "may_release": item.owner is not None
                and (item.owner == user or user.has_perm(MANAGE)),
                "assign_url": and_back(
                    reverse("engine_task_assign", args=[item.uuid]), self.case_url
                )
                if may_assign(item, user)
                else "",
            }
            for item in found.prefetch_related("candidates__user")
        ]


def asked(item: WorkItem) -> str:
    """Who is asked to do a task, in words."""
    words = [
        str(one.user)
        if one.user
        else _("role %(name)s") % {"name": rows.role_label(one.role)}
        if one.role
        else _("team %(name)s") % {"name": one.team}
        for one in item.candidates.all()
    ]
    return joined(words) or "–"


def failures(case: Case) -> list[dict[str, Any]]:
    """The steps that wait for somebody to try them again, and what they said."""
    failed = Task.objects.filter(process=case.process_id, status=STATUS.ERROR).order_by("pk")
    steps = {task.flow_task.name: task for task in failed}
    said = {
        entry.step: entry
        for entry in TimelineEntry.objects.filter(
            case=case, event=TimelineEvent.FAILED, step__in=steps
        )
    }
    return [
        {
            "step": step,
            "title": queries.step_title(case.version, step, language()),
            "code": task.data.get("_exception", {}).get("code", ""),
            "message": said[step].data.get("message", "") if step in said else "",
            "at": said[step].at if step in said else None,
        }
        for step, task in steps.items()
    ]


def family(case: Case, user: User) -> list[tuple[Any, Case]]:
    """The case that began this one, and those that it began, as far as ``user`` sees them."""
    found: list[tuple[Any, Case]] = []
    if case.parent is not None:
        found.append((gettext_lazy("Began this case"), case.parent))
    begun = case.subcases.order_by("started_at", "pk")
    found += [(gettext_lazy("Begun by this case"), one) for one in begun]
    seen = set(
        Case.objects.visible_to(user)
        .filter(pk__in=[one.pk for _label, one in found])
        .values_list("pk", flat=True)
    )
    return [(label, one) for label, one in found if one.pk in seen]
