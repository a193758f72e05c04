"""What is wrong with a definition, in words for the person who edits it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

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
