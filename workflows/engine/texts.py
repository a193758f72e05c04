"""Texts of a definition, for a person: the right language, the variables filled in.

Interpolation is our own and knows one thing, ``{variable}``: a template engine would let a text
print whatever an object can reach.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils import timezone

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)\}")


def localized(text: Mapping[str, str], language: str) -> str:
    """The text in ``language``, else in its base (``zh`` for ``zh-hans``), else in English."""
    base = language.partition("-")[0]
    return text.get(language) or text.get(base) or text["en"]


def placeholders(text: Mapping[str, str]) -> frozenset[str]:
    """The names in braces, over all languages."""
    return frozenset(name for words in text.values() for name in PLACEHOLDER.findall(words))


def fill(text: str, value_of: Callable[[str], object]) -> str:
    """``text`` with every ``{name}`` replaced by ``value_of(name)``; no value leaves a dash."""
    return PLACEHOLDER.sub(lambda match: _written(value_of(match[1])), text)


def _written(value: object) -> str:
    match value:
        case None | "":
            return "–"
        case bool():
            return "✓" if value else "✗"
        case datetime():
            return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
        case list() | tuple():
            return ", ".join(_written(item) for item in value) or "–"
        case _:
            return str(value)
