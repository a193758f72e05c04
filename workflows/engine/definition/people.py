"""Who does a step, by when, and who is told."""

from typing import Literal

from pydantic import Field

from .conditions import CelText
from .texts import Duration, Part, StepId, Text


class Who(Part):
    """The people of a task: everybody who matches is a candidate."""

    roles: tuple[str, ...] = ()
    teams: tuple[str, ...] = Field((), description="Slugs of teams.")
    users: tuple[str, ...] = Field((), description="Usernames.")
    actors: tuple[str, ...] = Field((), description="Actors of the vocabulary.")
    expression: CelText | None = Field(
        None,
        description="Gives “team:<slug>”, “role:<name>”, “user:<username>” or “actor:<key>”.",
    )
    same_as: StepId | None = Field(None, description="Whoever completed that step last.")

    @property
    def is_empty(self) -> bool:
        return not (
            self.roles or self.teams or self.users or self.actors or self.expression or self.same_as
        )


class Escalation(Part):
    """Whom to tell when a step is still open so long after its start."""

    after: Duration
    to: Who


class Deadline(Part):
    """How long a step may take. Everything counts from the step's start."""

    after: Duration
    calendar: Literal["always"] = "always"
    reminders: tuple[Duration, ...] = Field((), description="When its people are reminded.")
    escalations: tuple[Escalation, ...] = ()
    then: StepId | None = Field(None, description="The way on once the time is over.")


class StepNotice(Part):
    """A message sent when a case enters or leaves a step."""

    on: Literal["enter", "leave"]
    to: Who
    subject: Text
    body: Text
