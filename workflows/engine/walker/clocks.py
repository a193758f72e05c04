"""The clock of a walk: deadlines that run and stand still, and what is due next."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass
class Alarm:
    """A reminder or an escalation: so long after the start of its step, in words."""

    after: timedelta
    text: str
    has_rung: bool = False


@dataclass
class Clock:
    """The deadline of one step; the same sums as the engine's rows. ``then`` is its way on."""

    budget: timedelta
    then: str | None
    running_since: datetime | None
    used: timedelta = timedelta()
    alarms: list[Alarm] = field(default_factory=list)

    @property
    def due_at(self) -> datetime | None:
        """When its time is over; ``None`` while it stands still."""
        return self.running_since and self.running_since + self.budget - self.used

    def rings_at(self, alarm: Alarm) -> datetime | None:
        if self.running_since is None or alarm.has_rung:
            return None
        return self.running_since + alarm.after - self.used

    def pause(self, now: datetime) -> None:
        if self.running_since is not None:
            self.used += now - self.running_since
        self.running_since = None

    def resume(self, now: datetime) -> None:
        self.running_since = now
