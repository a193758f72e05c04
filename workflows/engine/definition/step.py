"""What steps of every kind are made of."""

from typing import Annotated

from pydantic import Field, JsonValue

from .conditions import CelText, Condition
from .people import StepNotice
from .texts import Key, Part, StepId, Text


class StepBase(Part):
    """What every step has."""

    id: StepId
    title: Text
    stage: str | None = Field(None, description="Set on the case when it enters this step.")
    notices: tuple[StepNotice, ...] = ()


class Outcome(Part):
    """One way to end a task."""

    key: Key
    label: Text
    to: StepId
    when: Condition | None = Field(None, description="Offered only where this holds.")
    requires: tuple[Key, ...] = Field(
        (), description="Fields that are to be answered together with this outcome."
    )


class FixedValue(Part):
    """A parameter given as it is."""

    value: JsonValue


Parameter = Annotated[FixedValue | CelText, Field(union_mode="smart")]
