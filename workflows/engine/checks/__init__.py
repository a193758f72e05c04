"""Everything that is checked before publication."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from ..definition import ProcessDefinition
from ..expressions import environment
from ..problems import Problem
from ..vocabulary import Vocabulary
from .context import Checking, People, error
from .expressions import check_expressions
from .fields import check_fields
from .ids import check_ids
from .people import check_people
from .shape import Shape, check_shape
from .stages import check_stages
from .tasks import check_tasks
from .texts import check_texts
from .words import check_words

__all__ = ["People", "check"]


def check(
    definition: ProcessDefinition,
    vocabulary: Vocabulary,
    people: People | None = None,
    *,
    languages: Collection[str] = ("en",),
) -> list[Problem]:
    """All problems of ``definition``, errors first; none means that it may be published.

    With ``people``, names of roles, teams and users are looked up too. ``languages`` are those
    that the installation speaks. A definition with broken references is not looked at further.
    """
    found = list(_kind(definition, vocabulary)) + list(check_ids(definition))
    if not found:
        found = list(_further(definition, vocabulary, people, tuple(languages)))
    return sorted(found, key=lambda problem: problem.severity != "error")


def _kind(definition: ProcessDefinition, vocabulary: Vocabulary) -> Iterator[Problem]:
    if definition.kind != vocabulary.kind:
        yield error(
            "",
            "kind_other",
            _("This is a process of the kind “%(kind)s”; give it the kind “%(wanted)s”.")
            % {"kind": definition.kind, "wanted": vocabulary.kind},
        )


def _further(
    definition: ProcessDefinition,
    vocabulary: Vocabulary,
    people: People | None,
    languages: tuple[str, ...],
) -> Iterator[Problem]:
    checking = Checking(
        definition, vocabulary, environment(definition, vocabulary), languages, people
    )
    shape = Shape.of(definition)
    yield from check_shape(checking, shape)
    yield from check_stages(checking, shape)
    yield from check_words(checking)
    yield from check_fields(checking)
    yield from check_expressions(checking)
    yield from check_people(checking)
    yield from check_tasks(checking, shape)
    yield from check_texts(checking)
