"""The next tasks on the first page of the admin."""

from typing import Any

from django.template.loader import get_template
from django.urls import reverse
from wagtail.admin.ui.components import Component

from ..models import WorkItem
from .person import person
from .views import due, process_title, title

SHOWN = 5


class TasksPanel(Component):
    """The oldest tasks that are open to the person; nothing for whom nothing waits."""

    name = "my-tasks"
    order = 90
    template_name = "engine/admin/home_tasks.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        items = WorkItem.objects.open_to(person(parent_context["request"])).detailed()
        return {
            "tasks": [
                {
                    "title": title(item),
                    "url": reverse("engine_task", args=[item.uuid]),
                    "process": process_title(item),
                    "case": item.case.number,
                    "due": due(item),
                }
                for item in items.order_by("opened_at", "pk")[:SHOWN]
            ]
        }

    def render_html(self, parent_context: Any = None) -> Any:
        context = self.get_context_data(parent_context)
        if not context["tasks"]:
            return ""
        return get_template(self.template_name).render(context)
