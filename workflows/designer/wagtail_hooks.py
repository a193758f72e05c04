"""What the designer adds to Wagtail's admin."""

from django.urls import URLPattern, path
from wagtail import hooks

from .canvas_views.urls import canvas_urls
from .home import access, beginning, page, starting, versions
from .home.listing import Processes, ProcessesMenuItem
from .steplist.importing import ImportPage
from .steplist.listing import StepList
from .steplist.parts import PartPage
from .steplist.preview import PreviewPage
from .steplist.secret import SecretPage
from .steplist.simulating import SimulatePage


@hooks.register("register_admin_urls")
def home_urls() -> list[URLPattern]:
    one = "processes/<slug:key>/"
    return [
        path("processes/", access.may_view(Processes.as_view()), name="designer_processes"),
        # Before {key}; ``beginning.RESERVED`` keeps the word free.
        path(
            "processes/new/",
            access.may_edit(beginning.NewProcess.as_view()),
            name="designer_new",
        ),
        path(one, access.may_view(page.ProcessPage.as_view()), name="designer_process"),
        path(f"{one}<int:number>.svg", access.may_view(page.chart), name="designer_chart"),
        path(
            f"{one}publish/",
            access.may_publish(versions.PublishPage.as_view()),
            name="designer_publish",
        ),
        path(
            f"{one}compare/",
            access.may_view(versions.ComparePage.as_view()),
            name="designer_compare",
        ),
        path(
            f"{one}roll-back/<int:number>/",
            access.may_publish(versions.RollBackPage.as_view()),
            name="designer_roll_back",
        ),
        path(f"{one}copy/", access.may_edit(beginning.CopyProcess.as_view()), name="designer_copy"),
        path(f"{one}start/", starting.StartPage.as_view(), name="designer_start"),
    ]


@hooks.register("register_admin_urls")
def step_list_urls() -> list[URLPattern]:
    edit = "processes/<slug:key>/edit/"
    return [
        path(edit, access.may_edit(StepList.as_view()), name="designer_steps"),
        path(
            f"{edit}secret/",
            access.may_publish(SecretPage.as_view()),
            name="designer_secret",
        ),
        path(
            f"{edit}simulate/",
            access.may_edit(SimulatePage.as_view()),
            name="designer_simulate",
        ),
        path(
            f"{edit}preview/<path:path>/",
            access.may_edit(PreviewPage.as_view()),
            name="designer_preview",
        ),
        path(
            f"{edit}import/<str:step>/",
            access.may_edit(ImportPage.as_view()),
            name="designer_import",
        ),
        path(f"{edit}<path:path>/", access.may_edit(PartPage.as_view()), name="designer_part"),
    ]


@hooks.register("register_admin_menu_item")
def processes_menu_item() -> ProcessesMenuItem:
    return ProcessesMenuItem()


hooks.register("register_admin_urls", canvas_urls)
