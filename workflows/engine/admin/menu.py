"""The menu item of the tasks that wait, with their number."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from ..models import WorkItem
from .person import person


class TasksMenuItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("My tasks"),
            reverse_lazy("engine_tasks"),
            name="my-tasks",
            icon_name="tasks",
            order=150,
        )

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        user, now = person(request), timezone.now()
        found = WorkItem.objects.open_to(user).order_by()
        counts = found.aggregate(
            open=Count("pk"), late=Count("pk", filter=Q(task__deadline__due_at__lte=now))
        )
        item: Any = super().render_component(request)
        item.label = _label(**counts)
        return item


def _label(*, open: int, late: int) -> str:  # noqa: A002 - named as its box is
    if late:
        return _("My tasks (%(count)d, %(late)d late)") % {"count": open, "late": late}
    return _("My tasks (%d)") % open if open else _("My tasks")
