"""What the engine adds to Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.auth import permission_required
from wagtail.admin.ui.components import Component

from .admin import processes
from .admin.cases import ActionPage, case_chart
from .admin.dashboard import TasksPanel, has_tasks
from .admin.menu import ProcessesMenuItem, TasksMenuItem
from .admin.views import MyTasks, TaskFile, TaskPage

may_see_processes = permission_required(processes.PERMISSION)


@hooks.register("register_admin_urls")
def task_urls() -> list[URLPattern]:
    return [
        path("tasks/", MyTasks.as_view(), name="engine_tasks"),
        path("tasks/<uuid:uuid>/", TaskPage.as_view(), name="engine_task"),
        path("tasks/files/<uuid:upload>/", TaskFile.as_view(), name="engine_task_file"),
    ]


@hooks.register("register_admin_urls")
def case_urls() -> list[URLPattern]:
    return [
        path("cases/<slug:number>.svg", case_chart, name="engine_case_chart"),
        path(
            "cases/<slug:number>/actions/<slug:action>/",
            ActionPage.as_view(),
            name="engine_case_action",
        ),
    ]


@hooks.register("register_admin_urls")
def process_urls() -> list[URLPattern]:
    return [
        path(
            "processes/",
            may_see_processes(processes.Processes.as_view()),
            name="engine_processes",
        ),
        path(
            "processes/<slug:key>/",
            may_see_processes(processes.ProcessPage.as_view()),
            name="engine_process",
        ),
        path(
            "processes/<slug:key>/<int:number>.svg",
            may_see_processes(processes.chart),
            name="engine_process_chart",
        ),
    ]


@hooks.register("register_admin_menu_item")
def tasks_menu_item() -> TasksMenuItem:
    return TasksMenuItem()


@hooks.register("register_admin_menu_item")
def processes_menu_item() -> ProcessesMenuItem:
    return ProcessesMenuItem()


@hooks.register("construct_homepage_panels")
def add_tasks_panel(request: HttpRequest, panels: list[Component]) -> None:
    if has_tasks(request):
        panels.append(TasksPanel())
