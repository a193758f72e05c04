"""What the engine adds to Wagtail's admin."""

from django.urls import URLPattern, path
from wagtail import hooks

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
