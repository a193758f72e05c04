"""Onboarding cases in every stage, brought there by the people of the cast."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from stdnum.cn import ric

from accounts.uploads.actions import store_upload
from accounts.users.models import User
from config.demo.texts import data
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
        return str(store_upload(ContentFile(PAPER, name), by=by, now=self.now).uuid)

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
        item = WorkItem.objects.get(case=self.case, step=step, closed_at=None)
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
        pass_exam(self.applicant, now=self.now)


def identity_number(number: int) -> str:
    """A valid identity number of Huangpu in Shanghai that belongs to nobody in particular."""
    stem = f"3101011985061{number % 10}{700 + number:03}"
    return stem + ric.calc_check_digit(stem + "0")
