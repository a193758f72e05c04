"""Courses: read by all, taken by people, graded without telling."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from cms.delivery.models import PublishedDocument
from cms.pages.actions import publish_page
from cms.training.actions import submit_attempt
from cms.training.exams import Choice, Exam, Question, grade, misfits
from cms.training.models import Attempt, CoursePage
from cms.training.refusals import ExamRefused
from outbox.models import Message
from tests.content.conftest import edit

MORNING = datetime(2026, 12, 1, 1, tzinfo=UTC)


def question(text: str, *choices: tuple[str, bool], multiple: bool = False):
    return (
        "question",
        {
            "text": text,
            "multiple": multiple,
            "choices": [{"text": words, "correct": correct} for words, correct in choices],
        },
    )


def new_course(**values) -> CoursePage:
    lesson = {"title": "Arriving", "minutes": 7, "body": [("text", "<p>Ring once.</p>")]}
    exam = [
        question("What first?", ("Greet", True), ("Sit down", False)),
        question(
            "What to wear?", ("Badge", True), ("Shoe covers", True), ("Hat", False), multiple=True
        ),
    ]
    defaults = {
        "title": "At the door",
        "slug": "at-the-door",
        "summary": "First minutes.",
        "lessons": [("lesson", lesson)],
        "exam": exam,
        "pass_mark": 60,
        "attempts_per_day": 2,
    }
    return CoursePage(**{**defaults, **values})


@pytest.fixture
def course(home) -> CoursePage:
    return publish_page(new_course(), parent=home)


def answers_to(course: CoursePage, *, right: bool) -> dict[str, list[str]]:
    """All correct choices of each question, or one wrong choice."""
    return {
        each.id: [c.id for c in each.value["choices"].bound_blocks if c.value["correct"] is right]
        for each in course.exam
    }


EXAM = Exam(
    (
        Question("a", "A", False, (Choice("1", "", True), Choice("2", "", False))),
        Question(
            "b", "B", True, (Choice("1", "", True), Choice("2", "", True), Choice("3", "", False))
        ),
        Question("c", "C", False, (Choice("1", "", False), Choice("2", "", True))),
    ),
    pass_mark=67,
)


@pytest.mark.parametrize(
    ("answers", "right", "passed"),
    [
        ({"a": ["1"], "b": ["2", "1"], "c": ["2"]}, 3, True),
        ({"a": ["1"], "b": ["1", "2"], "c": ["1"]}, 2, False),
        ({"a": ["1"], "b": ["1"], "c": ["2"]}, 2, False),
        ({"a": ["1"], "b": ["1", "2", "3"], "c": ["1"]}, 1, False),
        ({}, 0, False),
    ],
)
def test_grading(answers, right, passed):
    result = grade(EXAM, answers)
    assert (result.right, result.questions, result.passed) == (right, 3, passed)


def test_the_pass_mark_is_reached_exactly():
    exam = Exam(EXAM.questions[:2], pass_mark=50)
    assert grade(exam, {"a": ["1"], "b": ["3"]}).passed
    assert not grade(Exam((), pass_mark=1), {}).passed


def test_what_does_not_fit_is_named_by_question():
    found = misfits(EXAM, {"a": ["1", "2"], "b": ["9"], "x": ["1"]})
    assert [(error.question, error.code) for error in found] == [
        ("x", "unknown_question"),
        ("a", "one_choice"),
        ("b", "unknown_choice"),
        ("c", "unanswered"),
    ]


def test_the_public_reads_lessons_and_never_the_exam(course, api):
    answer = api(None).get("/api/v1/training/at-the-door/")
    assert answer.status_code == 200
    body = answer.json()
    assert body["lessons"][0]["title"] == "Arriving"
    assert body["lessons"][0]["body"][0]["value"] == "<p>Ring once.</p>"
    assert (body["minutes"], body["has_exam"], body["pass_mark"]) == (7, True, 60)
    rows = PublishedDocument.objects.filter(collection="training")
    assert [("Greet" in row.body or "correct" in row.body) for row in rows] == [False, False]


def test_who_takes_the_course_sees_questions_without_answers(course, api, chinese):
    raw = course.exam.get_prep_value()
    raw[0]["value"]["text"] = "先做什么?"
    edit(course.copy_for_translation(chinese), exam=raw, title="在门口")

    answer = api("applicant").get("/api/v1/courses/at-the-door/?locale=zh-hans")
    assert answer.status_code == 200
    assert "correct" not in answer.content.decode()
    body = answer.json()
    assert (body["title"], body["language"], body["attempts_left"]) == ("在门口", "zh-hans", 2)
    assert [each["text"] for each in body["exam"]] == ["先做什么?", "What to wear?"]
    assert body["attempts"] == []
    assert api(None).get("/api/v1/courses/at-the-door/").status_code == 401
    assert api("applicant").get("/api/v1/courses/none/").status_code == 404


def test_passing_over_http_tells_the_outbox_once(course, api, cast):
    client = api("applicant")
    answer = client.post(
        "/api/v1/courses/at-the-door/attempts/",
        {"answers": answers_to(course, right=True)},
        format="json",
    )
    assert answer.status_code == 201, answer.content
    assert (answer.json()["right"], answer.json()["passed"]) == (2, True)

    again = client.post(
        "/api/v1/courses/at-the-door/attempts/",
        {"answers": answers_to(course, right=True)},
        format="json",
    )
    assert (again.status_code, again.json()["code"]) == (409, "already_passed")
    message = Message.objects.get(topic="exam_passed")
    assert message.key == f"{cast['applicant'].pk}:{course.translation_key}"
    assert message.payload["user"] == str(cast["applicant"].uuid)
    assert message.payload["course"] == "at-the-door"
    assert Attempt.objects.count() == 1
    assert api("stranger").get("/api/v1/courses/at-the-door/").json()["attempts"] == []
    own = client.get("/api/v1/courses/at-the-door/").json()
    assert (own["passed"], own["attempts_left"], len(own["attempts"])) == (True, 0, 1)


def test_answers_that_do_not_fit_cost_no_attempt(course, api):
    answer = api("applicant").post(
        "/api/v1/courses/at-the-door/attempts/", {"answers": {"x": ["y"]}}, format="json"
    )
    first, second = (each.id for each in course.exam)
    assert answer.status_code == 422
    assert [(each["loc"], each["type"]) for each in answer.json()["errors"]] == [
        (["answers", "x"], "unknown_question"),
        (["answers", first], "unanswered"),
        (["answers", second], "unanswered"),
    ]
    assert Attempt.objects.count() == 0


def test_the_days_attempts_run_out_and_come_back(course, cast):
    wrong = answers_to(course, right=False)
    for hour in range(2):
        when = MORNING + timedelta(hours=hour)
        assert not submit_attempt(course, by=cast["applicant"], answers=wrong, now=when).passed
    with pytest.raises(ExamRefused) as refusal:
        submit_attempt(course, by=cast["applicant"], answers=wrong, now=MORNING)
    assert (refusal.value.status, refusal.value.code) == (409, "too_many_attempts")
    assert Attempt.objects.count() == 2
    # The day is that of the platform: in Shanghai it begins at 16:00 UTC.
    next_day = datetime(2026, 12, 1, 16, tzinfo=UTC)
    submit_attempt(course, by=cast["applicant"], answers=wrong, now=next_day)
    assert Attempt.objects.count() == 3
    assert Message.objects.filter(topic="exam_passed").count() == 0


def test_a_withdrawn_course_cannot_be_taken(course, api):
    course.unpublish()
    client = api("applicant")
    assert client.get("/api/v1/courses/at-the-door/").status_code == 404
    assert PublishedDocument.objects.filter(collection="training").count() == 0


def test_attempts_have_a_fixed_number_of_queries(course, api, cast, django_assert_num_queries):
    client = api("applicant")
    client.get("/api/v1/courses/at-the-door/")
    for day in range(10):
        submit_attempt(
            course,
            by=cast["applicant"],
            answers=answers_to(course, right=False),
            now=timezone.now() - timedelta(days=day + 1),
        )
    # The token and its owner, the course, who may read it, the attempts.
    with django_assert_num_queries(4):
        answer = client.get("/api/v1/courses/at-the-door/")
    assert len(json.loads(answer.content)["attempts"]) == 10
