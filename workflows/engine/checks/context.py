"""What the checks are given, and how they say what they found."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..definition import ApprovalStep, ProcessDefinition, StartStep, TaskStep
from ..expressions import Environment
from ..problems import Problem, said
from ..vocabulary import Vocabulary

HumanStep = TaskStep | ApprovalStep


@dataclass(frozen=True)
class People:
    """How many people there are. Each answers ``None`` for a name that nobody knows."""

    in_role: Callable[[str], int | None]
    in_team: Callable[[str], int | None]
    of_name: Callable[[str], int | None]


@dataclass(frozen=True)
class Checking:
    """One definition under check. Without ``people`` names of people are not checked."""

    definition: ProcessDefinition
    vocabulary: Vocabulary
    environment: Environment
    languages: tuple[str, ...]
    people: People | None = None

    @property
    def human_steps(self) -> tuple[HumanStep, ...]:
        return tuple(step for step in self.definition.steps if isinstance(step, HumanStep))

    @property
    def start(self) -> StartStep:
        return next(step for step in self.definition.steps if isinstance(step, StartStep))


def error(step: str, code: str, message: str) -> Problem:
    """A problem that prevents publication. ``step`` is an id, or empty."""
    return Problem("error", step, code, _placed(step, message))


def warning(step: str, code: str, message: str) -> Problem:
    """A problem that does not prevent publication."""
    return Problem("warning", step, code, _placed(step, message))


def _placed(step: str, message: str) -> str:
    return said(_("Step “%(step)s”") % {"step": step}, message) if step else message
