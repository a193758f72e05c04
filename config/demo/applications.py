"""Onboarding cases in every stage, brought there by the people of the cast."""

from collections.abc import Callable
from datetime import datetime, timedelta

from accounts.users.models import User
from accounts.users.roles import CUSTOMER
from config.demo.people import newcomer
from config.demo.rollouts import in_force_since
from config.demo.stories import PROCESS, Story
from config.demo.texts import data
from workflows.engine.sweep import sweep


def load_applications(
    people: dict[str, User], *, now: datetime, deliver: Callable[[], None]
) -> None:
    """The applications, each by an applicant of its own; whatever is missing is done now.

    ``deliver`` empties the outbox. The cast's ``applicant`` has none: that one is yours to try.
    """
    applications = data("applications")["application"]
    first = now - timedelta(days=max(texts["days_ago"] for texts in applications))
    in_force_since(PROCESS, first, by=people["operator"], now=now)
    moved = False
    for number, texts in enumerate(applications):
        applicant = newcomer(texts["username"], texts["name"], role=CUSTOMER)
        moved |= Story(people, applicant, texts, number, now, deliver).unfold()
    if moved:
        # What the timers do every half minute: reminders, escalations, what lapsed.
        sweep(now)
