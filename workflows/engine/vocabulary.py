"""What a process app lets operators combine. Operators combine a vocabulary; code extends it.

Types of values are written as words: ``string``, ``int``, ``double``, ``bool``, ``timestamp``,
``list<string>``, ``list<map>`` and ``map`` (see ``values.py``). Texts map a language to a string
and always have ``en``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict

from .values import CEL_TYPES

if TYPE_CHECKING:
    from accounts.users.models import User

Text = Mapping[str, str]
# The first words of the engine's own variables; a vocabulary's begin with another.
RESERVED_ROOTS = frozenset({"data", "case", "constants", "steps", "error", "now", "is_set"})


class Subject(Protocol):
    """A business row that a case is about."""

    @property
    def pk(self) -> int: ...
    @property
    def number(self) -> str: ...
    @property
    def status(self) -> str: ...

    def variables(self) -> Mapping[str, object]:
        """Values by the dotted names that the vocabulary declares; ``None`` means no value."""
        ...


class SubjectType(Protocol):
    """How the engine reaches the subjects of one kind. ``model`` is ``"app_label.Model"``."""

    @property
    def model(self) -> str: ...

    def create(
        self, *, number: str, by: User, data: Mapping[str, object], now: datetime
    ) -> Subject: ...

    def set_status(self, subject: Any, stage: str, *, now: datetime) -> None: ...

    def person(self, subject: Any) -> User:
        """Whose sealed values the case holds."""
        ...

    def is_visible(self, subject: Any, user: User) -> bool:
        """Whether ``user`` sees the subject, and so that there is a case about it."""
        ...


@dataclass(frozen=True)
class Variable:
    """A value of the subject that conditions may read.

    A ``scope`` may steer rollouts; ``is_money`` says that an ``int`` counts minor units.
    """

    name: str
    type: str
    label: Text
    scope: bool = False
    is_money: bool = False


@dataclass(frozen=True)
class Actor:
    """Somebody who stands in a relation to the subject; ``people`` answers user ids."""

    key: str
    label: Text
    people: Callable[[Any], Iterable[int]]


@dataclass(frozen=True)
class EventType:
    """Something that happens outside the case; ``data`` maps its keys to types, ``labels`` to what
    they are called.

    With an event that ``captures`` money comes in, which is to go back unless all ends well: the
    application's own code tells of it, and nobody else.
    """

    key: str
    label: Text
    data: Mapping[str, str] = field(default_factory=dict)
    captures: bool = False
    labels: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class ActionContext:
    """What an automatic action is given.

    ``data`` holds plain values and, for personal fields, their sealed references. ``by`` is the
    person whose step led here, or ``None`` for a timer or an event. ``key`` is the same at every
    retry of the same step: effects are recorded under it, so that each happens once.
    """

    case: Any
    subject: Any
    data: Mapping[str, object]
    by: User | None
    now: datetime
    key: str


@dataclass(frozen=True)
class ActionType:
    """An automatic action. ``result`` maps the keys of what ``run`` answers to types, ``labels`` to
    what they are called.

    ``money`` says what it does with money: send back what came in, or pay out what is due.
    ``precondition`` says in words when ``run`` is refused; ``run`` raises a ``Refusal`` then.
    """

    key: str
    label: Text
    parameters: type[BaseModel]
    result: Mapping[str, str]
    precondition: Text
    run: Callable[[ActionContext, Any], Mapping[str, object]]
    money: Literal["", "refunds", "pays_out"] = ""
    labels: Mapping[str, Text] = field(default_factory=dict)


def called(key: str, labels: Mapping[str, Text]) -> Text:
    """What a key of an event or of a result is called; one without a label reads as it is."""
    return labels.get(key) or {"en": key.replace("_", " ").capitalize()}


# Of an action that takes nothing, and the base of what others take.
class NoParameters(BaseModel):
    model_config = ConfigDict(extra="forbid")


def asked(english: str, chinese: str, *, is_money: bool = False) -> dict[str, Any]:
    """How a parameter of an action is called where operators fill it in, for its
    ``json_schema_extra``; ``is_money`` says that an ``int`` counts minor units.
    """
    return {"label": {"en": english, "zh-hans": chinese}, "money": is_money}


@dataclass(frozen=True)
class Derivation:
    """What a condition may know of a sealed value: ``derive(value, now)``, of type ``type``."""

    type: str
    label: Text
    derive: Callable[[str, datetime], object]


@dataclass(frozen=True)
class PersonalType:
    """A field type whose values are sealed.

    ``validate`` answers the normalised value, or raises ``ValueError`` with a sentence that the
    person who fills in the form can act on. ``accept`` refuses in the same way what is valid, but
    not today, such as the number of somebody too young.
    """

    key: str
    label: Text
    validate: Callable[[str], str]
    derivations: Mapping[str, Derivation] = field(default_factory=dict)
    accept: Callable[[str, datetime], None] | None = None


@dataclass(frozen=True)
class Stage:
    """Where a case stands. ``waiting`` pauses deadlines; a ``final`` stage is never left."""

    key: str
    label: Text
    waiting: bool = False
    final: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """Everything that definitions of one ``kind`` may name.

    ``action_keys`` are the outcome and case-action keys that clients know; an empty tuple leaves
    the keys to the operator. ``defaults`` is a folder of definitions as JSON files. ``success`` is
    the stage of a good end: money that came in goes back before any other, and none is paid out
    before it. ``called_off`` gives back what a running case holds when a manager cancels it; it
    may refuse that.
    """

    kind: str
    label: Text
    subject: SubjectType | None
    stages: tuple[Stage, ...]
    actors: tuple[Actor, ...] = ()
    variables: tuple[Variable, ...] = ()
    events: tuple[EventType, ...] = ()
    actions: tuple[ActionType, ...] = ()
    personal_types: tuple[PersonalType, ...] = ()
    action_keys: Mapping[str, Text] = field(default_factory=dict)
    defaults: Path | None = None
    success: str = ""
    called_off: Callable[[ActionContext], object] | None = None

    def stage(self, key: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.key == key), None)

    def actor(self, key: str) -> Actor | None:
        return next((actor for actor in self.actors if actor.key == key), None)

    def event(self, key: str) -> EventType | None:
        return next((event for event in self.events if event.key == key), None)

    @property
    def told_events(self) -> tuple[EventType, ...]:
        """Those that people and machines may tell of: of money that came in its gateway tells."""
        return tuple(event for event in self.events if not event.captures)

    def action(self, key: str) -> ActionType | None:
        return next((action for action in self.actions if action.key == key), None)

    def personal_type(self, key: str) -> PersonalType | None:
        return next((kind for kind in self.personal_types if kind.key == key), None)


_registered: dict[str, Vocabulary] = {}


class UnknownVocabulary(KeyError):
    """No process app registered this kind; the text says what is registered."""

    def __str__(self) -> str:
        return str(self.args[0])


def register(vocabulary: Vocabulary) -> None:
    """Make ``vocabulary`` known under its kind; called in ``AppConfig.ready()``.

    Registering the same kind again with another vocabulary is a programming error.
    """
    present = _registered.get(vocabulary.kind)
    if present is not None and present != vocabulary:
        raise ValueError(f"The vocabulary {vocabulary.kind!r} is registered twice.")
    _check_types(vocabulary)
    _registered[vocabulary.kind] = vocabulary


def _check_types(vocabulary: Vocabulary) -> None:
    for variable in vocabulary.variables:
        root, dot, _ = variable.name.partition(".")
        if root in RESERVED_ROOTS or not dot:
            raise ValueError(f"Name the variable {variable.name!r} after its noun, as noun.value.")
    types = {variable.name: variable.type for variable in vocabulary.variables}
    for kind in vocabulary.personal_types:
        types |= {f"{kind.key}.{name}": one.type for name, one in kind.derivations.items()}
    for event in vocabulary.events:
        types |= {f"{event.key}.{name}": word for name, word in event.data.items()}
    for action in vocabulary.actions:
        types |= {f"{action.key}.{name}": word for name, word in action.result.items()}
    for name, word in types.items():
        if word not in CEL_TYPES:
            raise ValueError(f"{name!r} has the type {word!r}; use one of {', '.join(CEL_TYPES)}.")


def vocabulary(kind: str) -> Vocabulary:
    """The vocabulary of ``kind``; ``UnknownVocabulary`` (a ``KeyError``) names what there is."""
    try:
        return _registered[kind]
    except KeyError:
        known = ", ".join(sorted(_registered)) or "nothing"
        raise UnknownVocabulary(
            f"There is no process kind {kind!r}. Registered: {known}."
        ) from None


def vocabularies() -> tuple[Vocabulary, ...]:
    """All registered vocabularies, by kind."""
    return tuple(_registered[kind] for kind in sorted(_registered))
