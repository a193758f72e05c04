"""Texts: in every language, and with placeholders that can be filled."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from pydantic import BaseModel

from ..definition import NoticeStep, Step, Text
from ..problems import Problem, listed, said
from ..texts import placeholders
from .context import Checking, error, warning

UNWRITABLE = frozenset({"map", "list<map>"})


def check_texts(checking: Checking) -> Iterator[Problem]:
    """Languages of all texts; placeholders of titles and notices."""
    definition = checking.definition
    for step in definition.steps:
        yield from _languages(checking, step.id, step)
        for place, text in _with_placeholders(step):
            yield from _placeholders(checking, step.id, place, text)
    rest = (definition.title, definition.description, definition.fields, definition.case_actions)
    yield from _languages(checking, "", rest)


def _languages(checking: Checking, step: str, part: object) -> Iterator[Problem]:
    texts = list(_texts(part))
    for language in checking.languages:
        missing = sum(language not in text for text in texts)
        if missing:
            yield warning(
                step,
                "text_missing",
                _begun(
                    step,
                    _(
                        "write %(count)d texts in “%(language)s” too; until then they are "
                        "shown in English."
                    )
                    % {"count": missing, "language": language},
                ),
            )
    for language in sorted({language for text in texts for language in text}):
        if language not in checking.languages:
            yield warning(
                step,
                "language_unknown",
                _begun(
                    step,
                    _("this installation does not speak “%(language)s”; it speaks %(known)s.")
                    % {"language": language, "known": listed(checking.languages)},
                ),
            )


def _begun(step: str, sentence: str) -> str:
    """What is not told of a step stands by itself, with a capital."""
    return sentence if step else sentence[:1].upper() + sentence[1:]


def _texts(part: object) -> Iterator[Mapping[str, str]]:
    """Every text inside a part of a definition."""
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _texts(getattr(part, name))
    elif isinstance(part, tuple):
        for item in part:
            yield from _texts(item)
    elif isinstance(part, dict) and isinstance(part.get("en"), str):
        yield part


def _with_placeholders(step: Step) -> Iterator[tuple[str, Text]]:
    yield _("title"), step.title
    for number, notice in enumerate(step.notices, 1):
        yield _("notice %(number)d") % {"number": number}, notice.subject
        yield _("notice %(number)d") % {"number": number}, notice.body
    if isinstance(step, NoticeStep):
        yield _("subject"), step.subject
        yield _("body"), step.body


def _placeholders(checking: Checking, step: str, place: str, text: Text) -> Iterator[Problem]:
    types = checking.environment.types
    for name in sorted(placeholders(text)):
        if name not in types:
            yield error(step, "placeholder", said(place, str(checking.environment.unknown(name))))
        elif types[name] in UNWRITABLE:
            yield error(
                step,
                "placeholder",
                said(place, _("“%(name)s” cannot be written in a text.") % {"name": name}),
            )
