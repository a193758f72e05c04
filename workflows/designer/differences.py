"""Comparisons of what is stored: two versions, or a version and a draft."""

from collections.abc import Mapping
from typing import Any

from workflows.engine.definition import parse
from workflows.engine.versions import find_definition, find_version
from workflows.engine.vocabulary import vocabulary

from .comparison import Comparison, compare


def version_changes(key: str, source: int, target: int | None, *, language: str) -> Comparison:
    """What differs from version ``source`` to version ``target``, or to the draft without one.

    ``NotFound`` for a version that is not there, ``InvalidDefinition`` for an unreadable draft.
    """
    newer = find_version(key, target).content if target else find_definition(key).draft
    return changes_to(key, source, newer, language=language)


def changes_to(
    key: str, source: int, definition: Mapping[str, Any], *, language: str
) -> Comparison:
    """What differs from version ``source`` to ``definition``, as ``version_changes``."""
    before = find_version(key, source)
    words = vocabulary(before.definition.kind)
    return compare(parse(before.content), parse(definition), words, language=language)
