"""What lies before whoever fills in the form of a part: the definition, its names in words, and
what was posted. Controls are given a ``Place`` on it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import pgettext

from workflows.engine.definition import ProcessDefinition
from workflows.engine.expressions import Environment
from workflows.engine.variables import IS_SET, declared_variables
from workflows.engine.vocabulary import Vocabulary, vocabulary
from workflows.engine.wording import Words

from ..lenient import listed, mapping, readable, text_of
from .people import Staff, staff

Choices = list[tuple[str, str]]
SEPARATOR: Final = "-"


class _Nothing:
    """The answer of a control that was left empty."""

    def __bool__(self) -> bool:
        return False


NOTHING: Final = _Nothing()


@dataclass
class Desk:
    """``posted`` is ``None`` before anything was; ``errors`` are by the names of controls."""

    definition: Mapping[str, Any]
    language: str
    posted: QueryDict | None = None
    errors: dict[str, str] = field(default_factory=dict)
    #: What a button did that the reader should hear of, by the names of controls.
    notes: dict[str, str] = field(default_factory=dict)
    #: The names of the controls that were drawn.
    places: set[str] = field(default_factory=set)

    @property
    def boxes(self) -> QueryDict:
        """What was posted; nothing before anything was."""
        return QueryDict() if self.posted is None else self.posted

    @cached_property
    def process(self) -> ProcessDefinition:
        return readable(self.definition)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        try:
            return vocabulary(self.process.kind)
        except KeyError:
            return Vocabulary(self.process.kind, {"en": self.process.kind}, None, ())

    @cached_property
    def staff(self) -> Staff:
        return staff()

    @cached_property
    def words(self) -> Words:
        return Words(self.process, self.vocabulary)

    @cached_property
    def types(self) -> dict[str, str]:
        """The word of the type of every variable that conditions may read."""
        return declared_variables(self.process, self.vocabulary)

    @cached_property
    def environment(self) -> Environment:
        return Environment(self.types, words=self.words)

    @cached_property
    def steps(self) -> Choices:
        """Ids and titles, in the order in which they are written; of unreadable ones too."""
        found = (mapping(step) for step in listed(self.definition.get("steps")))
        return [(step["id"], self.title(step)) for step in found if isinstance(step.get("id"), str)]

    @cached_property
    def fields(self) -> Choices:
        found = (mapping(one) for one in listed(self.definition.get("fields")))
        return [
            (one["key"], self.text(one.get("label")) or one["key"])
            for one in found
            if isinstance(one.get("key"), str)
        ]

    def title(self, part: Mapping[str, Any]) -> str:
        return self.text(part.get("title")) or str(part.get("id", ""))

    def text(self, value: object) -> str:
        return self.words.text(text_of(value))

    def button(self, verb: str) -> str | None:
        """The control that a button such as ``add:outcomes`` was pressed at, if it is that verb."""
        pressed, _colon, name = self.boxes.get("do", "").partition(":")
        return name if pressed == verb else None

    def variables(self) -> Iterator[tuple[str, str, str]]:
        """Name, label and the group's label of every variable but the ``is_set`` companions."""
        groups = {
            "data": pgettext("variables", "Answers"),
            "constants": pgettext("variables", "Fixed values"),
            "steps": pgettext("variables", "Outcomes"),
            "case": pgettext("variables", "The case"),
            "now": pgettext("variables", "The case"),
            "error": pgettext("variables", "The case"),
        }
        subject = self.text(dict(self.vocabulary.label))
        for name in self.types:
            if not name.startswith(IS_SET):
                root = name.partition(".")[0]
                yield name, self.words.variable(name), groups.get(root, subject)


@dataclass(frozen=True)
class Place:
    """Where a control stands: its name in the form, and the JSON it had when it was drawn."""

    desk: Desk
    name: str
    value: object = None
    label: str = ""
    help: str = ""
    required: bool = False
    #: In a grid the head of the column says what stands there; the label is for those who listen.
    compact: bool = False

    def child(self, key: object, value: object, **words: Any) -> "Place":
        name = f"{self.name}{SEPARATOR}{key}" if self.name else str(key)
        return Place(self.desk, name, value, **words)

    @property
    def id(self) -> str:
        return "part-" + self.name.replace("*", "all").replace(" ", "_")

    @property
    def typed(self) -> str | None:
        """What was posted in the box of this name, with the line ends of this system."""
        text = None if self.desk.posted is None else self.desk.posted.get(self.name)
        return None if text is None else text.replace("\r\n", "\n")

    @property
    def error(self) -> str:
        return self.desk.errors.get(self.name, "")

    @property
    def note(self) -> str:
        return self.desk.notes.get(self.name, "")

    @property
    def described_by(self) -> str:
        """The ids of what explains the control, for ``aria-describedby``."""
        found = (("help", self.help), ("note", self.note), ("error", self.error))
        return " ".join(f"{self.id}-{name}" for name, text in found if text)

    def refuse(self, message: object) -> None:
        self.desk.errors.setdefault(self.name, str(message))
