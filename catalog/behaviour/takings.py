"""What a person takes back takes along whatever was made of it. Apps above register theirs."""

from collections.abc import Callable

from accounts.users.models import User

Eraser = Callable[[User], None]

_erasers: list[Eraser] = []


def register(erase: Eraser) -> None:
    """Have ``erase(user)`` called when ``user`` deletes a trace or takes a mark off, in that
    transaction. For ``AppConfig.ready()``.
    """
    if erase not in _erasers:
        _erasers.append(erase)


def taken_back(user: User) -> None:
    for erase in _erasers:
        erase(user)
