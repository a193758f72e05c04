"""What the engine adds to Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.ui.components import Component

from .admin import repairs
from .admin.assigning import AssignPage
from .admin.case_listing import Cases, CasesMenuItem
from .admin.case_page import CasePage
from .admin.cases import ActionPage, case_chart
from .admin.dashboard import TasksPanel, has_tasks
from .admin.inbox import Inbox
from .admin.menu import TasksMenuItem
from .admin.views import TaskFile, TaskPage


@hooks.register("register_admin_urls")
def task_urls() -> list[URLPattern]:
    return [
        path("tasks/", Inbox.as_view(), name="engine_tasks"),
        path("tasks/<uuid:uuid>/", TaskPage.as_view(), name="engine_task"),
        path("tasks/<uuid:uuid>/assign/", AssignPage.as_view(), name="engine_task_assign"),
        path("tasks/files/<uuid:upload>/", TaskFile.as_view(), name="engine_task_file"),
        # After <uuid>, which would fit too.
        path("tasks/<slug:box>/", Inbox.as_view(), name="engine_tasks_box"),
    ]


@hooks.register("register_admin_urls")
def case_urls() -> list[URLPattern]:
    one = "cases/<slug:number>/"
    return [
        path("cases/", Cases.as_view(), name="engine_cases"),
        path("cases/<slug:number>.svg", case_chart, name="engine_case_chart"),
        path(one, CasePage.as_view(), name="engine_case"),
        path(
            f"{one}actions/<slug:action>/",
            ActionPage.as_view(),
            name="engine_case_action",
        ),
        path(f"{one}retry/", repairs.RetryPage.as_view(), name="engine_case_retry"),
        path(f"{one}jump/", repairs.JumpPage.as_view(), name="engine_case_jump"),
        path(f"{one}cancel/", repairs.CancelPage.as_view(), name="engine_case_cancel"),
        path(f"{one}events/", repairs.EventPage.as_view(), name="engine_case_event"),
    ]


@hooks.register("register_admin_menu_item")
def tasks_menu_item() -> TasksMenuItem:
    return TasksMenuItem()


@hooks.register("register_admin_menu_item")
def cases_menu_item() -> CasesMenuItem:
    return CasesMenuItem()


@hooks.register("construct_homepage_panels")
def add_tasks_panel(request: HttpRequest, panels: list[Component]) -> None:
    if has_tasks(request):
        panels.append(TasksPanel())
