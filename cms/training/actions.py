"""Verbs on exams."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from cms.training.exams import Exam, exam_of, grade, misfits
from cms.training.models import Attempt, CoursePage
from cms.training.refusals import ExamRefused, answers_refused
from outbox.actions import enqueue

EXAM_PASSED = "exam_passed"


def submit_attempt(
    course: CoursePage, *, by: User, answers: Mapping[str, Sequence[str]], now: datetime
) -> Attempt:
    """Grade ``answers`` (question id to choice ids) to the exam of ``course``, its source page.

    On a pass the outbox tells who waits for it, once per person and course. Raises
    ``ExamRefused``: 409 ``no_exam``, ``already_passed`` or ``too_many_attempts``, 422
    ``invalid_answers`` with an error per question.
    """
    exam = exam_of(course.exam.get_prep_value(), course.pass_mark)
    if not exam.questions:
        raise ExamRefused(409, "no_exam", _("This course has no exam."))
    if errors := misfits(exam, answers):
        raise answers_refused(errors)
    day = timezone.localdate(now)
    attempt = _graded(exam, course, by, answers)
    attempt.day, attempt.ordinal, attempt.submitted_at = day, _place(course, by, day), now
    try:
        with transaction.atomic():
            attempt.save(force_insert=True)
            if attempt.passed:
                enqueue(EXAM_PASSED, told_of(attempt), key=f"{by.pk}:{course.translation_key}")
    except IntegrityError as error:
        # Another attempt took this place of the day, or passed, between the look and the write.
        raise ExamRefused(
            409, "attempt_running", _("Another attempt of yours came at the same time.")
        ) from error
    return attempt


def told_of(attempt: Attempt) -> dict[str, str]:
    """The payload of ``exam_passed``: the person's public id, the course by slug and key."""
    return {
        "user": str(attempt.user.uuid),
        "course": attempt.slug,
        "course_key": str(attempt.course),
        "passed_at": attempt.submitted_at.isoformat(),
    }


def _graded(
    exam: Exam, course: CoursePage, by: User, answers: Mapping[str, Sequence[str]]
) -> Attempt:
    result = grade(exam, answers)
    return Attempt(
        user=by,
        course=course.translation_key,
        slug=course.slug,
        answers={key: sorted(set(chosen)) for key, chosen in answers.items()},
        right=result.right,
        questions=result.questions,
        passed=result.passed,
    )


def _place(course: CoursePage, by: User, day: date) -> int:
    """The place of the next attempt in ``day``; refuses one too many, or one after a pass."""
    own = Attempt.objects.filter(user=by, course=course.translation_key)
    if own.filter(passed=True).exists():
        raise ExamRefused(409, "already_passed", _("You have passed this exam already."))
    place = own.filter(day=day).count() + 1
    if place > course.attempts_per_day:
        raise ExamRefused(
            409, "too_many_attempts", _("You have no attempt left today. Try again tomorrow.")
        )
    return place
