"""Steps with work of their own inside: another process, another system, the rows of a table."""

from typing import Literal

from pydantic import Field

from .fields import Access
from .people import Deadline, Who
from .step import Parameter, StepBase
from .texts import Key, Part, StepId, Text


class SubprocessEnd(Part):
    """The way on after one result of the other process."""

    result: str = Field(min_length=1, max_length=50)
    to: StepId


class SubprocessStep(StepBase):
    """Runs a case of another process and waits for its end.

    The case gets its version by the rules of every new case. It is cancelled with this one.
    """

    kind: Literal["subprocess"]
    process: str = Field(description="The key of a process of plain cases.")
    data: dict[Key, Parameter] = Field(
        default_factory=dict, description="Field of the other process to what it begins with."
    )
    save: dict[Key, Key] = Field(
        default_factory=dict, description="Field here to the field of the other process."
    )
    results: tuple[SubprocessEnd, ...] = Field(
        (), description="Other ways on, by the result of the end that it reaches."
    )
    next: StepId
    on_error: StepId | None = Field(
        None, description="The way on when it cannot begin or is cancelled."
    )
    deadline: Deadline | None = None


class WebhookStep(StepBase):
    """Asks another system and waits for its answer.

    The request is a signed POST (Standard Webhooks); what fails is tried again with growing
    pauses. The answer's JSON fills fields; after the last attempt the error way is taken.
    """

    kind: Literal["webhook"]
    url: str = Field(max_length=500, description="An https address outside of this network.")
    payload: dict[Key, Parameter] = Field(default_factory=dict)
    save: dict[Key, str] = Field(
        default_factory=dict, description="Field to a dotted path in the answer, such as “a.b.0”."
    )
    attempts: int = Field(5, ge=1, le=10)
    next: StepId
    on_error: StepId | None = Field(None, description="The way on when every attempt failed.")
    deadline: Deadline | None = None


class ItemColumn(Part):
    """A column of the table on the form of an item's task."""

    column: Key
    required: bool | None = Field(None, description="Overrides the column's own “required”.")
    access: Access = "editable"


class ItemOutcome(Part):
    """One way to end an item's task; with ``to`` it ends the whole step and leads there."""

    key: Key
    label: Text
    to: StepId | None = None


class ItemsStep(StepBase):
    """One task for every row of a table, all at once; it goes on after the last.

    An empty table goes on at once. Rows that are added while it runs get no task.
    """

    kind: Literal["items"]
    table: Key = Field(description="A table field.")
    who: Who
    form: tuple[ItemColumn, ...] = ()
    outcomes: tuple[ItemOutcome, ...] = Field(min_length=1)
    save_outcome: Key | None = Field(
        None, description="The column that the key of each outcome is written to."
    )
    next: StepId
    deadline: Deadline | None = None
