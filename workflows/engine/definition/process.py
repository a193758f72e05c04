"""A definition as a whole."""

from typing import Literal

from pydantic import Field, JsonValue

from .conditions import Condition
from .fields import FieldDefinition, Form
from .people import Who
from .steps import Step
from .texts import Key, Part, StepId, Text


class Constant(Part):
    """A value that operators change in one place. Dates and instants are ISO 8601 texts."""

    type: Literal["text", "int", "money", "boolean", "date", "datetime"]
    value: JsonValue
    label: Text | None = None


class CaseAction(Part):
    """Something that may be done with the case whatever step it is in."""

    key: Key
    label: Text
    who: Who
    when: Condition | None = None
    form: Form = ()
    to: StepId


class ProcessDefinition(Part):
    """A process: fields, steps, and what may be done at any time."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,49}$")
    kind: str = Field(description="The vocabulary that the process is written in.")
    title: Text
    description: Text | None = None
    constants: dict[Key, Constant] = Field(default_factory=dict)
    fields: tuple[FieldDefinition, ...] = ()
    steps: tuple[Step, ...] = Field(min_length=1)
    case_actions: tuple[CaseAction, ...] = ()

    def step(self, step_id: str) -> Step | None:
        """The step of this id, or ``None``."""
        return next((step for step in self.steps if step.id == step_id), None)

    def field(self, key: str) -> FieldDefinition | None:
        """The field of this key, or ``None``."""
        return next((field for field in self.fields if field.key == key), None)
