"""One small world for the tests that walk over every operation: real rows, made by real actions.

``World.values`` holds what paths and bodies need, by name. ``make_world`` is cheap enough to be
made once per module; whoever changes it rolls back.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from accounts.users.models import User
from accounts.users.tokens import issue_token
from tests.cast import CAST, make_cast
from tests.furniture import PARTS

EVERYBODY = ("nobody", *CAST)

# Other parts of the house add what they own: fn(world) sets world.values[...].
FURNISHERS: list[Callable[["World"], None]] = []


@dataclass
class World:
    """The cast, their tokens, and named values of what they own."""

    cast: dict[str, User]
    tokens: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)

    def headers(self, member: str) -> dict[str, str]:
        token = self.tokens.get(member)
        return {"Authorization": f"Bearer {token}"} if token else {}


def furnishes(function: Callable[[World], None]) -> Callable[[World], None]:
    """Register a function that puts rows and values into the world."""
    FURNISHERS.append(function)
    return function


def make_world() -> World:
    cast = make_cast()
    tokens = {name: issue_token(user, name="tests") for name, user in cast.items()}
    world = World(cast, tokens)
    # In the order of the parts, whichever test imported which of them first.
    for furnish in sorted(FURNISHERS, key=_place):
        furnish(world)
    return world


def _place(furnish: Callable[[World], None]) -> int:
    return PARTS.index(furnish.__module__.rpartition(".")[2])
