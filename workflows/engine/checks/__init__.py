"""Everything that is checked before publication."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from ..definition import ProcessDefinition
from ..expressions import environment
from ..problems import Problem
from ..vocabulary import Vocabulary
from ..wording import Words
from .context import Checking, People, Processes, error, placed
from .contradictions import check_contradictions
from .dataflow import check_dataflow
from .deadlines import check_deadlines
from .expressions import check_expressions
from .fields import check_fields
from .ids import check_ids
from .money import check_money
from .nested import check_nested
from .people import check_people
from .shape import Shape, check_shape
from .stages import check_stages
from .tables import check_tables
from .tasks import check_tasks
from .texts import check_texts
from .words import check_words

__all__ = ["People", "Processes", "check"]


def check(
    definition: ProcessDefinition,
    vocabulary: Vocabulary,
    people: People | None = None,
    *,
    languages: Collection[str] = ("en",),
    processes: Processes | None = None,
) -> list[Problem]:
    """All problems of ``definition``, errors first; none means that it may be published.

    With ``people``, names of roles, teams and users are looked up too, with ``processes`` what it
    begins. ``languages`` are those
    that the installation speaks. A definition with broken references is not looked at further.
    """
    words = Words(definition, vocabulary)
    found = list(_kind(words)) + list(check_ids(words))
    if not found:
        found = list(_further(definition, vocabulary, people, tuple(languages), processes))
    found.sort(key=lambda problem: problem.severity != "error")
    return [placed(problem, words) for problem in found]


def _kind(words: Words) -> Iterator[Problem]:
    vocabulary = words.vocabulary
    if words.definition.kind != vocabulary.kind:
        yield error(
            "",
            "kind_other",
            _("It is written as another kind of process; make its kind “%(wanted)s”.")
            % {"wanted": words.text(vocabulary.label)},
        )


def _further(
    definition: ProcessDefinition,
    vocabulary: Vocabulary,
    people: People | None,
    languages: tuple[str, ...],
    processes: Processes | None,
) -> Iterator[Problem]:
    checking = Checking(
        definition, vocabulary, environment(definition, vocabulary), languages, people, processes
    )
    shape = Shape.of(definition)
    yield from check_shape(checking, shape)
    yield from check_stages(checking, shape)
    yield from check_words(checking)
    yield from check_fields(checking)
    yield from check_expressions(checking)
    yield from check_people(checking, shape)
    yield from check_tables(checking)
    yield from check_tasks(checking, shape)
    yield from check_deadlines(checking)
    yield from check_dataflow(checking, shape)
    yield from check_contradictions(checking)
    yield from check_nested(checking, shape)
    yield from check_money(checking, shape)
    yield from check_texts(checking)
