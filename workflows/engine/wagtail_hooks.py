"""What the engine adds to Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.ui.components import Component

from .admin.home import TasksPanel
from .admin.menu import TasksMenuItem
from .admin.views import MyTasks, TaskFile, TaskPage


@hooks.register("register_admin_urls")
def task_urls() -> list[URLPattern]:
    return [
        path("tasks/", MyTasks.as_view(), name="engine_tasks"),
        path("tasks/<uuid:uuid>/", TaskPage.as_view(), name="engine_task"),
        path("tasks/files/<uuid:upload>/", TaskFile.as_view(), name="engine_task_file"),
    ]


@hooks.register("register_admin_menu_item")
def tasks_menu_item() -> TasksMenuItem:
    return TasksMenuItem()


@hooks.register("construct_homepage_panels")
def show_tasks(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(TasksPanel())
