"""What people are asked to consent to. Each app registers its own in ``AppConfig.ready()``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.users.models import User

Eraser = Callable[["User"], None]


@dataclass(frozen=True)
class Purpose:
    """One purpose of keeping personal data that no contract needs.

    ``wordings`` are all texts that people were ever asked with, by language, the first one first:
    the number of a version is its place from 1, and the last is in force. A wording that somebody
    consented to is never changed: add a new one, and everybody is asked again.
    """

    key: str
    label: Mapping[str, str]
    wordings: tuple[Mapping[str, str], ...]

    @property
    def version(self) -> int:
        return len(self.wordings)

    @property
    def text(self) -> Mapping[str, str]:
        return self.wordings[-1]


_purposes: dict[str, Purpose] = {}
_erasers: dict[str, list[Eraser]] = {}


def register(purpose: Purpose) -> None:
    """Make ``purpose`` known. Raises ``ValueError`` where the key is taken."""
    if _purposes.setdefault(purpose.key, purpose) != purpose:
        raise ValueError(f"A purpose {purpose.key!r} is registered already.")


def erases(key: str, eraser: Eraser) -> None:
    """Have ``eraser(user)`` called when ``user`` withdraws their consent, in that transaction.

    It removes everything that was kept of the person under the consent.
    """
    known = _erasers.setdefault(key, [])
    if eraser not in known:
        known.append(eraser)


def purposes() -> list[Purpose]:
    return [_purposes[key] for key in sorted(_purposes)]


def purpose(key: str) -> Purpose:
    """The purpose of this key; ``LookupError`` when nobody registered it."""
    try:
        return _purposes[key]
    except KeyError:
        raise LookupError(f"No purpose {key!r} is registered.") from None


def erasers(key: str) -> list[Eraser]:
    return _erasers.get(key, [])
