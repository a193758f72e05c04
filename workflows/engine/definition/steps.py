"""The steps, one model per kind."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from .conditions import CelText, Condition
from .fields import Form
from .nested import ItemsStep, SubprocessStep, WebhookStep
from .people import Deadline, Who
from .step import Outcome, Parameter, StepBase
from .tables import TableStep
from .texts import Duration, Key, Part, StepId, Text


class ApprovalOutcome(Outcome):
    """An outcome of an approval; without a vote it decides at once."""

    vote: Literal["for", "against"] | None = None


class StartStep(StepBase):
    """Where a case begins: who may begin it, and with which answers."""

    kind: Literal["start"]
    who: Who
    form: Form = ()
    next: StepId


class TaskStep(StepBase):
    """One person fills in a form and chooses an outcome."""

    kind: Literal["task"]
    who: Who
    form: Form = ()
    outcomes: tuple[Outcome, ...] = Field(min_length=1)
    deadline: Deadline | None = None


class ApprovalRule(Part):
    """When an approval is decided."""

    mode: Literal["any", "all", "n_of_m"]
    n: int | None = Field(None, ge=1, description="Votes needed; with “n_of_m” only.")
    order: Literal["together", "in_turn"] = "together"

    @model_validator(mode="after")
    def _n_goes_with_n_of_m(self) -> "ApprovalRule":
        if (self.mode == "n_of_m") != (self.n is not None):
            raise ValueError(_("give “n”, the number of votes, with “n_of_m” and only there"))
        return self


class ApprovalStep(StepBase):
    """Several people vote; the rule decides when it is done."""

    kind: Literal["approval"]
    who: Who
    form: Form = ()
    rule: ApprovalRule
    outcomes: tuple[ApprovalOutcome, ...] = Field(min_length=1)
    deadline: Deadline | None = None


class ActionStep(StepBase):
    """The system does something from the vocabulary."""

    kind: Literal["action"]
    action: str
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    save: dict[Key, str] = Field(
        default_factory=dict, description="Field key to a key of the action's result."
    )
    next: StepId
    on_error: StepId | None = Field(None, description="The way on when it fails.")
    undo_on_refusal: bool = Field(
        False,
        description="What it refuses is told to the person whose step led here, and undoes it.",
    )


class Case(Part):
    """One way of a decision."""

    when: Condition
    to: StepId
    label: Text | None = None


class DecisionStep(StepBase):
    """The first case that holds is taken."""

    kind: Literal["decision"]
    cases: tuple[Case, ...] = Field(min_length=1)
    otherwise: StepId
    on_error: StepId | None = Field(None, description="The way on when a condition fails.")


class Branch(Part):
    """One way of a parallel block."""

    to: StepId
    when: Condition | None = None


class ParallelStep(StepBase):
    """All branches whose condition holds run at once until the join."""

    kind: Literal["parallel"]
    branches: tuple[Branch, ...] = Field(min_length=2)
    join: StepId
    on_error: StepId | None = Field(
        None, description="The way on when a condition fails, or none holds."
    )


class JoinStep(StepBase):
    """Waits for every branch of its parallel block."""

    kind: Literal["join"]
    next: StepId


class EventStep(StepBase):
    """Waits until something happens outside."""

    kind: Literal["event"]
    event: str
    save: dict[Key, str] = Field(
        default_factory=dict, description="Field key to a key of the event's data."
    )
    next: StepId
    deadline: Deadline | None = None


class TimerStep(StepBase):
    """Waits for a while, or until an instant."""

    kind: Literal["timer"]
    after: Duration | None = None
    until: CelText | None = Field(None, description="An expression that gives a timestamp.")
    next: StepId
    on_error: StepId | None = Field(None, description="The way on when the expression fails.")

    @model_validator(mode="after")
    def _one_of_both(self) -> "TimerStep":
        if (self.after is None) == (self.until is None):
            raise ValueError(_("give either “after”, a duration, or “until”, an expression"))
        return self


class NoticeStep(StepBase):
    """Tells people something."""

    kind: Literal["notice"]
    to: Who
    subject: Text
    body: Text
    next: StepId
    on_error: StepId | None = Field(None, description="The way on when it fails.")


class EndStep(StepBase):
    """Where a case ends."""

    kind: Literal["end"]
    result: str = Field("", max_length=50, description="A word for reports, such as “refused”.")


Step = Annotated[
    StartStep
    | TaskStep
    | ApprovalStep
    | ActionStep
    | DecisionStep
    | TableStep
    | ParallelStep
    | JoinStep
    | EventStep
    | TimerStep
    | NoticeStep
    | SubprocessStep
    | WebhookStep
    | ItemsStep
    | EndStep,
    Field(discriminator="kind"),
]
