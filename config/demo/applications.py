"""Onboarding cases in every stage, brought there by the people of the cast."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from stdnum.cn import ric

from accounts.uploads.actions import store_upload
from accounts.users.models import User
from cms.training.actions import submit_attempt
from cms.training.exams import exam_of
from cms.training.queries import live_course
from outbox.delivery import drain
from workflows.engine.actions import claim_task, complete_task, start_case, take_action
from workflows.engine.models import Case, WorkItem
from workflows.onboarding.models import Application

PAPER = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@dataclass
class Story:
    """One application and the people who move it."""

    people: dict[str, User]
    applicant: User
    number: int
    now: datetime
    case: Case = field(init=False)

    def paper(self, name: str, by: User) -> str:
        return str(store_upload(ContentFile(PAPER, name), by=by, now=self.now).pk)

    def apply(self, **changes: Any) -> None:
        answers = {
            "kind": "person",
            "public_name": self.applicant.display_name,
            "identity_number": identity_number(self.number),
            "gender": "female",
            "services": ["cleaning", "appliance"],
            "areas": [("shanghai", "chengdu")[self.number % 2]],
            "years": 1 + self.number,
            "home": {"lat": 31.2304, "lng": 121.4737},
            "health_certificate": self.paper("health.pdf", self.applicant),
            "health_certificate_expires": f"{self.now.year + 2}-12-31",
        } | changes
        self.case = start_case("onboarding", by=self.applicant, data=answers, now=self.now)

    def complete(self, step: str, who: str, outcome: str, answers: dict[str, Any]) -> None:
        item = WorkItem.objects.get(case=self.case, step=step, task__finished=None)
        by = self.people[who]
        if item.kind == "task" and item.task.owner_id is None:
            claim_task(item.uuid, by=by, now=self.now)
        complete_task(item.uuid, by=by, outcome=outcome, data=answers, now=self.now)

    def act(self, action: str) -> None:
        take_action(self.case.number, action, by=self.applicant, data={}, now=self.now)

    def examine(self) -> None:
        self.complete("review", "reviewer", "approve", {})
        report = self.paper("report.pdf", self.people["reviewer"])
        answers = {"background_report": report, "background_result": "clear"}
        self.complete("background_check", "reviewer", "clear", answers)

    def train(self) -> None:
        course = live_course("provider-basics")
        exam = exam_of(course.exam.get_prep_value(), course.pass_mark)
        answers = {question.id: sorted(question.correct) for question in exam.questions}
        submit_attempt(course, by=self.applicant, answers=answers, now=self.now)
        # The worker may not be running yet.
        drain(now=self.now, limit=100)


def identity_number(number: int) -> str:
    """A valid identity number of Huangpu in Shanghai that belongs to nobody in particular."""
    stem = f"3101011985061{number % 10}{700 + number:03}"
    return stem + ric.calc_check_digit(stem + "0")


def in_review(story: Story) -> None:
    story.apply()


def half_examined(story: Story) -> None:
    story.apply()
    story.complete("review", "reviewer", "approve", {})


def returned(story: Story) -> None:
    story.apply()
    reason = {"reason": "The health certificate cannot be read. Please photograph it again."}
    story.complete("review", "reviewer", "return", reason)


def refused(story: Story) -> None:
    story.apply()
    reason = {"reason": "We do not serve this area yet."}
    story.complete("review", "reviewer", "refuse", reason)


def withdrawn(story: Story) -> None:
    story.apply()
    story.act("withdraw")


def in_training(story: Story) -> None:
    story.apply()
    story.examine()


def before_agreement(story: Story) -> None:
    in_training(story)
    story.train()


def before_approval(story: Story) -> None:
    before_agreement(story)
    story.act("accept")


def active(story: Story) -> None:
    before_approval(story)
    story.complete("approve", "operator", "approve", {})


STORIES: tuple[Callable[[Story], None], ...] = (
    in_review,
    half_examined,
    returned,
    refused,
    withdrawn,
    in_training,
    before_agreement,
    before_approval,
    active,
)


def load_applications(people: dict[str, User], *, now: datetime) -> None:
    """One application in every stage, each by an applicant of its own.

    The cast's ``applicant`` has none: that one is yours to try.
    """
    customers = Group.objects.get(name="customer")
    for number, story in enumerate(STORIES):
        applicant, created = User.objects.get_or_create(
            username=f"applicant-{story.__name__.replace('_', '-')}",
            defaults={"display_name": f"Applicant {number + 1}"},
        )
        if created:
            applicant.set_unusable_password()
            applicant.save(update_fields=["password"])
            applicant.groups.add(customers)
        if not Application.objects.filter(applicant=applicant).exists():
            story(Story(people, applicant, number, now))
