"""On the dashboard: the tasks that wait."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.ui.components import Component

from ..models import WorkItem
from . import rows
from .person import person
from .views import due, process_title, title

SHOWN = 5


class TasksPanel(Component):
    """How many tasks wait for this person, and the first of them."""

    name = "tasks"
    template_name = "engine/admin/tasks_panel.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = person(parent_context["request"])
        found = rows.listed(rows.in_box(rows.OPEN, user), user)
        return {
            "count": found.count(),
            "tasks": [
                {
                    "uuid": item.uuid,
                    "title": title(item),
                    "process": process_title(item),
                    "number": item.case.number,
                    "due": due(item),
                }
                for item in found[:SHOWN]
            ],
        }


def has_tasks(request: HttpRequest) -> bool:
    """Whether the panel says anything: people of pages have other panels to look at."""
    user = person(request)
    waiting = WorkItem.objects.open_to(user).exists()
    return waiting or not user_has_any_page_permission(user)
