"""How large a definition may be. Asked before anything reads it, so that nothing costly begins."""

import json
import re
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from ..problems import Problem

MAX_BYTES = 1024 * 1024
MAX_STEPS = 1000
MAX_LEVELS = 32
MAX_TEXT = 20_000
# Control characters but tab and line breaks, and halves of pairs, which no database stores.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def beyond_limits(data: object) -> list[Problem]:
    """What is too large or too deep in decoded JSON, or cannot be printed; usually nothing."""
    problem = next(_found(data), None)
    return [problem] if problem else []


def _found(data: object) -> Iterator[Problem]:
    steps = data.get("steps") if isinstance(data, Mapping) else None
    if isinstance(steps, list) and len(steps) > MAX_STEPS:
        text = _("The process has %(count)d steps; %(most)d is the most. Divide it into several.")
        yield _problem("too_many_steps", text % {"count": len(steps), "most": MAX_STEPS})
    yield from _texts(data)
    size = len(json.dumps(data, ensure_ascii=False).encode())
    if size > MAX_BYTES:
        text = _("The definition has %(size)d bytes; %(most)d is the most.")
        yield _problem("too_large", text % {"size": size, "most": MAX_BYTES})


def _texts(data: object) -> Iterator[Problem]:
    """Level by level and without recursion: what is too deep would break that as well."""
    level: list[object] = [data]
    for _depth in range(MAX_LEVELS):
        below: list[object] = []
        for value in level:
            if isinstance(value, str):
                yield from _text(value)
            elif isinstance(value, Mapping):
                below += value.keys()
                below += value.values()
            elif isinstance(value, list | tuple):
                below += value
        level = below
        if not level:
            return
    text = _("The definition is nested deeper than %(most)d levels.")
    yield _problem("too_deep", text % {"most": MAX_LEVELS})


def _text(value: str) -> Iterator[Problem]:
    beginning = value[:40]
    if len(value) > MAX_TEXT:
        text = _("The text “%(text)s …” has more than %(most)d characters: shorten it.")
        yield _problem("text_too_long", text % {"text": beginning, "most": MAX_TEXT})
    if UNPRINTABLE.search(value):
        text = _("The text “%(text)s” has a character that cannot be printed: remove it.")
        yield _problem("unprintable", text % {"text": UNPRINTABLE.sub("�", beginning)})


def _problem(code: str, message: str) -> Problem:
    return Problem("error", "", code, message)
