"""What comes up to onboarding through the outbox."""

from datetime import datetime
from typing import Any

from accounts.users.models import User
from outbox.registry import handler
from workflows.engine.actions import receive_event

from .models import Application


@handler("exam_passed")
def tell_applications(payload: dict[str, Any], *, key: str, now: datetime) -> None:
    """Hand a passed exam on to the person's open application; its case takes it when it waits.

    ``payload``: ``{"user": uuid, "course": key of the course}``.
    """
    person = User.objects.get(uuid=payload["user"])
    for application in Application.objects.open().filter(applicant=person):
        receive_event(
            application.number,
            "exam_passed",
            data={"course": payload["course"]},
            key=key,
            by=None,
            now=now,
        )
