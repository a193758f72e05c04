"""How one application came to where it is: each move by whom it concerns, at its time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from stdnum.cn import ric, uscc

from accounts.uploads.actions import store_upload
from accounts.users.models import User
from cms.delivery.locales import default_locale
from cms.training.actions import submit_attempt
from cms.training.models import Attempt
from cms.training.queries import exam_in, live_course
from config.demo.papers import paper
from workflows.engine.actions import claim_task, complete_task, start_case, take_action
from workflows.engine.models import Case, WorkItem

PROCESS = "onboarding"
COURSE = "provider-basics"
# Who of the cast does a step; the applicant does the others.
WORKERS = {"review": "reviewer", "background_check": "reviewer", "approve": "operator"}
HOMES = {
    "shanghai": {"lat": 31.2304, "lng": 121.4737},
    "chengdu": {"lat": 30.6598, "lng": 104.0633},
}
VALID_FOR = timedelta(days=420)


@dataclass(frozen=True)
class Story:
    """One application (``texts``: see applications.toml) and the people who move it.

    What was done already is not done again, so that an interrupted story goes on.
    """

    people: dict[str, User]
    applicant: User
    texts: dict[str, Any]
    number: int
    now: datetime
    deliver: Callable[[], None]

    def unfold(self) -> bool:
        """Whatever is missing of the story; answers whether anything was."""
        case = Case.objects.filter(definition__key=PROCESS, starter=self.applicant).first()
        begins = case is None
        case = case or self._apply(self._ago(self.texts))
        moved = [self._move(case, move) for move in self.texts["moves"]]
        return begins or any(moved)

    def _ago(self, event: dict[str, Any]) -> datetime:
        return self.now - timedelta(days=event["days_ago"])

    def _apply(self, at: datetime) -> Case:
        answers = {
            "kind": self.texts.get("kind", "person"),
            "public_name": self.texts["name"],
            "services": self.texts["services"],
            "areas": self.texts["areas"],
            "years": self.texts["years"],
            "about": self.texts["about"],
            "home": HOMES[self.texts["areas"][0]],
            "health_certificate": self._paper("health", self.applicant, at),
            "health_certificate_expires": timezone.localdate(self.now + VALID_FOR).isoformat(),
            **self._identity(),
        }
        return start_case(PROCESS, by=self.applicant, data=answers, now=at)

    def _identity(self) -> dict[str, str]:
        if "gender" in self.texts:
            number = identity_number(self.number)
            return {"identity_number": number, "gender": self.texts["gender"]}
        return {
            "company_name": self.texts["name"],
            "company_number": company_number(self.number),
            "contact_name": self.texts["contact"],
        }

    def _move(self, case: Case, move: dict[str, Any]) -> bool:
        if move["do"] == "exam":
            return self._take_exam(case, self._ago(move))
        if move["do"] == "withdraw":
            return self._withdraw(case, self._ago(move))
        return self._complete(case, move, self._ago(move))

    def _complete(self, case: Case, move: dict[str, Any], at: datetime) -> bool:
        items = WorkItem.objects.filter(case=case, step=move["do"])
        if items.exclude(task__finished=None).exists():
            return False
        item = items.get()
        worker = WORKERS.get(move["do"])
        by = self.people[worker] if worker else self.applicant
        if item.kind == "task" and item.task.owner_id is None:
            claim_task(item.uuid, by=by, now=at)
        answers = self._answers(move, by, at)
        complete_task(item.uuid, by=by, outcome=move["outcome"], data=answers, now=at)
        return True

    def _answers(self, move: dict[str, Any], by: User, at: datetime) -> dict[str, Any]:
        answers = {"reason": move["reason"]} if "reason" in move else {}
        if move["do"] == "background_check":
            answers["background_result"] = move["outcome"]
            answers["background_report"] = self._paper("background-report", by, at)
        return answers

    def _withdraw(self, case: Case, at: datetime) -> bool:
        if case.finished_at is not None:
            return False
        take_action(case.number, "withdraw", by=self.applicant, data={}, now=at)
        return True

    def _take_exam(self, case: Case, at: datetime) -> bool:
        """Pass the exam, and wait until the case has heard of it."""
        if WorkItem.objects.filter(case=case, step="agree").exists():
            return False
        if not Attempt.objects.filter(user=self.applicant, passed=True).exists():
            course = live_course(COURSE)
            exam = exam_in(course, default_locale())
            answers = {question.id: sorted(question.solution) for question in exam.questions}
            submit_attempt(course[default_locale()], by=self.applicant, answers=answers, now=at)
        self.deliver()
        return True

    def _paper(self, kind: str, by: User, at: datetime) -> str:
        return str(store_upload(ContentFile(paper(kind), f"{kind}.pdf"), by=by, now=at).pk)


def identity_number(order: int) -> str:
    """A valid identity number of Huangpu, born on 15 June 1985, that stands for nobody."""
    stem = f"31010119850615{700 + order:03}"
    return stem + str(ric.calc_check_digit(stem + "0"))


def company_number(order: int) -> str:
    """A valid unified social credit code of Pudong that stands for no company."""
    stem = f"91310115MA1K000{order:02}"
    return stem + str(uscc.calc_check_digit(stem))
