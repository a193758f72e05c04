"""What a process tells people: in-app notices, sent on through the outbox."""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.notices.actions import notify
from accounts.notices.texts import placeholders
from accounts.users.models import User

from .assignment import find, people
from .transition import Transition
from .variables import value_of
from .whom import Whom


@dataclass(frozen=True)
class StepMessage:
    """A message as it is written in a definition: to whom, and texts per language."""

    to: Whom
    subject: Mapping[str, str]
    body: Mapping[str, str]


def send(transition: Transition, message: StepMessage, *, key: str) -> int:
    """Tell everybody whom ``message`` names; ``key`` names the occasion. Answers how many."""
    found = list(people(find(message.to, transition)))
    for user in found:
        tell(transition, user, subject=message.subject, body=message.body, key=key)
    return len(found)


def tell(
    transition: Transition,
    user: User,
    *,
    subject: Mapping[str, str],
    body: Mapping[str, str],
    key: str,
    more: Mapping[str, object] | None = None,
) -> None:
    """Tell one person something about the case; ``more`` are values beside its variables."""
    notify(
        user,
        key=f"case:{transition.case.number}:{key}",
        subject=subject,
        body=body,
        context={**_context(transition, [*subject.values(), *body.values()]), **(more or {})},
        hints={"case": transition.case.number},
        now=transition.now,
    )


def _context(transition: Transition, texts: list[str]) -> dict[str, object]:
    """Values of the declared variables that ``texts`` ask for. Personal values are not among
    them: only their derivations are variables.
    """
    asked = set().union(*(placeholders(text) for text in texts))
    facts, compiled = transition.facts(), transition.compiled
    return {
        name: value_of(name, facts, compiled.constants)
        for name in asked
        if name in compiled.environment.types
    }
