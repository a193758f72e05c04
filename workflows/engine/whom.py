"""An assignment as a version has it compiled, and the people whom it turned out to name."""

from dataclasses import dataclass, field

from accounts.users.models import User

from .definition import Who
from .expressions import Environment, Expression
from .models import Candidate


@dataclass(frozen=True)
class Whom:
    """An assignment as it is written, with its expression compiled."""

    who: Who
    expression: Expression | None = None


@dataclass(frozen=True)
class Assigned:
    """Who was found: persons in their order, and names of roles and teams."""

    users: tuple[User, ...] = ()
    roles: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    barred: frozenset[int] = field(default=frozenset(), compare=False)  # whoever did "not_by"
    is_picked: bool = False  # given to one of them, instead of waiting in their queue

    @property
    def sole_person(self) -> User | None:
        """The one person who was named, if nobody else was."""
        return self.users[0] if len(self.users) == 1 and not (self.roles or self.teams) else None

    def candidates(self) -> list[Candidate]:
        """Rows for a work item, not yet saved and without it."""
        rows = [Candidate(user=user) for user in self.users]
        rows += [Candidate(role=role) for role in self.roles]
        rows += [Candidate(team=team) for team in self.teams]
        for position, row in enumerate(rows):
            row.position = position
        return rows


def whom(who: Who, environment: Environment) -> Whom:
    """Compile an assignment; ``BadExpression`` for what the check would have found first."""
    if who.expression is None:
        return Whom(who)
    return Whom(who, environment.compile(who.expression.cel, result="string"))
