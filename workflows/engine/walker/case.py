"""The case of a walk: its values, where it is, and what its steps would do."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from ..definition import Deadline, StepNotice, Times, duration
from ..refusals import ExpressionFailed, NotAvailable, Refusal
from ..variables import Facts
from ..wording import joined, quoted, said_duration
from .clocks import Alarm, Clock
from .prepared import Prepared
from .records import Answer, Sample, Walked, Would

# Which branch of which parallel step, from the outermost.
Token = tuple[tuple[int, int], ...]


class TooLong(Refusal):
    """The walk passes more steps than it may."""

    default_code = "walk_too_long"


@dataclass(eq=False)
class Live:
    """A step over which the case has not gone on.

    ``state``: ``new``, ``waiting``, ``failed``, ``done`` or ``cancelled``. ``onto`` are the steps
    and tokens where it goes on.
    """

    step: Any
    token: Token
    state: str = "new"
    effects: list[Would] = field(default_factory=list)
    clock: Clock | None = None
    due_at: datetime | None = None
    votes: list[tuple[str, str]] = field(default_factory=list)
    rows: dict[int, str | None] = field(default_factory=dict)
    onto: list[tuple[str, Token]] = field(default_factory=list)
    jump: str | None = None
    passed: "Passed | None" = None
    failure: Refusal | None = None

    @property
    def is_over(self) -> bool:
        return self.state in {"done", "cancelled"}


@dataclass
class Passed:
    """A ``Walked`` that may get more effects."""

    step: str
    kind: str
    title: str
    way: tuple[str, ...]
    outcome: str
    at: datetime
    effects: list[Would]
    error: str = ""

    def walked(self) -> Walked:
        return Walked(
            self.step, self.kind, self.title, self.way, self.outcome, self.at,
            tuple(self.effects), self.error,
        )  # fmt: skip


@dataclass
class WalkedCase:
    """What a case and its transition know in the engine. ``has_person``: somebody's answer led
    here, who could be told of a refusal.
    """

    prepared: Prepared
    sample: Sample
    limit: int
    now: datetime
    data: dict[str, object]
    derived: dict[str, object]
    stage: str = ""
    outcomes: dict[str, str] = field(default_factory=dict)
    did: dict[str, set[str]] = field(default_factory=dict)  # step to the names in its answers
    error_code: str = ""
    result: str = ""
    has_started: bool = False
    has_ended: bool = False
    has_person: bool = False
    live: list[Live] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    given: Mapping[str, deque[Answer]] = field(default_factory=dict)
    events: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)
    later: deque[Callable[[], None]] = field(default_factory=deque)
    looks_again: bool = False
    splits: int = 0
    count: int = 0

    def facts(self) -> Facts:
        return Facts(
            now=self.now,
            number=self.sample.number,
            stage=self.stage,
            started_at=self.sample.now,
            data=self.data,
            derived=self.derived,
            subject=self.sample.subject,
            outcomes=self.outcomes,
            error_code=self.error_code,
        )

    def barred(self, step: Any) -> frozenset[str]:
        """Who may not do ``step``, by the names that answers gave."""
        done = (self.did.get(other, set()) for other in step.who.not_by)
        return frozenset().union(*done) - {""}

    def counted(self) -> None:
        """One step more; ``TooLong`` past the limit."""
        self.count += 1
        if self.count > self.limit:
            raise TooLong(
                _("The walk was stopped after %(limit)d steps: it turns in a ring.")
                % {"limit": self.limit}
            )

    # What a step would do when the case comes to it and leaves it.

    def enter(self, live: Live) -> None:
        self.counted()
        self.set_stage(live.step.stage, live.effects)
        self.notify(live.step.notices, "enter", live.effects)
        deadline = getattr(live.step, "deadline", None)
        if deadline is not None:
            self.begin_deadline(live, deadline)

    def leave(
        self, live: Live, *, onto: Sequence[tuple[str, Token]], outcome: str = "", error: str = ""
    ) -> None:
        """Be through with a step, by these ways."""
        self.live.remove(live)
        live.state, live.clock = "done", None
        live.onto = list(onto)
        if outcome:
            self.outcomes[live.step.id] = outcome
        self.notify(live.step.notices, "leave", live.effects)
        self.tell(live, tuple(target for target, _token in onto), outcome, error)

    def tell(self, live: Live, way: tuple[str, ...], outcome: str = "", error: str = "") -> None:
        step = live.step
        live.passed = Passed(
            step.id, step.kind, self.prepared.title(step), way, outcome, self.now, live.effects,
            error,
        )  # fmt: skip
        self.passed.append(live.passed)

    def cancel(self, live: Live) -> None:
        if live in self.live:
            self.live.remove(live)
        live.state, live.clock = "cancelled", None
        self.looks_again = True

    def set_stage(self, stage: str | None, effects: list[Would]) -> None:
        if not stage or stage == self.stage:
            return
        vocabulary = self.prepared.vocabulary
        before, after = vocabulary.stage(self.stage), vocabulary.stage(stage)
        if before is not None and before.final:
            raise NotAvailable(
                _("The stage “%(stage)s” is final.") % {"stage": before.key}, code="stage_is_final"
            )
        self.stage = stage
        text = _("The case would come to the stage %(stage)s.")
        effects.append(Would("stage", text % {"stage": quoted(self.prepared.words.stage(stage))}))
        if (before and before.waiting) != (after and after.waiting):
            for live in self.live:
                if live.clock is not None and self.is_paused:
                    live.clock.pause(self.now)
                elif live.clock is not None:
                    live.clock.resume(self.now)

    @property
    def is_paused(self) -> bool:
        stage = self.prepared.vocabulary.stage(self.stage)
        return stage is not None and stage.waiting

    def notify(self, notices: Sequence[StepNotice], occasion: str, effects: list[Would]) -> None:
        effects.extend(self.message(notice) for notice in notices if notice.on == occasion)

    def message(self, notice: Any) -> Would:
        """What people would be told; ``notice`` has ``to``, ``subject`` and ``body``."""
        facts, prepared = self.facts(), self.prepared
        text = _("Would tell %(people)s: %(subject)s — %(body)s") % {
            "people": prepared.words.who(notice.to),
            "subject": prepared.filled(notice.subject, facts),
            "body": prepared.filled(notice.body, facts),
        }
        return Would("notice", text)

    def save(
        self, live: Live, values: Mapping[str, object], samples: frozenset[str] = frozenset()
    ) -> None:
        """Write values into the data; those of ``samples`` are made up."""
        if not values:
            return
        self.data = {**self.data, **values}
        for key, value in values.items():
            live.effects.append(self.would_save(key, value, is_sample=key in samples))

    def would_save(self, key: str, value: object, *, is_sample: bool = False) -> Would:
        words = self.prepared.words
        if value is None:
            text = _("Would empty %(field)s.") % {"field": words.field(key)}
        else:
            said = words.value(value, of=f"data.{key}")
            text = _("Would fill in %(field)s: %(value)s") % {
                "field": words.field(key),
                "value": said + (_(" (sample value)") if is_sample else ""),
            }
        return Would("save", text, sample=is_sample)

    # Deadlines.

    def begin_deadline(self, live: Live, deadline: Deadline) -> None:
        times = self._times(deadline)
        words = self.prepared.words
        alarms = [
            Alarm(duration(after), _("After %(time)s, would remind whoever has to do it.")
                  % {"time": said_duration(after)})
            for after in times.reminders
        ]  # fmt: skip
        alarms += [
            Alarm(
                duration(escalation.after),
                _("After %(time)s, would escalate to %(people)s.")
                % {"time": said_duration(escalation.after), "people": words.who(escalation.to)},
            )
            for escalation in times.escalations
        ]
        start = None if self.is_paused else self.now
        live.clock = Clock(duration(times.after), deadline.then, start, alarms=alarms)
        text = _("Would give it %(time)s.") % {"time": said_duration(times.after)}
        if deadline.then is not None:
            text = _("Would give it %(time)s; after that it goes on with %(step)s.") % {
                "time": said_duration(times.after),
                "step": words.step(deadline.then),
            }
        live.effects.append(Would("deadline", text))

    def _times(self, deadline: Deadline) -> Times:
        """Which times count. A condition that fails gives the shortest, as in the engine."""
        try:
            for case in deadline.cases:
                if self.prepared.holds(case.when, self.facts()):
                    return case
        except ExpressionFailed:
            every: list[Times] = [deadline, *deadline.cases]
            return min(every, key=lambda times: duration(times.after))
        return deadline

    def called_off(self, cancelled: Sequence[Live]) -> Would | None:
        """What a jump calls off, in words."""
        titles = [quoted(self.prepared.title(one.step)) for one in cancelled]
        if not titles:
            return None
        return Would("jump", _("Would call off %(steps)s.") % {"steps": joined(titles)})
