"""Tasks: what waits for me, and doing it."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.conventions.access import SIGNED_IN, caller
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import CursorQuery, cursor_page
from api.conventions.parameters import Flag, Language, Query
from api.conventions.views import View
from api.work.answers import TaskDetail, TaskItem
from api.work.bodies import AssignBody, CompleteBody
from api.work.languages import language_of
from workflows.engine.actions import assign_task, claim_task, complete_task, release_task
from workflows.engine.models import WorkItem
from workflows.engine.models.work import WorkItemQuerySet


class TaskQuery(CursorQuery):
    process = serializers.SlugField(required=False, max_length=50)
    stage = serializers.SlugField(required=False, max_length=50)
    mine = Flag(required=False, help_text="Those that I have taken, or those that I have not.")
    overdue = Flag(required=False)
    locale = Language()


class TaskLanguage(Query):
    locale = Language()


class Tasks(View):
    @operation(
        "List the open tasks that I may see, newest first",
        access=SIGNED_IN,
        scope="work",
        query=TaskQuery,
        answers={200: Page(TaskItem)},
    )
    def get(self, request: Request) -> Response:
        user, now = caller(request), timezone.now()
        rows = WorkItem.objects.visible_to(user).open().detailed()
        context = {"language": language_of(self.parameters), "now": now}
        page = cursor_page(
            request,
            self.parameters,
            _filtered(rows, self.parameters, user, now),
            lambda items: TaskItem(list(items), many=True, context=context).data,
            ordering=("-opened_at", "-pk"),
        )
        return Response(page)


class TaskView(View):
    """What every operation on one task answers."""

    def answer(self, request: Request, task: UUID) -> Response:
        user = caller(request)
        rows = WorkItem.objects.visible_to(user).detailed()
        context = {
            "language": language_of(self.parameters),
            "now": timezone.now(),
            "user": user,
        }
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


def _filtered(rows: WorkItemQuerySet, wanted: dict[str, Any], user: Any, now: Any) -> Any:
    if process := wanted.get("process"):
        rows = rows.filter(case__definition__key=process)
    if stage := wanted.get("stage"):
        rows = rows.filter(case__stage=stage)
    mine = wanted.get("mine")
    if mine is not None:
        rows = rows.filter(task__owner=user) if mine else rows.exclude(task__owner=user)
    overdue = wanted.get("overdue")
    if overdue is not None:
        late = WorkItem.objects.overdue(now)
        rows = rows.filter(pk__in=late) if overdue else rows.exclude(pk__in=late)
    return rows
