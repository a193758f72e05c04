"""Cases: reading one, its timeline and chart, acting on it, and what an operator does about it."""

from uuid import uuid4

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request
from rest_framework.response import Response

from api.conventions.access import SIGNED_IN, caller, holding
from api.conventions.operations import operation
from api.conventions.parameters import Language, Query
from api.conventions.views import View
from api.work.answers import CaseDetail, EventAnswer, TimelineAnswer
from api.work.bodies import DataBody, EventBody, JumpBody, ReasonBody, RetryBody
from api.work.languages import asked, language_of
from api.work.polling import TimelineQuery, polled_timeline
from workflows.engine.actions import (
    cancel_case,
    jump_case,
    receive_event,
    retry_step,
    take_action,
)
from workflows.engine.models import Case
from workflows.engine.queries import chart_svg

MANAGING = holding("engine.manage_cases")


class LanguageQuery(Query):
    locale = Language()


def visible_case(request: Request, number: str) -> Case:
    """The case, if the caller may see it. Raises 404."""
    rows = Case.objects.visible_to(caller(request))
    rows = rows.select_related("version__definition", "definition", "starter", "process")
    return get_object_or_404(rows, number=number)


class CaseView(View):
    """What every operation on one case answers."""

    def answer(self, request: Request, number: str) -> Response:
        context = asked(request, self.parameters)
        return Response(CaseDetail(visible_case(request, number), context=context).data)


class OneCase(CaseView):
    @operation(
        "Read a case with what I may do",
        access=SIGNED_IN,
        scope="work",
        query=LanguageQuery,
        answers={200: CaseDetail},
    )
    def get(self, request: Request, number: str) -> Response:
        return self.answer(request, number)


class Timeline(View):
    @operation(
        "Read what happened, oldest first",
        access=SIGNED_IN,
        scope="work",
        query=TimelineQuery,
        answers={200: TimelineAnswer},
        conditional=True,
    )
    def get(self, request: Request, number: str) -> Response:
        return polled_timeline(request, visible_case(request, number), self.parameters)


class Chart(View):
    @operation(
        "See where a case stands",
        access=SIGNED_IN,
        scope="work",
        query=LanguageQuery,
        answers={(200, "image/svg+xml"): OpenApiTypes.STR},
    )
    def get(self, request: Request, number: str) -> HttpResponseBase:
        case = visible_case(request, number)
        drawing = chart_svg(case.version, language_of(self.parameters), case=case)
        return HttpResponse(drawing, content_type="image/svg+xml")


class CaseAction(CaseView):
    @operation(
        "Take an action that the case offers me",
        access=SIGNED_IN,
        scope="work",
        query=LanguageQuery,
        body=DataBody,
        answers={200: CaseDetail},
    )
    def post(self, request: Request, number: str, action: str) -> Response:
        data = self.body["data"]
        take_action(number, action, by=caller(request), data=data, now=timezone.now())
        return self.answer(request, number)


class Events(View):
    @operation(
        "Tell a case that something happened",
        access=SIGNED_IN,
        scope="events",
        body=EventBody,
        answers={201: EventAnswer},
    )
    def post(self, request: Request, number: str) -> Response:
        # Without a key of its own an event counts once per request.
        key = self.body.pop("key", "") or request.headers.get("Idempotency-Key") or str(uuid4())
        event = receive_event(number, **self.body, key=key, by=caller(request), now=timezone.now())
        return Response(EventAnswer(event).data, status=201)


class Cancellation(CaseView):
    @operation(
        "Call a case off",
        access=MANAGING,
        scope="work",
        query=LanguageQuery,
        body=ReasonBody,
        answers={200: CaseDetail},
    )
    def post(self, request: Request, number: str) -> Response:
        cancel_case(number, reason=self.body["reason"], by=caller(request), now=timezone.now())
        return self.answer(request, number)


class CaseJump(CaseView):
    @operation(
        "Let a case go on at another step",
        access=MANAGING,
        scope="work",
        query=LanguageQuery,
        body=JumpBody,
        answers={200: CaseDetail},
    )
    def post(self, request: Request, number: str) -> Response:
        jump_case(number, **self.body, by=caller(request), now=timezone.now())
        return self.answer(request, number)


class Retry(CaseView):
    @operation(
        "Try a failed step once more",
        access=MANAGING,
        scope="work",
        query=LanguageQuery,
        body=RetryBody,
        answers={200: CaseDetail},
    )
    def post(self, request: Request, number: str) -> Response:
        retry_step(number, self.body["step"], by=caller(request), now=timezone.now())
        return self.answer(request, number)
