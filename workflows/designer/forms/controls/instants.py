"""A date and time: the house's own time in the box, ISO 8601 with its offset in the definition."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..desk import NOTHING, Place
from .base import Control, render


@dataclass(frozen=True)
class Instant(Control):
    """An instant. One that was not touched keeps the offset it was written with."""

    def draw(self, at: Place) -> SafeString:
        return render(
            "line", at, shown=_shown(at.value), rows=1, type="datetime-local", narrow=True
        )

    def read(self, at: Place) -> object:
        typed = at.typed
        if typed is None:
            return at.value if at.value is not None else NOTHING
        if typed == _shown(at.value):
            return at.value if at.value is not None else NOTHING
        if not typed.strip():
            return NOTHING
        instant = _parsed(typed.strip())
        if instant is None:
            at.refuse(_("Give a date and a time, such as 2026-01-31T14:30."))
            return typed
        aware = instant if timezone.is_aware(instant) else timezone.make_aware(instant)
        return aware.isoformat()


def _parsed(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _shown(value: object) -> str:
    instant = _parsed(value) if isinstance(value, str) else None
    if instant is None:
        return "" if value is None else str(value)
    local = timezone.localtime(instant) if timezone.is_aware(instant) else instant
    return local.isoformat(timespec="seconds" if local.second else "minutes")[:19]
