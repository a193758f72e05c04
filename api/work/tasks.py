"""Tasks: what waits for me, and doing it."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.conventions.access import SIGNED_IN, caller
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import CursorQuery, cursor_page
from api.conventions.parameters import Flag, Language, Query
from api.conventions.views import View
from api.work.answers import PersonalAnswer, TaskDetail, TaskItem
from api.work.bodies import AssignBody, CompleteBody
from api.work.languages import asked, language_of
from workflows.engine import queries
from workflows.engine.actions import (
    assign_task,
    claim_task,
    complete_task,
    read_personal,
    release_task,
)
from workflows.engine.models import WorkItem


class TaskQuery(CursorQuery):
    process = serializers.SlugField(
        required=False, max_length=50, help_text=gettext_lazy("Only tasks of this process.")
    )
    stage = serializers.SlugField(
        required=False, max_length=50, help_text=gettext_lazy("Only tasks of cases in this stage.")
    )
    mine = Flag(
        required=False,
        help_text="true: those that I have taken; false: those of the queue that I may take.",
    )
    overdue = Flag(
        required=False,
        help_text=gettext_lazy("Whether only those whose deadline has passed."),
    )
    locale = Language()


FILTERS = ("process", "stage", "mine", "overdue")


class TaskLanguage(Query):
    locale = Language()


class Tasks(View):
    @operation(
        "List the open tasks that I may see, oldest first",
        access=SIGNED_IN,
        scope="work",
        query=TaskQuery,
        answers={200: Page(TaskItem)},
    )
    def get(self, request: Request) -> Response:
        user, now = caller(request), timezone.now()
        filters = {name: self.parameters[name] for name in FILTERS if name in self.parameters}
        context = {"language": language_of(self.parameters), "now": now}
        page = cursor_page(
            request,
            self.parameters,
            queries.tasks(user, now=now, **filters),
            lambda items: TaskItem(list(items), many=True, context=context).data,
            ordering=("opened_at", "pk"),
        )
        return Response(page)


class TaskView(View):
    """What every operation on one task answers."""

    def answer(self, request: Request, task: UUID) -> Response:
        rows = WorkItem.objects.visible_to(caller(request)).detailed()
        context = asked(request, self.parameters)
        return Response(TaskDetail(get_object_or_404(rows, uuid=task), context=context).data)


class OneTask(TaskView):
    @operation(
        "Read a task with its form",
        access=SIGNED_IN,
        scope="work",
        query=TaskLanguage,
        answers={200: TaskDetail},
    )
    def get(self, request: Request, task: UUID) -> Response:
        return self.answer(request, task)


class Claim(TaskView):
    @operation(
        "Take a task from the queue",
        access=SIGNED_IN,
        scope="work",
        query=TaskLanguage,
        answers={200: TaskDetail},
    )
    def post(self, request: Request, task: UUID) -> Response:
        claim_task(task, by=caller(request), now=timezone.now())
        return self.answer(request, task)


class Release(TaskView):
    @operation(
        "Give a task back to its queue",
        access=SIGNED_IN,
        scope="work",
        query=TaskLanguage,
        answers={200: TaskDetail},
    )
    def post(self, request: Request, task: UUID) -> Response:
        release_task(task, by=caller(request), now=timezone.now())
        return self.answer(request, task)


class Assign(TaskView):
    @operation(
        "Give a task to somebody",
        access=SIGNED_IN,
        scope="work",
        query=TaskLanguage,
        body=AssignBody,
        answers={200: TaskDetail},
    )
    def post(self, request: Request, task: UUID) -> Response:
        assign_task(task, to=self.body["to"], by=caller(request), now=timezone.now())
        return self.answer(request, task)


class Complete(TaskView):
    @operation(
        "End a task by one of its outcomes",
        access=SIGNED_IN,
        scope="work",
        query=TaskLanguage,
        body=CompleteBody,
        answers={200: TaskDetail},
    )
    def post(self, request: Request, task: UUID) -> Response:
        complete_task(task, **self.body, by=caller(request), now=timezone.now())
        return self.answer(request, task)


class Personal(View):
    """Kept apart from the task itself: whoever reads it is written down, and nobody caches it."""

    @operation(
        "Read a personal value that the task needs",
        access=SIGNED_IN,
        scope="work",
        answers={200: PersonalAnswer},
        refusals=(409,),
    )
    def get(self, request: Request, task: UUID, field: str) -> Response:
        value = read_personal(task, field, by=caller(request))
        headers = {"Cache-Control": "private, no-store"}
        return Response(PersonalAnswer({"value": value}).data, headers=headers)
