"""The process “errand”: the customer asks, a reviewer reviews, the customer withdraws.

``number`` is a case whose task waits in the queue of reviewers, ``claimed_task`` one that the
reviewer has taken. The case ``waiting_number`` waits for the event “scanned”, and an automatic
step of ``failed_number`` has failed.
"""

from typing import Any

from django.utils import timezone

from tests.engine.parcels import BROKEN
from tests.world import World, furnishes
from workflows.engine.actions import claim_task, start_case
from workflows.engine.drafts import save_draft
from workflows.engine.models import Case, Definition
from workflows.engine.publication import publish_draft


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
        {
            "key": "withdraw",
            "label": text("Withdraw"),
            "who": {"roles": ["customer"]},
            "form": [],
            "to": "withdrawn",
        }
    ],
}


def parcel(key: str, step: dict[str, Any]) -> dict[str, Any]:
    """A process of one step between its start and its end."""
    start = {
        "id": "send",
        "kind": "start",
        "title": text("Send"),
        "stage": "posted",
        "who": {"roles": ["customer"]},
        "form": [],
        "next": step["id"],
    }
    end = {"id": "done", "kind": "end", "title": text("Done"), "stage": "delivered"}
    steps = [start, {**step, "title": text("Handle"), "next": "done"}, end]
    return {"key": key, "kind": "parcel", "title": text("Parcel"), "fields": [], "steps": steps}


@furnishes
def parcels(world: World) -> None:
    by, now = world.cast["operator"], timezone.now()
    waits = parcel("scanning", {"id": "scan", "kind": "event", "event": "scanned"})
    fails = parcel("stamping", {"id": "stamp", "kind": "action", "action": "stamp"})
    for definition in (waits, fails):
        save_draft(definition["key"], definition=definition, note="", etag="", by=by, now=now)
        publish_draft(definition["key"], by=by, note="", now=now)
    customer = world.cast["customer"]
    waiting = start_case("scanning", by=customer, data={}, now=now)
    BROKEN.append("no ink")
    failed = start_case("stamping", by=customer, data={}, now=now)
    BROKEN.clear()
    world.values |= {"waiting_number": waiting.number, "failed_number": failed.number}


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
