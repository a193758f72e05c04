"""What the checks are given, and how they say what they found."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _

from ..definition import ApprovalStep, ProcessDefinition, StartStep, TaskStep
from ..expressions import Environment
from ..problems import Problem, said
from ..vocabulary import Vocabulary
from ..wording import Words

HumanStep = TaskStep | ApprovalStep


@dataclass(frozen=True)
class People:
    """How many people there are. Each answers ``None`` for a name that nobody knows."""

    in_role: Callable[[str], int | None]
    in_team: Callable[[str], int | None]
    of_name: Callable[[str], int | None]


# What new cases of another process run, by its key; ``None`` where nothing is published.
Processes = Callable[[str], ProcessDefinition | None]


@dataclass(frozen=True)
class Checking:
    """One definition under check. Without ``people`` names of people are not checked, without
    ``processes`` not what it begins.
    """

    definition: ProcessDefinition
    vocabulary: Vocabulary
    environment: Environment
    languages: tuple[str, ...]
    people: People | None = None
    processes: Processes | None = None

    @cached_property
    def words(self) -> Words:
        """Says the parts of the definition in the reader's language."""
        return Words(self.definition, self.vocabulary)

    @property
    def human_steps(self) -> tuple[HumanStep, ...]:
        return tuple(step for step in self.definition.steps if isinstance(step, HumanStep))

    @property
    def start(self) -> StartStep:
        return next(step for step in self.definition.steps if isinstance(step, StartStep))


def error(step: str, code: str, message: str) -> Problem:
    """A problem that prevents publication. ``step`` is an id, or empty; ``placed`` names it."""
    return Problem("error", step, code, message)


def warning(step: str, code: str, message: str) -> Problem:
    """A problem that does not prevent publication."""
    return Problem("warning", step, code, message)


def placed(problem: Problem, words: Words) -> Problem:
    """The problem with the title of its step before what is to be done."""
    if not problem.step:
        return problem
    place = _("Step %(step)s") % {"step": words.step(problem.step)}
    return replace(problem, message=said(place, problem.message))
