"""Menu items: the tasks that wait, with their number, and the processes."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from ..models import WorkItem
from .person import person
from .processes import ICON, PERMISSION


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
        count = WorkItem.objects.open_to(person(request)).count()
        item: Any = super().render_component(request)
        item.label = _("My tasks (%d)") % count if count else _("My tasks")
        return item


class ProcessesMenuItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Processes"),
            reverse_lazy("engine_processes"),
            name="processes",
            icon_name=ICON,
            order=160,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))
