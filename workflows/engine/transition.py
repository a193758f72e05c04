"""One transition of one case: what it knows, and what it gathers to be written at its end.

``lifecycle`` says what happens in its course.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import cached_property
from viewflow.workflow.models import Process, Task

from accounts.users.models import User

from .compiled import Compiled
from .facts import SubjectVariables
from .models import Candidate, Case, TimelineEntry, WorkItem
from .refusals import Worded
from .states import TimelineEvent
from .variables import Facts
from .whom import Assigned


@dataclass
class Opened:
    """A work item and its candidates on the way into the database."""

    item: WorkItem
    candidates: list[Candidate]
    assigned: Assigned


@dataclass
class Transition:
    """What one transition knows and gathers. ``by`` is ``None`` for timers and events."""

    case: Case
    process: Process
    by: User | None
    now: datetime
    is_new: bool = False
    entries: list[TimelineEntry] = field(default_factory=list)
    opened: list[Opened] = field(default_factory=list)
    looks_again: bool = False
    refusal: Worded | None = None
    waiting: deque[Callable[[], None]] = field(default_factory=deque)
    _changed: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, process: Process, *, by: User | None, now: datetime) -> "Transition":
        """A transition of the case of ``process``, which is read again."""
        return cls(Case.objects.get(process=process), process, by, now)

    @property
    def compiled(self) -> Compiled:
        """The version that the case runs, compiled."""
        return self.process.flow_class.compiled  # type: ignore[no-any-return]

    @cached_property
    def subject(self) -> Any:
        """The business row that the case is about, or ``None``."""
        return self.case.subject

    def facts(self) -> Facts:
        """What conditions may know at this moment."""
        case = self.case
        return Facts(
            now=self.now,
            number=case.number,
            stage=case.stage,
            started_at=case.started_at,
            data=case.data,
            derived=case.derived,
            subject=SubjectVariables(lambda: self.subject),
            outcomes=case.outcomes,
            error_code=case.error_code,
        )

    def open_item(self, task: Task, assigned: Assigned) -> None:
        """A person's task waits for these people."""
        item = WorkItem(
            task=task,
            case=self.case,
            step=task.flow_task.step.id,
            kind=task.flow_task.step.kind,
            opened_at=self.now,
        )
        self.opened.append(Opened(item, assigned.candidates(), assigned))

    def note(
        self, event: TimelineEvent, *, step: str = "", data: Mapping[str, object] | None = None
    ) -> None:
        """Write an entry into the timeline. ``data`` must hold no form values."""
        self.entries.append(
            TimelineEntry(
                case=self.case,
                version_id=self.case.version_id,
                at=self.now,
                event=event,
                step=step,
                actor=self.by,
                data=dict(data or {}),
            )
        )

    @property
    def is_paused(self) -> bool:
        """Whether the case's stage stops its deadlines."""
        stage = self.compiled.vocabulary.stage(self.case.stage)
        return stage is not None and stage.waiting

    def change(self, **values: object) -> None:
        """Set fields of the case; they are written at the end."""
        for name, value in values.items():
            setattr(self.case, name, value)
        self._changed.update(values)

    def undo(self, refusal: Worded) -> None:
        """Let nothing of this transition stand, and tell the person whose step led here why.

        Without a person nobody could be told: the failure stays at its step.
        """
        if self.by is not None and self.refusal is None:
            self.refusal = refusal

    def later(self, work: Callable[[], None]) -> None:
        """Do ``work`` when Viewflow's loop is through, still under the lock."""
        self.waiting.append(work)

    def save_case(self) -> None:
        """Write the case now: actions of a vocabulary may want to refer to it."""
        if self.is_new:
            self.case.save(force_insert=True)
        elif self._changed:
            self.case.save(update_fields=sorted(self._changed))
        self.is_new = False
        self._changed.clear()


_current: ContextVar[Transition] = ContextVar("transition")


def current() -> Transition:
    """The transition that is running; ``LookupError`` outside of any."""
    return _current.get()


def begins(process_pk: int) -> bool:
    """Whether the running transition is the one that makes the case of this process."""
    transition = _current.get(None)
    return transition is not None and transition.is_new and transition.process.pk == process_pk


@contextmanager
def as_current(transition: Transition) -> Iterator[None]:
    """Let ``transition`` be the running one."""
    token = _current.set(transition)
    try:
        yield
    finally:
        _current.reset(token)
