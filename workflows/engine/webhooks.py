"""Asking another system: signed as Standard Webhooks say (standardwebhooks.com), sent by the
outbox, and its answer read into fields.

The request is written with the case's step. A worker sends it outside of the case's lock; each
attempt has the same ``webhook-id`` and body, so that whoever hears it twice can tell. After the
last attempt, or a bad answer, the step fails and takes its error way.
"""

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from standardwebhooks import Webhook
from viewflow.workflow.models import Task

from accounts.sealed.house_secrets import house_secret, replace_house_secret
from accounts.users import audit
from accounts.users.models import User
from outbox.actions import enqueue
from outbox.models import Message

from . import results
from .addresses import AddressRefused, NotResolved, resolve
from .definition import WebhookStep
from .effects import attempt_key
from .handover import read_answer
from .models import Definition
from .posting import TooLarge, Unanswered, post
from .refusals import NotAllowed, NotFound, Refusal
from .states import SETTLED
from .transition import Transition

TOPIC = "engine_webhook"
SECRET_BYTES = 32


class NotAccepted(Refusal):
    """The other system answered with something else than success."""

    transient = True
    default_code = "webhook_refused"


class BadAnswer(Refusal):
    """The answer cannot be read."""

    default_code = "webhook_answer_not_json"


def send(
    transition: Transition, task: Task, step: WebhookStep, values: Mapping[str, object]
) -> None:
    """Write the request of ``task``; it is sent once this transition is committed."""
    process = transition.compiled.definition.key
    body = {
        "type": f"{process}.{step.id}",
        "timestamp": transition.now,
        "case": transition.case.number,
        "data": values,
    }
    enqueue(
        TOPIC,
        {
            "task": task.pk,
            "case": transition.case.pk,
            "process": process,
            "url": step.url,
            "body": json.dumps(body, cls=DjangoJSONEncoder, ensure_ascii=False),
            "id": attempt_key(task),
            "attempts": step.attempts,
            "reads": bool(step.save),
        },
        key=f"task:{task.pk}",
    )


@dataclass(frozen=True)
class Told:
    """What came of a request: a code of the error way, or the answer."""

    code: str = ""
    data: Mapping[str, object] | None = None


def ask(payload: dict[str, Any], *, key: str, now: datetime) -> Told | None:
    """Send one request; a passing refusal is raised, and has it sent again. ``None`` where the
    case went on without it.
    """
    if _waiting(payload) is None:
        return None
    attempt = Message.objects.values_list("attempts", flat=True).get(topic=TOPIC, key=key)
    if attempt > payload["attempts"]:
        # The last one brought its worker down.
        return Told(Unanswered.default_code)
    try:
        return Told(data=_ask(payload, now=now))
    except (AddressRefused, TooLarge, BadAnswer) as refusal:
        return Told(refusal.code)
    except (NotResolved, Unanswered, NotAccepted) as refusal:
        if attempt < payload["attempts"]:
            raise
        return Told(refusal.code)


def deliver(payload: dict[str, Any], *, key: str, now: datetime, answer: Told | None) -> None:
    """Store what came of a request."""
    if answer is not None and _waiting(payload) is not None:
        results.store(
            task=payload["task"],
            case=payload["case"],
            now=now,
            code=answer.code,
            data=answer.data,
        )


def _waiting(payload: Mapping[str, Any]) -> Task | None:
    return Task.objects.filter(pk=payload["task"]).exclude(status__in=SETTLED).first()


def give_up(message: Message, *, now: datetime) -> None:
    """A request that the outbox has given up: its step fails like after the last attempt."""
    payload = message.payload
    results.store(task=payload["task"], case=payload["case"], now=now, code=Unanswered.default_code)


def take(transition: Transition, step: WebhookStep, data: Mapping[str, object]) -> None:
    """Save what ``step`` wants of an answer; ``OutsideFailed`` where it does not fit."""
    saved = read_answer(step, transition.compiled.definition, data.get("answer"))
    if saved:
        transition.change(data={**transition.case.data, **saved})


def show_secret(key: str, *, by: User) -> str:
    """The secret that requests of the process ``key`` are signed with, for the other system.

    Every showing is in the audit log. ``NotFound``, ``NotAllowed``.
    """
    row = _secret_of(key, by)
    audit.record(row, "doorstep.process.show_secret", by=by, data={})
    return _text(_secret(key))


def rotate_secret(key: str, *, by: User) -> str:
    """Sign with a new secret from now on, and answer it. ``NotFound``, ``NotAllowed``."""
    row = _secret_of(key, by)
    fresh = secrets.token_bytes(SECRET_BYTES)
    replace_house_secret(_name(key), fresh)
    audit.record(row, "doorstep.process.rotate_secret", by=by, data={})
    return _text(fresh)


def _secret_of(key: str, by: User) -> Definition:
    row = Definition.objects.filter(key=key).first()
    if row is None:
        raise NotFound
    if not by.has_perm("engine.publish_processes"):
        raise NotAllowed
    return row


def _ask(payload: Mapping[str, Any], *, now: datetime) -> dict[str, object]:
    target = resolve(payload["url"])
    signature = Webhook(_text(_secret(payload["process"]))).sign(
        payload["id"], now.astimezone(UTC), payload["body"]
    )
    status, body = post(
        target,
        payload["body"].encode(),
        {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": "Doorstep",
            "webhook-id": payload["id"],
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": signature,
        },
    )
    if status not in range(200, 300):
        raise NotAccepted
    return {"answer": _read(body)} if payload["reads"] else {}


def _read(body: bytes) -> object:
    """The JSON of an answer, such as a database can keep too."""
    try:
        answer = json.loads(body)
        # No number that is none, no half of a character.
        text = json.dumps(answer, allow_nan=False, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise BadAnswer from error
    if b"\\u0000" in text:
        raise BadAnswer
    return answer


def _secret(key: str) -> bytes:
    return house_secret(_name(key), make=lambda: secrets.token_bytes(SECRET_BYTES))


def _name(key: str) -> str:
    return f"webhook:{key}"


def _text(secret: bytes) -> str:
    return "whsec_" + base64.b64encode(secret).decode()
