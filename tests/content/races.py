"""Two at once, on PostgreSQL, with real threads."""

from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.users.models import User
from cms.delivery.models import Collection, PublishedDocument
from cms.pages.actions import ensure_site, publish_page
from cms.training.actions import submit_attempt
from cms.training.models import Attempt
from cms.training.refusals import ExamRefused
from tests.content.conftest import AHEAD, edit, new_article
from tests.content.courses import answers_to, new_course

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 12, 1, 4, tzinfo=UTC)


@pytest.fixture
def home():
    if connection.vendor != "postgresql":
        pytest.skip("Only PostgreSQL lets two writers in at once.")
    return ensure_site(titles={"en": "Doorstep", "zh-hans": "到家"})


def at_once(*calls) -> list[object]:
    """Run ``calls`` from one barrier, each on its own connection; what each gave or raised."""
    barrier = Barrier(len(calls))
    results: list[object] = [None] * len(calls)

    def run(number: int, call) -> None:
        try:
            barrier.wait()
            results[number] = call()
        except (ExamRefused, IntegrityError) as error:
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=item) for item in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_the_last_attempt_of_a_day_is_taken_once(home):
    course = publish_page(new_course(attempts_per_day=1), parent=home)
    person = User.objects.create(username="applicant")
    wrong = answers_to(course, right=False)

    def attempt():
        return submit_attempt(course, by=person, answers=wrong, now=NOW)

    results = at_once(*[attempt] * 6)
    assert sum(isinstance(result, Attempt) for result in results) == 1
    refused = [result for result in results if isinstance(result, ExamRefused)]
    assert {refusal.code for refusal in refused} <= {"attempt_running", "too_many_attempts"}
    assert len(refused) == 5
    assert Attempt.objects.count() == 1


def test_without_the_constraint_the_limit_would_be_passed(home):
    """The control: looking first does not hold the limit."""
    course = publish_page(new_course(attempts_per_day=1), parent=home)
    person = User.objects.create(username="applicant")
    looked = Barrier(2)

    def attempt():
        with transaction.atomic():
            free = Attempt.objects.filter(user=person, course=course.translation_key).count() < 1
            looked.wait()
            return free

    assert at_once(attempt, attempt) == [True, True]


def test_publications_at_once_all_count(home):
    """Six articles published together: every document there, and then the generation six on."""
    pages = []
    for number in range(6):
        page = new_article(f"Advice {number}", live=False)
        home.add_child(instance=page)
        pages.append(page)
    before = Collection.objects.filter(name="articles", locale="en").first()
    assert before is None
    at_once(*[lambda page=page: edit(page) for page in pages])
    assert PublishedDocument.objects.filter(collection="articles").count() == 12
    assert Collection.objects.filter(name="articles").update(generation=AHEAD) == 2
    at_once(*[lambda page=page: edit(page, summary=page.title) for page in pages])
    assert Collection.objects.get(name="articles", locale="en").generation == AHEAD + 6
