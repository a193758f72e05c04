"""Problems are told in the words of people: nothing goes by its id where it has a title."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from workflows.engine.definition import ProcessDefinition, as_json
from workflows.engine.drafts import check_definition
from workflows.engine.labels import FIELD_TYPES
from workflows.engine.problems import Problem
from workflows.engine.vocabulary import Vocabulary, vocabulary

# The length of a time as it is stored, such as P3D or PT48H.
STORED_TIME = re.compile(r"\bP(\d+[WD]|T\d+[HMS])")
# What is sent to other systems and the results of ends have no other names.
NAMELESS = re.compile("parameter “[^”]*”|never ends with .*")
NAMES = ("id", "key", "value")
CALLED = ("title", "label")


def plain(
    found: Iterable[Problem], definition: ProcessDefinition, vocabulary: Vocabulary
) -> list[Problem]:
    """``found``, each of which says everything by its name and is a sentence."""
    problems = list(found)
    ids = {name for name, called in names(definition, vocabulary) if called != name}
    for problem in problems:
        quoted = set(re.findall("“([^“”]*)”", NAMELESS.sub("", problem.message)))
        assert not quoted & ids, problem
        assert not STORED_TIME.search(problem.message), problem
        assert problem.message.endswith((".", "?", "。", "？")), problem
        assert not problem.step or problem.message.startswith("Step “"), problem
    return problems


def plainly(definition: ProcessDefinition) -> list[Problem]:
    """What the check of this installation finds, told plainly."""
    return plain(check_definition(definition), definition, vocabulary(definition.kind))


def names(definition: ProcessDefinition, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Every id and key with what people read instead."""
    yield from _within(as_json(definition))
    constants = definition.constants.items()
    yield from ((f"constants.{key}", one.label["en"]) for key, one in constants if one.label)
    for words in (vocabulary.stages, vocabulary.actors, vocabulary.events, vocabulary.actions):
        yield from ((word.key, word.label["en"]) for word in words)
    yield from ((kind, str(label)) for kind, label in FIELD_TYPES.items())
    yield from ((f"data.{field.key}", field.label["en"]) for field in definition.fields)


def _within(part: Any) -> Iterator[tuple[str, str]]:
    if isinstance(part, Mapping):
        name = next((part[name] for name in NAMES if isinstance(part.get(name), str)), None)
        called = next((part[one] for one in CALLED if isinstance(part.get(one), Mapping)), None)
        if name is not None and called is not None:
            yield name, called["en"]
    for inner in part.values() if isinstance(part, Mapping) else part:
        if isinstance(inner, Mapping | list):
            yield from _within(inner)
