"""What is run while processes are killed: a process like onboarding, in small.

Each of its effects is a row of a table on which nothing is unique, so that a second time shows.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection
from pydantic import BaseModel

from outbox import registry
from outbox.actions import enqueue
from tests.engine.parcels import EN, PARCELS
from tests.engine.processes import end, process, start, step, task, text
from workflows.engine.actions import receive_event
from workflows.engine.vocabulary import ActionContext, ActionType, EventType, register

EFFECTS = "races_effect"
SENT = "races_sent"
KIND = "crash-hiring"
TOPIC = "background_check"
TRANSPORTS = {"record": "tests.races.hiring.RecordTransport"}
BOARD = ["finance", "support", "moderator"]


class Nothing(BaseModel):
    pass


def write(table: str, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} (key) VALUES (%s)", [key])


def written(table: str) -> Counter[str]:
    """How often each key was written."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key FROM {table}")
        return Counter(key for (key,) in cursor.fetchall())


def create_tables() -> None:
    with connection.cursor() as cursor:
        for table in (EFFECTS, SENT):
            cursor.execute(f"CREATE TABLE {table} (key text NOT NULL)")


def drop_tables() -> None:
    with connection.cursor() as cursor:
        for table in (EFFECTS, SENT):
            cursor.execute(f"DROP TABLE IF EXISTS {table}")


def order_check(context: ActionContext, parameters: BaseModel) -> Mapping[str, object]:
    """Ask an outside system; its answer comes through the outbox as an event."""
    write(EFFECTS, f"{context.case.number} check")
    enqueue(TOPIC, {"case": context.case.number}, key=context.key)
    return {}


def stamp(context: ActionContext, parameters: BaseModel) -> Mapping[str, object]:
    write(EFFECTS, f"{context.case.number} stamp")
    return {}


def archive(context: ActionContext, parameters: BaseModel) -> Mapping[str, object]:
    write(EFFECTS, f"{context.case.number} archive")
    return {}


def hire(context: ActionContext, parameters: BaseModel) -> Mapping[str, object]:
    write(EFFECTS, f"{context.case.number} hire")
    return {}


@registry.handler(TOPIC)
def answer_check(payload: dict[str, Any], *, key: str, now: datetime) -> None:
    receive_event(payload["case"], "cleared", data={}, key=key, by=None, now=now)


class RecordTransport:
    """The outside world of notices: what was sent, as often as it was."""

    def send(self, message: Any, *, key: str) -> None:
        write(SENT, key)


def _action(key: str, run: Any) -> ActionType:
    return ActionType(key, EN, parameters=Nothing, result={}, precondition=EN, run=run)


register(
    replace(
        PARCELS,
        kind=KIND,
        events=(EventType("cleared", EN),),
        actions=(
            _action("order_check", order_check),
            _action("stamp", stamp),
            _action("archive", archive),
            _action("hire", hire),
        ),
    )
)

_TOLD = {"subject": text("Case {case.number}"), "body": text("Please look.")}

HIRING = process(
    start("examine", stage="posted"),
    step(
        "examine",
        "parallel",
        branches=[{"to": "review"}, {"to": "order"}],
        join="examined",
    ),
    task(
        "review",
        {"approve": "stamp"},
        deadline={"after": "PT48H", "reminders": ["PT24H"]},
        notices=[{"on": "enter", "to": {"roles": ["reviewer"]}, **_TOLD}],
    ),
    step("stamp", "action", action="stamp", next="examined"),
    step("order", "action", action="order_check", next="cleared"),
    step("cleared", "event", event="cleared", next="examined"),
    step("examined", "join", next="rest"),
    step("rest", "timer", until={"cel": "now"}, next="archive"),
    step("archive", "action", action="archive", next="board"),
    step(
        "board",
        "approval",
        who={"users": BOARD},
        rule={"mode": "n_of_m", "n": 2},
        outcomes=[
            {"key": "agree", "label": text("Agree"), "to": "hire", "vote": "for"},
            {"key": "object", "label": text("Object"), "to": "refused", "vote": "against"},
        ],
    ),
    step("hire", "action", action="hire", next="tell"),
    step("tell", "notice", to={"actors": ["sender"]}, **_TOLD, next="hired"),
    end("hired", stage="delivered", result="hired"),
    end("refused", stage="cancelled", result="refused"),
    key=KIND,
    kind=KIND,
)

# What one undisturbed case leaves behind: the effects, the notices, and everything it tells.
ACTIONS = ("check", "stamp", "archive", "hire")
NOTICES = 2
TIMELINE = Counter(
    {
        ("stage_changed", ""): 2,
        ("started", "begin"): 1,
        ("completed", "examine"): 1,
        ("entered", "review"): 1,
        ("completed", "order"): 1,
        ("entered", "cleared"): 1,
        ("event_received", "cleared"): 1,
        ("completed", "review"): 1,
        ("completed", "stamp"): 1,
        ("completed", "examined"): 1,
        ("entered", "rest"): 1,
        ("completed", "rest"): 1,
        ("completed", "archive"): 1,
        ("entered", "board"): 1,
        ("voted", "board"): 2,
        ("completed", "board"): 1,
        ("completed", "hire"): 1,
        ("notified", "tell"): 1,
        ("finished", "hired"): 1,
    }
)
