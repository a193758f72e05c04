"""The steps, kind by kind."""

from collections.abc import Mapping

from ..controls.groups import Group
from .routes import DECISION, END, JOIN, PARALLEL, TABLE
from .system import ACTION, EVENT, NOTICE, SUBPROCESS, TIMER, WEBHOOK
from .work import APPROVAL, ITEMS, START, TASK

STEPS: Mapping[str, Group] = {
    "start": START,
    "task": TASK,
    "approval": APPROVAL,
    "action": ACTION,
    "decision": DECISION,
    "table": TABLE,
    "parallel": PARALLEL,
    "join": JOIN,
    "event": EVENT,
    "timer": TIMER,
    "notice": NOTICE,
    "subprocess": SUBPROCESS,
    "webhook": WEBHOOK,
    "items": ITEMS,
    "end": END,
}
