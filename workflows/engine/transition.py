"""One transition of one case: what it changes is gathered here and written once, at its end.

Viewflow's loop calls our nodes, and they tell the running transition what happened. Three things
wait until the loop is through, because they would change tasks that the loop still holds in
memory: jumps, error ways, and another look at the joins. Everything is done under the case's lock
and in its transaction, so nothing is ever half done.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from viewflow.workflow.activation import Activation
from viewflow.workflow.context import Context
from viewflow.workflow.models import Process, Task

from . import deadlines, exclusions, joins, messages, picking
from .facts import SubjectVariables
from .models import Candidate, Case, TimelineEntry, WorkItem
from .refusals import NotAvailable, Worded
from .states import TimelineEvent
from .variables import Facts

if TYPE_CHECKING:
    from accounts.users.models import User

    from .assignment import Assigned
    from .compiler import Compiled


@dataclass
class Opened:
    """A work item and its candidates on the way into the database."""

    item: WorkItem
    candidates: list[Candidate]
    assigned: "Assigned"


@dataclass
class Transition:
    """What one transition knows and gathers. ``by`` is ``None`` for timers and events."""

    case: Case
    process: Process
    by: "User | None"
    now: datetime
    is_new: bool = False
    entries: list[TimelineEntry] = field(default_factory=list)
    opened: list[Opened] = field(default_factory=list)
    looks_again: bool = False
    refusal: Worded | None = None
    _later: deque[Callable[[], None]] = field(default_factory=deque)
    _changed: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, process: Process, *, by: "User | None", now: datetime) -> "Transition":
        """A transition of the case of ``process``, which is read again."""
        return cls(Case.objects.get(process=process), process, by, now)

    @property
    def compiled(self) -> "Compiled":
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

    # What nodes tell.

    def entered(self, activation: Activation) -> None:
        """The case arrived at a node."""
        node = activation.flow_task
        self.set_stage(node.step.stage)
        if node.waits:
            self.note(TimelineEvent.ENTERED, step=node.step.id)
        for notice in node.notices_on("enter"):
            messages.send(self, notice, key=f"task:{activation.task.pk}:enter")
        if node.deadline is not None:
            deadlines.open_deadline(self, activation.task, node.deadline)

    def left(self, task: Task) -> None:
        """The case is through with a node."""
        node = task.flow_task
        outcome = task.data.get("outcome", "")
        told = {name: task.data[name] for name in ("outcome", "rows") if task.data.get(name)}
        if outcome:
            self.case.outcomes = {**self.case.outcomes, node.step.id: outcome}
            self._changed.add("outcomes")
        self.note(node.left_as, step=node.step.id, data=told)
        for notice in node.notices_on("leave"):
            messages.send(self, notice, key=f"task:{task.pk}:leave")
        if node.deadline is not None:
            deadlines.close_deadline(task, now=self.now)

    def cancelled(self, task: Task) -> None:
        """The case went on without a node that was live."""
        self.looks_again = True
        if task.flow_task.deadline is not None:
            deadlines.close_deadline(task, now=self.now)

    def open_item(self, task: Task, assigned: "Assigned") -> None:
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

    def set_stage(self, stage: str | None) -> None:
        """Move the case to ``stage``; ``None`` and the present stage change nothing.

        A final stage is never left: a vocabulary's promise to whoever reads the status.
        """
        if not stage or stage == self.case.stage:
            return
        vocabulary = self.compiled.vocabulary
        before, after = vocabulary.stage(self.case.stage), vocabulary.stage(stage)
        if before is not None and before.final:
            raise NotAvailable(
                _("The stage “%(stage)s” is final.") % {"stage": before.key}, code="stage_is_final"
            )
        self.change(stage=stage)
        self.note(TimelineEvent.STAGE_CHANGED, data={"from": before and before.key, "to": stage})
        if vocabulary.subject is not None:
            vocabulary.subject.set_status(self.subject, stage, now=self.now)
        if not self.is_new and (before and before.waiting) != (after and after.waiting):
            deadlines.pause_or_resume(self)

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

    # What happens when Viewflow's loop is through.

    def later(self, work: Callable[[], None]) -> None:
        """Do ``work`` when the loop is through, still under the lock."""
        self._later.append(work)

    def settle(self) -> None:
        """Do what waited, until nothing waits."""
        while self._later or self.looks_again:
            if self._later:
                self._later.popleft()()
                continue
            self.looks_again = False
            joins.look_again(self.process)

    def save_case(self) -> None:
        """Write the case now: actions of a vocabulary may want to refer to it."""
        if self.is_new:
            self.case.save(force_insert=True)
        elif self._changed:
            self.case.save(update_fields=sorted(self._changed))
        self.is_new = False
        self._changed.clear()

    def flush(self) -> None:
        """Write everything that was gathered: at most one statement for each table."""
        self.save_case()
        WorkItem.objects.bulk_create(opened.item for opened in self.opened)
        for opened in self.opened:
            for candidate in opened.candidates:
                candidate.item = opened.item
        Candidate.objects.bulk_create(
            candidate for opened in self.opened for candidate in opened.candidates
        )
        if self.compiled.separates_duties:
            exclusions.look_again(self)
        TimelineEntry.objects.bulk_create(self.entries)
        # Last of all, as it locks people.
        picking.give(
            (
                (opened.item.task, opened.assigned)
                for opened in self.opened
                if opened.assigned.is_picked
            ),
            now=self.now,
        )
        self.opened, self.entries = [], []


_current: ContextVar[Transition] = ContextVar("transition")


def current() -> Transition:
    """The transition that is running; ``LookupError`` outside of any."""
    return _current.get()


def begins(process_pk: int) -> bool:
    """Whether the running transition is the one that makes the case of this process."""
    transition = _current.get(None)
    return transition is not None and transition.is_new and transition.process.pk == process_pk


@contextmanager
def running(transition: Transition) -> Iterator[Transition]:
    """Run ``transition``; the caller holds the case's lock. At its end all of it is written.

    Exceptions of automatic steps are kept from propagating, so that a failure is recorded at its
    own step instead of undoing the step of the person whose action led there, unless that step
    is declared to undo.
    """
    token = _current.set(transition)
    try:
        with Context(propagate_exception=False):
            yield transition
            transition.settle()
        if isinstance(transition.refusal, Exception):
            raise transition.refusal
        transition.flush()
    finally:
        _current.reset(token)
