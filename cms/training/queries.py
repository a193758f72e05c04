"""Reads of courses for those who take them."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.http import Http404
from django.utils import timezone

from accounts.users.models import User
from cms.delivery.locales import default_locale, pick
from cms.training.exams import Exam, exam_of
from cms.training.models import Attempt, AttemptQuerySet, CoursePage


def live_course(slug: str) -> dict[str, CoursePage]:
    """The live versions of a course by language code, its source among them: two queries.

    Raises ``Http404``.
    """
    pages = CoursePage.objects.live().public().filter(slug=slug).select_related("locale")
    versions = {page.locale.language_code: page for page in pages}
    if default_locale() not in versions:
        raise Http404
    return versions


def exam_in(versions: Mapping[str, CoursePage], locale: str) -> Exam:
    """The exam in the words of ``locale`` or its fallback, with the source's facts."""
    source = versions[default_locale()]
    words = pick(versions, locale) or source
    words.take_facts(source)
    return exam_of(words.exam.get_prep_value(), source.pass_mark)


def own_attempts(user: User, course: CoursePage) -> AttemptQuerySet:
    """The attempts of ``user`` at ``course``, newest first."""
    return Attempt.objects.visible_to(user).filter(course=course.translation_key)


def attempts_left(course: CoursePage, attempts: Iterable[Attempt], *, now: datetime) -> int:
    """How many attempts remain today, after ``attempts``; none after a pass."""
    today = timezone.localdate(now)
    made = list(attempts)
    if any(attempt.passed for attempt in made):
        return 0
    return max(0, course.attempts_per_day - sum(attempt.day == today for attempt in made))


def courses_passed(user_id: int) -> list[str]:
    """Slugs of the courses whose exam the person has passed, sorted."""
    passed = Attempt.objects.filter(user_id=user_id, passed=True)
    return sorted(set(passed.values_list("slug", flat=True)))
