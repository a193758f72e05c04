"""Applications: the form, applying, and following one to its end.

An application bears its case's number; what may be done with it is what its case offers.
"""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from api.conventions.access import SIGNED_IN, caller
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import CursorQuery, cursor_page
from api.conventions.views import View
from api.onboarding.answers import ApplicationDetail, ApplicationItem
from api.work.answers import FormAnswer, TimelineAnswer
from api.work.bodies import DataBody
from api.work.cases import LanguageQuery
from api.work.languages import asked, language_of
from api.work.polling import TimelineQuery, polled_timeline
from workflows.engine.actions import start_case, take_action
from workflows.engine.models import Case
from workflows.engine.queries import start_form
from workflows.onboarding.models import Application

PROCESS = "onboarding"


def visible_application(request: Request, number: str) -> Application:
    """The application, if the caller may see it. Raises 404."""
    return get_object_or_404(Application.objects.visible_to(caller(request)), number=number)


def case_of(application: Application) -> Case:
    rows = Case.objects.select_related("version", "definition", "starter", "process")
    return rows.get(number=application.number)


class ApplicationForm(View):
    @operation(
        "Read the form of an application",
        access=SIGNED_IN,
        scope="work",
        query=LanguageQuery,
        answers={200: FormAnswer},
    )
    def get(self, request: Request) -> Response:
        language = language_of(self.parameters)
        form = start_form(PROCESS, caller(request), language, now=timezone.now())
        return Response(FormAnswer(form).data)


class Applications(View):
    @operation(
        "List my applications, or all for whoever reviews them",
        access=SIGNED_IN,
        scope="work",
        query=CursorQuery,
        answers={200: Page(ApplicationItem)},
    )
    def get(self, request: Request) -> Response:
        page = cursor_page(
            request,
            self.parameters,
            Application.objects.visible_to(caller(request)),
            lambda found: ApplicationItem(list(found), many=True).data,
            ordering=("-created_at", "-pk"),
        )
        return Response(page)

    @operation(
        "Apply",
        access=SIGNED_IN,
        scope="work",
        query=LanguageQuery,
        body=DataBody,
        answers={201: ApplicationDetail},
    )
    def post(self, request: Request) -> Response:
        case = start_case(PROCESS, by=caller(request), data=self.body["data"], now=timezone.now())
        answer = ApplicationDetail(case, context=asked(request, self.parameters))
        return Response(answer.data, status=201)


class OneApplication(View):
    @operation(
        "Read an application with what I may do",
        access=SIGNED_IN,
        scope="work",
        query=LanguageQuery,
        answers={200: ApplicationDetail},
    )
    def get(self, request: Request, number: str) -> Response:
        case = case_of(visible_application(request, number))
        return Response(ApplicationDetail(case, context=asked(request, self.parameters)).data)


class ApplicationTimeline(View):
    @operation(
        "Read what happened to an application, oldest first",
        access=SIGNED_IN,
        scope="work",
        query=TimelineQuery,
        answers={200: TimelineAnswer},
        conditional=True,
    )
    def get(self, request: Request, number: str) -> Response:
        case = case_of(visible_application(request, number))
        return polled_timeline(request, case, self.parameters)


class ApplicationAction(View):
    @operation(
        "Take an action that the application offers me",
        access=SIGNED_IN,
        scope="work",
        query=LanguageQuery,
        body=DataBody,
        answers={200: ApplicationDetail},
    )
    def post(self, request: Request, number: str, action: str) -> Response:
        application = visible_application(request, number)
        data = self.body["data"]
        take_action(number, action, by=caller(request), data=data, now=timezone.now())
        answer = ApplicationDetail(case_of(application), context=asked(request, self.parameters))
        return Response(answer.data)
