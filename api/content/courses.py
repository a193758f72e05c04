"""Taking a course: its exam without the answers, and one's own attempts."""

from datetime import datetime

from django.utils import timezone
from pydantic import BaseModel
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.content.documents import locale_of
from api.conventions.access import SIGNED_IN, caller
from api.conventions.bodies import Body
from api.conventions.operations import operation
from api.conventions.parameters import Language, Query
from api.conventions.views import View
from cms.delivery.locales import default_locale, pick
from cms.training.actions import submit_attempt
from cms.training.exams import Question
from cms.training.models import Attempt
from cms.training.queries import attempts_left, exam_in, live_course, own_attempts


class ChoiceAnswer(BaseModel):
    id: str
    text: str


class QuestionAnswer(BaseModel):
    """A question; ``multiple`` if several choices may be marked."""

    id: str
    text: str
    multiple: bool
    choices: list[ChoiceAnswer]


class AttemptAnswer(BaseModel):
    """One attempt: how many of the questions were answered right."""

    right: int
    questions: int
    passed: bool
    submitted_at: datetime


class CourseAnswer(BaseModel):
    """A course for one person; ``pass_mark`` in per cent, ``attempts_left`` today."""

    key: str
    title: str
    language: str
    pass_mark: int
    passed: bool
    attempts_left: int
    exam: list[QuestionAnswer]
    attempts: list[AttemptAnswer]


class CourseQuery(Query):
    locale = Language()


class AnswersBody(Body):
    """The ids of the marked choices by the id of their question."""

    answers = serializers.DictField(
        child=serializers.ListField(
            child=serializers.CharField(max_length=64), min_length=1, max_length=8
        ),
        allow_empty=False,
    )


class CourseView(View):
    @operation(
        "Read a course with its exam and one's own attempts",
        access=SIGNED_IN,
        scope="work",
        answers={200: CourseAnswer},
        query=CourseQuery,
        refusals=(404,),
    )
    def get(self, request: Request, slug: str) -> Response:
        locale = locale_of(self.parameters)
        versions = live_course(slug)
        source = versions[default_locale()]
        words = pick(versions, locale) or source
        attempts = list(own_attempts(caller(request), source))
        exam = exam_in(versions, locale)
        body = CourseAnswer(
            key=slug,
            title=words.title,
            language=words.locale.language_code,
            pass_mark=source.pass_mark,
            passed=any(attempt.passed for attempt in attempts),
            attempts_left=attempts_left(source, attempts, now=timezone.now()),
            exam=[question_answer(question) for question in exam.questions],
            attempts=[attempt_answer(attempt) for attempt in attempts],
        )
        return Response(body.model_dump(mode="json"))


class AttemptsView(View):
    @operation(
        "Hand in an exam",
        access=SIGNED_IN,
        scope="work",
        answers={201: AttemptAnswer},
        body=AnswersBody,
        refusals=(404, 409),
    )
    def post(self, request: Request, slug: str) -> Response:
        attempt = submit_attempt(
            live_course(slug)[default_locale()],
            by=caller(request),
            answers=self.body["answers"],
            now=timezone.now(),
        )
        return Response(attempt_answer(attempt).model_dump(mode="json"), status=201)


def question_answer(question: Question) -> QuestionAnswer:
    """The question without what is correct."""
    return QuestionAnswer(
        id=question.id,
        text=question.text,
        multiple=question.multiple,
        choices=[ChoiceAnswer(id=choice.id, text=choice.text) for choice in question.choices],
    )


def attempt_answer(attempt: Attempt) -> AttemptAnswer:
    return AttemptAnswer(
        right=attempt.right,
        questions=attempt.questions,
        passed=attempt.passed,
        submitted_at=attempt.submitted_at,
    )
