"""What a walk is given, and what it tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

# No keys of outcomes: those begin with a letter.
DEADLINE = "@deadline"
ERROR = "@error"
# What stands in the data for a value under seal.
SEALED = "(sealed)"

State = Literal["waiting", "ended", "failed"]


@dataclass(frozen=True)
class Sample:
    """What the walk begins with.

    ``data``, ``subject`` and ``derived`` are by the names that ``Facts`` has. ``approvers`` are
    who would be asked by each approval, in their order; of an approval that is not in it as many
    as its rule needs are asked, and nobody knows who.
    """

    now: datetime
    data: Mapping[str, object] = field(default_factory=dict)
    subject: Mapping[str, object] = field(default_factory=dict)
    derived: Mapping[str, object] = field(default_factory=dict)
    number: str = "AB23CD45"
    approvers: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What happens at a step.

    * ``after``: so much time passes before; what is due until then comes first.
    * a start: ``data`` of its form. A task: ``outcome`` and ``data``.
    * an approval: ``outcome`` and ``data``; with ``by`` it is that person's vote, without it is
      the vote that decides.
    * an event: its ``data``. A timer: nothing, time passes until its instant.
    * an action: ``data`` is its result. A webhook: the other system's answer. A subprocess: the
      fields of the other case, ``outcome`` is its result.
    * a row of a table: ``outcome``, its columns as ``data``, and ``row``, else the first that
      waits.
    * ``outcome`` may be ``@deadline``, time passes until the step's deadline is over, or
      ``@error``, ``@error:code``, it fails.
    * without ``step``, ``outcome`` is a case action; without both, only time passes.

    Answers to actions are taken when the walk comes to their step, whatever stands before them.
    """

    step: str
    outcome: str = ""
    data: Mapping[str, object] = field(default_factory=dict)
    after: timedelta | None = None
    by: str = ""
    row: int | None = None


@dataclass(frozen=True)
class Would:
    """One thing that a step would do, in words. ``sample``: a value in it is made up."""

    kind: Literal[
        "action", "notice", "save", "stage", "deadline", "jump", "vote", "webhook", "subprocess"
    ]
    text: str
    sample: bool = False


@dataclass(frozen=True)
class Walked:
    """A step that the case is through with, or that failed: then ``error`` is the code.

    ``way`` are the ids of the steps where it went, several of a parallel step. A case action has
    no ``step``, and its key as the outcome.
    """

    step: str
    kind: str
    title: str
    way: tuple[str, ...]
    outcome: str
    at: datetime
    effects: tuple[Would, ...]
    error: str = ""


@dataclass(frozen=True)
class Choice:
    """An outcome that an answer may have."""

    key: str
    label: str


@dataclass(frozen=True)
class Waiting:
    """A step that waits for an answer; ``form`` is as ``StepForm.describe`` gives it.

    ``due_at`` is the instant of a timer or deadline, ``row`` that of a table's task. ``failed``
    steps wait for an operator.
    """

    step: str
    kind: str
    title: str
    outcomes: tuple[Choice, ...]
    form: Mapping[str, Any] | None
    effects: tuple[Would, ...] = ()
    due_at: datetime | None = None
    row: int | None = None
    failed: bool = False


@dataclass(frozen=True)
class Refused:
    """Why a walk stopped: ``answer`` is the number of the refused answer, from 0."""

    code: str
    message: str
    step: str = ""
    answer: int | None = None
    errors: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Walk:
    """How far a case came. Texts are in the language that was active."""

    steps: tuple[Walked, ...]
    waiting: tuple[Waiting, ...]
    state: State
    stage: str
    result: str
    data: Mapping[str, object]
    now: datetime
    error: Refused | None = None
    outcomes: Mapping[str, str] = field(default_factory=dict)
