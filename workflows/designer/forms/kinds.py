"""The kinds of steps and fields, as they are called when they are new and in lists."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_noop, pgettext_lazy

from workflows.engine.labels import FIELD_TYPES

__all__ = ["FIELD_TITLES", "FIELD_TYPES", "ICONS", "STEP_KINDS", "STEP_TITLES"]

STEP_TITLES: Final[Mapping[str, str]] = {
    "start": gettext_noop("Begin"),
    "task": gettext_noop("New task"),
    "approval": gettext_noop("New approval"),
    "action": gettext_noop("New action"),
    "decision": gettext_noop("New decision"),
    "table": gettext_noop("New decision table"),
    "parallel": gettext_noop("New parallel block"),
    "join": gettext_noop("All done"),
    "event": gettext_noop("New event"),
    "timer": gettext_noop("New pause"),
    "notice": gettext_noop("New notice"),
    "subprocess": gettext_noop("New subprocess"),
    "webhook": gettext_noop("New request to another system"),
    "items": gettext_noop("New task for each row"),
    "end": gettext_noop("New end"),
}
STEP_KINDS: Final[Mapping[str, Any]] = {
    "start": pgettext_lazy("kind of step", "Begin"),
    "task": pgettext_lazy("kind of step", "Task"),
    "approval": pgettext_lazy("kind of step", "Approval"),
    "action": pgettext_lazy("kind of step", "Action"),
    "decision": pgettext_lazy("kind of step", "Decision"),
    "table": pgettext_lazy("kind of step", "Decision table"),
    "parallel": pgettext_lazy("kind of step", "Parallel block"),
    "join": pgettext_lazy("kind of step", "Join"),
    "event": pgettext_lazy("kind of step", "Event"),
    "timer": pgettext_lazy("kind of step", "Pause"),
    "notice": pgettext_lazy("kind of step", "Notice"),
    "subprocess": pgettext_lazy("kind of step", "Subprocess"),
    "webhook": pgettext_lazy("kind of step", "Request to another system"),
    "items": pgettext_lazy("kind of step", "A task for each row"),
    "end": pgettext_lazy("kind of step", "End"),
}
ICONS: Final[Mapping[str, str]] = {
    "start": "arrow-right-full",
    "task": "user",
    "approval": "circle-check",
    "action": "cog",
    "decision": "redirect",
    "table": "table",
    "parallel": "sliders",
    "join": "collapse-down",
    "event": "crosshairs",
    "timer": "time",
    "notice": "mail",
    "subprocess": "folder-open-inverse",
    "webhook": "site",
    "items": "list-ul",
    "end": "tick-inverse",
}
FIELD_TITLES: Final[Mapping[str, str]] = {
    "text": gettext_noop("New text"),
    "long_text": gettext_noop("New long text"),
    "int": gettext_noop("New number"),
    "money": gettext_noop("New amount of money"),
    "date": gettext_noop("New date"),
    "time": gettext_noop("New time"),
    "datetime": gettext_noop("New date and time"),
    "choice": gettext_noop("New choice"),
    "choices": gettext_noop("New choice of several"),
    "boolean": gettext_noop("New yes or no"),
    "file": gettext_noop("New file"),
    "photo": gettext_noop("New photo"),
    "signature": gettext_noop("New signature"),
    "location": gettext_noop("New place"),
    "table": gettext_noop("New table"),
}
