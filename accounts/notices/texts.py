"""Texts per language with ``{placeholder}``s, filled in by our own interpolation.

A placeholder is a name or dotted name that is looked up as it stands in the context: no
attributes, indexes or formats, so an editor's text reaches nothing that was not handed to it.
``{{`` and ``}}`` are braces. Values are inserted once and never read as placeholders again. The
result is plain text: whoever shows it as HTML escapes it.
"""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

FALLBACK_LANGUAGE = "en"

_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")


def placeholders(text: str) -> set[str]:
    """The names that ``text`` asks for."""
    return {token[1] for token in _TOKEN.finditer(text) if token[1] and _NAME.fullmatch(token[1])}


def problems(text: str, known: Collection[str]) -> list[str]:
    """What is wrong with ``text``, in sentences: unknown placeholders and lone braces."""
    found = []
    for token in _TOKEN.finditer(text):
        if token[0] in ("{{", "}}"):
            continue
        if token[1] is None:
            found.append(_("Write {{ or }} for a brace in the text."))
        elif token[1] not in known:
            found.append(_("There is no placeholder “%(name)s”.") % {"name": token[1]})
    return found


def render(text: str, context: Mapping[str, object], *, language: str) -> str:
    """``text`` with its placeholders filled in; one that the context lacks stays as it is."""

    def replacement(token: re.Match[str]) -> str:
        if token[0] in ("{{", "}}"):
            return token[0][0]
        if token[1] is None or token[1] not in context:
            return token[0]
        return shown(context[token[1]])

    with translation.override(language):
        return _TOKEN.sub(replacement, text)


def shown(value: object) -> str:
    """A value as a person of the active language reads it, instants in the installation's zone."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return formats.date_format(value, "DATE_FORMAT")
    return str(value)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in ``language``, else in English, else in the first language there is.

    Raises ``ValueError`` when there is no text at all.
    """
    for code in (language, FALLBACK_LANGUAGE, *texts):
        if texts.get(code):
            return texts[code]
    raise ValueError("A notice needs its text in at least one language.")
