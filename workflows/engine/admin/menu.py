"""The menu item with the number of tasks that wait."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
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
        count = WorkItem.objects.open_to(person(request)).count()
        item: Any = super().render_component(request)
        item.label = _("My tasks (%d)") % count if count else _("My tasks")
        return item
