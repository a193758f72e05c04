"""What is held of a person, for their rights: a copy of it, and its erasure.

Each app that holds something registers it in ``AppConfig.ready()``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounts.users.models import User

Export = Callable[["User"], Any]
Erase = Callable[["User", "User", datetime], None]


@dataclass(frozen=True)
class Holding:
    """How what is held of a person is copied (what JSON can hold, and datetimes) and erased."""

    export: Export
    erase: Erase | None = None


_holdings: dict[str, Holding] = {}


def register(name: str, *, export: Export, erase: Erase | None = None) -> None:
    """Make a holding known. ``erase(user, by, now)`` runs when the person is made anonymous, in
    that transaction; without one, what is held goes otherwise. Raises ``ValueError`` for a name
    that is taken.
    """
    holding = Holding(export, erase)
    if _holdings.setdefault(name, holding) != holding:
        raise ValueError(f"A holding {name!r} is registered already.")


def copy_of(user: "User") -> dict[str, Any]:
    """Everything that is held of ``user``, by the holdings' names."""
    return {name: _holdings[name].export(user) for name in sorted(_holdings)}


def erase_all(user: "User", *, by: "User", now: datetime) -> None:
    for name in sorted(_holdings):
        erase = _holdings[name].erase
        if erase is not None:
            erase(user, by, now)
