"""What is wrong with a definition, in words for the person who edits it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """One finding of a check.

    ``step`` is the step's id, or ``""`` for the definition as a whole; ``code`` is stable and may
    be relied on by clients; ``message`` says what to do. An ``error`` prevents publication, a
    ``warning`` does not.
    """

    severity: Severity
    step: str
    code: str
    message: str

    def as_json(self) -> dict[str, str]:
        """``{"severity", "step", "code", "message"}``, the shape the API answers."""
        return asdict(self)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of ``problems`` prevents publication."""
    return any(problem.severity == "error" for problem in problems)


def said(place: str, message: str) -> str:
    """A message that begins with its place, if it has one."""
    if not place:
        return message
    return _("%(place)s: %(message)s") % {"place": place, "message": message}


def listed(names: Iterable[str]) -> str:
    """Names for a sentence, in quotation marks."""
    quoted = (_("“%(name)s”") % {"name": name} for name in names)
    return pgettext("between names", ", ").join(quoted) or pgettext("instead of names", "none")


def meant(names: Iterable[str]) -> str:
    """A question to put behind a sentence, with the first of ``names``; nothing for none."""
    near = next(iter(names), "")
    return _(" Did you mean “%(word)s”?") % {"word": near} if near else ""
