"""Complaints: the form, filing, and following one to its end.

A complaint bears its case's number; what may be done with it is what its case offers.
"""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.complaints.answers import ComplaintDetail, ComplaintItem
from api.conventions.access import SIGNED_IN, caller
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import CursorQuery, cursor_page
from api.conventions.parameters import Language
from api.conventions.views import View
from api.work.answers import FormAnswer, TimelineAnswer
from api.work.bodies import DataBody
from api.work.cases import LanguageQuery
from api.work.languages import asked, language_of
from api.work.polling import TimelineQuery, polled_timeline
from workflows.complaints.actions import PROCESS, file_complaint
from workflows.complaints.models import Complaint
from workflows.complaints.queries import case_of
from workflows.engine.actions import take_action
from workflows.engine.queries import start_form
from workflows.orders.models import Order

# The body names it beside the form's answers.
ORDER = "order"


class FormQuery(LanguageQuery):
    order = serializers.SlugField(max_length=20, help_text=gettext_lazy("An order's number."))


class ComplaintQuery(CursorQuery):
    locale = Language()


class ComplaintBody(DataBody):
    order = serializers.SlugField(max_length=20)


def visible_complaint(request: Request, number: str) -> Complaint:
    """The complaint, if the caller may see it. Raises 404."""
    rows = Complaint.objects.visible_to(caller(request))
    return get_object_or_404(rows, number=number)


class ComplaintForm(View):
    @operation(
        "Read the form of a complaint about an order of mine",
        access=SIGNED_IN,
        scope="orders",
        query=FormQuery,
        answers={200: FormAnswer},
        refusals=(404,),
    )
    def get(self, request: Request) -> Response:
        user = caller(request)
        get_object_or_404(Order.objects.filter(customer=user), number=self.parameters[ORDER])
        form = start_form(PROCESS, user, language_of(self.parameters), now=timezone.now())
        return Response(FormAnswer(without_order(form)).data)


class Complaints(View):
    @operation(
        "List my complaints, or all for whoever looks after them",
        access=SIGNED_IN,
        scope="orders",
        query=ComplaintQuery,
        answers={200: Page(ComplaintItem)},
    )
    def get(self, request: Request) -> Response:
        context = asked(request, self.parameters)
        page = cursor_page(
            request,
            self.parameters,
            Complaint.objects.visible_to(caller(request)).select_related("order"),
            lambda found: ComplaintItem(list(found), many=True, context=context).data,
            ordering=("-created_at", "-pk"),
        )
        return Response(page)

    @operation(
        "File a complaint about an order of mine",
        access=SIGNED_IN,
        scope="orders",
        query=LanguageQuery,
        body=ComplaintBody,
        answers={201: ComplaintDetail},
        refusals=(404,),
    )
    def post(self, request: Request) -> Response:
        complaint = file_complaint(
            self.body[ORDER], data=self.body["data"], by=caller(request), now=timezone.now()
        )
        answer = ComplaintDetail(case_of(complaint), context=asked(request, self.parameters))
        return Response(answer.data, status=201)


class OneComplaint(View):
    @operation(
        "Read a complaint with what I may do",
        access=SIGNED_IN,
        scope="orders",
        query=LanguageQuery,
        answers={200: ComplaintDetail},
    )
    def get(self, request: Request, number: str) -> Response:
        case = case_of(visible_complaint(request, number))
        return Response(ComplaintDetail(case, context=asked(request, self.parameters)).data)


class ComplaintTimeline(View):
    @operation(
        "Read what happened to a complaint, oldest first",
        access=SIGNED_IN,
        scope="orders",
        query=TimelineQuery,
        answers={200: TimelineAnswer},
        conditional=True,
    )
    def get(self, request: Request, number: str) -> Response:
        case = case_of(visible_complaint(request, number))
        return polled_timeline(request, case, self.parameters)


class ComplaintAction(View):
    @operation(
        "Take an action that the complaint offers me",
        access=SIGNED_IN,
        scope="orders",
        query=LanguageQuery,
        body=DataBody,
        answers={200: ComplaintDetail},
    )
    def post(self, request: Request, number: str, action: str) -> Response:
        complaint = visible_complaint(request, number)
        data = self.body["data"]
        take_action(number, action, by=caller(request), data=data, now=timezone.now())
        answer = ComplaintDetail(case_of(complaint), context=asked(request, self.parameters))
        return Response(answer.data)


def without_order(form: dict[str, Any]) -> dict[str, Any]:
    """The form as a client fills it in: which order it is about stands beside it."""
    schema, ui = dict(form["schema"]), dict(form["ui"])
    schema["properties"] = {k: v for k, v in schema["properties"].items() if k != ORDER}
    schema["required"] = [key for key in schema.get("required", []) if key != ORDER]
    ui["order"] = [key for key in ui["order"] if key != ORDER]
    ui["fields"] = {key: hints for key, hints in ui["fields"].items() if key != ORDER}
    return {**form, "schema": schema, "ui": ui}
