"""The process “errand”: the customer asks, a reviewer reviews, anybody who sees it withdraws.

``number`` is a case whose task waits in the queue of reviewers, ``claimed_task`` one that the
reviewer has taken.
"""

from typing import Any

from django.utils import timezone

from tests.world import World, furnishes
from workflows.engine.actions import claim_task, start_case
from workflows.engine.models import Case, Definition
from workflows.engine.publication import publish_draft, save_draft


def text(words: str) -> dict[str, str]:
    return {"en": words}


ERRAND: dict[str, Any] = {
    "key": "errand",
    "kind": "plain",
    "title": text("Errand"),
    "fields": [
        {"key": "wish", "type": "text", "label": text("What is it?"), "required": True},
        {"key": "verdict", "type": "long_text", "label": text("Verdict")},
    ],
    "steps": [
        {
            "id": "ask",
            "kind": "start",
            "title": text("Ask"),
            "stage": "open",
            "who": {"roles": ["customer"]},
            "form": [{"field": "wish"}],
            "next": "review",
        },
        {
            "id": "review",
            "kind": "task",
            "title": text("Review"),
            "who": {"roles": ["reviewer"]},
            "form": [{"field": "wish", "access": {"*": "visible"}}, {"field": "verdict"}],
            "outcomes": [
                {"key": "accept", "label": text("Accept"), "to": "done"},
                {"key": "refuse", "label": text("Refuse"), "to": "refused"},
            ],
        },
        {"id": "done", "kind": "end", "title": text("Done"), "stage": "done"},
        {"id": "refused", "kind": "end", "title": text("Refused"), "stage": "refused"},
        {"id": "withdrawn", "kind": "end", "title": text("Withdrawn"), "stage": "cancelled"},
    ],
    "case_actions": [
        {"key": "withdraw", "label": text("Withdraw"), "who": {}, "form": [], "to": "withdrawn"}
    ],
}


@furnishes
def errand(world: World) -> None:
    now = timezone.now()
    operator = world.cast["operator"]
    save_draft("errand", definition=ERRAND, note="", etag="", by=operator, now=now)
    version = publish_draft("errand", by=operator, note="First", now=now)
    waiting, claimed = _case(world, "A stamp"), _case(world, "A letter")
    claim_task(_task(claimed), by=world.cast["reviewer"], now=now)
    row = Definition.objects.get(key="errand")
    world.values |= {
        "key": "errand",
        "version": version.number,
        "etag": f'"{row.etag}"',
        "definition": ERRAND,
        "number": waiting.number,
        "action": "withdraw",
        "task": _task(waiting),
        "claimed_task": _task(claimed),
        "reviewer_id": str(world.cast["reviewer"].uuid),
    }


def _case(world: World, wish: str) -> Case:
    customer = world.cast["customer"]
    return start_case("errand", by=customer, data={"wish": wish}, now=timezone.now())


def _task(case: Case) -> str:
    return str(case.work_items.get().uuid)
