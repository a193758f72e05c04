"""Who does a step, by when, and who is told."""

from typing import Literal

from pydantic import Field

from .conditions import CelText, Condition
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
    not_by: tuple[StepId, ...] = Field(
        (), description="Not for whoever completed one of those steps of the case, or voted there."
    )
    pick: Literal["queue", "least_loaded"] = Field(
        "queue",
        description="Candidates take the task themselves, or it goes to the one with the fewest "
        "open tasks.",
    )

    @property
    def is_empty(self) -> bool:
        return not (
            self.roles or self.teams or self.users or self.actors or self.expression or self.same_as
        )


class Escalation(Part):
    """Whom to tell when a step is still open so long after its start."""

    after: Duration
    to: Who


class Times(Part):
    """How long a step may take, and who is told before. Everything counts from its start."""

    after: Duration
    reminders: tuple[Duration, ...] = Field((), description="When its people are reminded.")
    escalations: tuple[Escalation, ...] = ()


class TimesCase(Times):
    """Other times, for cases where a condition holds."""

    when: Condition


class Deadline(Times):
    """How long a step may take, and what comes then."""

    calendar: Literal["always"] = "always"
    cases: tuple[TimesCase, ...] = Field(
        (), description="The first that holds when the step begins replaces the times beside it."
    )
    then: StepId | None = Field(None, description="The way on once the time is over.")


class StepNotice(Part):
    """A message sent when a case enters or leaves a step."""

    on: Literal["enter", "leave"]
    to: Who
    subject: Text
    body: Text
