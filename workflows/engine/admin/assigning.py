"""Giving a task to a person."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.users.models import User

from ..actions import assign_task
from ..actions.tasks import may_assign
from ..models import WorkItem
from ..refusals import Refusal
from .coming_back import came_from
from .person import person
from .views import HOME, process_title, title

# A list to choose from; whoever is not on it is named.
SHOWN = 200


def people_for(item: WorkItem) -> QuerySet[User]:
    """The active people who may do ``item``, with how many ``open_tasks`` each has taken."""
    asked = item.candidates.order_by()
    taken = WorkItem.objects.open().filter(task__owner=OuterRef("pk")).order_by()
    load = taken.values("task__owner").annotate(count=Count("pk")).values("count")
    found: QuerySet[User] = User.objects.filter(
        Q(pk__in=asked.exclude(user=None).values("user"))
        | Q(groups__name__in=asked.exclude(role="").values("role"))
        | Q(teams__slug__in=asked.exclude(team="").values("team"))
        | Q(led_teams__slug__in=asked.exclude(team="").values("team")),
        is_active=True,
    ).exclude(pk__in=item.exclusions.order_by().values("user"))
    loaded = found.annotate(open_tasks=Coalesce(Subquery(load, output_field=IntegerField()), 0))
    return loaded.order_by("display_name", "pk").distinct()


class AssignForm(forms.Form):
    """One of those who are asked, or anybody by their username."""

    to = forms.ChoiceField(label=gettext_lazy("Person"), required=False)
    username = forms.CharField(
        label=gettext_lazy("Or somebody else"),
        help_text=gettext_lazy("The username of anybody with an account."),
        required=False,
        max_length=150,
    )

    def __init__(self, item: WorkItem, *args: Any) -> None:
        super().__init__(*args)
        self.people = {str(one.uuid): one for one in people_for(item)[:SHOWN]}
        choices = [(key, _labelled(one)) for key, one in self.people.items()]
        field: Any = self.fields["to"]
        field.choices = [("", "–"), *choices]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        username = cleaned.get("username")
        if username:
            found = User.objects.filter(username=username, is_active=True).first()
            if found is None:
                raise ValidationError({"username": _("Nobody active has this username.")})
            cleaned["person"] = found
        elif cleaned.get("to"):
            cleaned["person"] = self.people[cleaned["to"]]
        elif not self.errors:
            raise ValidationError({"to": _("Choose a person.")})
        return cleaned


def _labelled(user: Any) -> str:
    count = user.open_tasks
    words = ngettext("%(count)d open task", "%(count)d open tasks", count) % {"count": count}
    return _("%(person)s (%(load)s)") % {"person": user, "load": words}


class AssignPage(WagtailAdminTemplateMixin, TemplateView):
    """Managers of cases and leads of the task's teams may."""

    template_name = "engine/admin/assign.html"
    header_icon = "user"
    page_title = gettext_lazy("Assign")
    item: WorkItem

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = WorkItem.objects.visible_to(person(request))
        rows = rows.select_related("task__owner", "case__version__definition")
        self.item = get_object_or_404(rows, uuid=kwargs["uuid"])
        if not may_assign(self.item, person(request)):
            raise PermissionDenied

    def get_page_subtitle(self) -> str:
        return title(self.item)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        task = {"url": reverse("engine_task", args=[self.item.uuid]), "label": title(self.item)}
        tasks = {"url": reverse("engine_tasks"), "label": _("My tasks")}
        here = f"{title(self.item)} · {self.page_title}"
        return [HOME, tasks, task, {"url": "", "label": here}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or AssignForm(self.item)
        return super().get_context_data(
            item=self.item,
            process=process_title(self.item),
            form=form,
            back=self._back(),
            **kwargs,
        )

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        form = AssignForm(self.item, request.POST)
        if form.is_valid():
            to = form.cleaned_data["person"]
            try:
                assign_task(self.item.uuid, to=to, by=person(request), now=timezone.now())
            except Refusal as refusal:
                messages.error(request, str(refusal))
            else:
                words = {"task": title(self.item), "person": to}
                messages.success(request, _("“%(task)s” is given to %(person)s.") % words)
                return redirect(self._back())
        return self.render_to_response(self.get_context_data(form=form))

    def _back(self) -> str:
        return came_from(self.request, reverse("engine_task", args=[self.item.uuid]))
