"""One open application per person, however often they press the button."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models.signals import pre_save
from rest_framework.test import APIClient
from viewflow.workflow.models import Process

from accounts.users.models import User
from catalog.services.models import Category
from tests.journeys.onboarding import application
from tests.journeys.people import Person
from tests.races.barrier import CERTAIN, at_once, meeting, without_constraints
from workflows.engine.models import Case
from workflows.onboarding.models import Application

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Api = Callable[[str | None], APIClient]
TIMES = 10


@pytest.fixture
def applications(api: Api, settings: Any, tmp_path: Any) -> list[Callable[[], int]]:
    """Ten calls that send the same person's application and answer the status."""
    settings.MEDIA_ROOT = tmp_path
    User.objects.system()
    Category.add_root(key="cleaning", name={"en": "Cleaning", "zh-hans": "保洁"})
    call_command("processes", "import", "--defaults")

    def prepared(client: APIClient) -> Callable[[], int]:
        # Each with files of its own: one that is attached twice would be refused for that.
        body = application(Person(client))
        return lambda: client.post("/api/v1/applications/", body, format="json").status_code

    return [prepared(api("applicant")) for _ in range(TIMES)]


def test_ten_applications_of_one_person_at_once_are_one(
    applications: list[Callable[[], int]],
) -> None:
    with meeting(pre_save, sender=Application, parties=TIMES):
        answers = at_once(*applications)
    assert Counter(answers) == {201: 1, 409: TIMES - 1}
    # Of the refused nothing is left, not even an empty case.
    assert (Application.objects.count(), Case.objects.count(), Process.objects.count()) == (1, 1, 1)
    assert Application.objects.get().number == Case.objects.get().number


def test_control_without_the_constraint_each_is_taken(
    applications: list[Callable[[], int]],
) -> None:
    with (
        without_constraints(Application, "a_person_has_one_open_application"),
        meeting(pre_save, sender=Application, parties=TIMES, patience=CERTAIN),
    ):
        assert at_once(*applications) == [201] * TIMES
        assert Application.objects.count() == TIMES
