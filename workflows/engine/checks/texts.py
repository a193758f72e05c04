"""Texts: in every language, and with placeholders that can be filled."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import BaseModel

from ..definition import NoticeStep, Step, Text
from ..problems import Problem, said
from ..texts import placeholders
from ..wording import joined, said_language
from .context import Checking, error, warning

Place = Callable[[], str]

UNWRITABLE = frozenset({"map", "list<map>"})


def check_texts(checking: Checking) -> Iterator[Problem]:
    """Languages of all texts; placeholders of titles and notices."""
    definition = checking.definition
    for step in definition.steps:
        yield from _languages(checking, step.id, step)
        for place, text in _shown(step):
            yield from _placeholders(checking, step.id, place, text)
    constants = tuple(definition.constants.values())
    rest = (
        definition.title, definition.description, constants, definition.fields,
        definition.case_actions,
    )  # fmt: skip
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
                    ngettext(
                        "write %(count)d text in %(language)s too; until then it is shown in "
                        "English.",
                        "write %(count)d texts in %(language)s too; until then they are "
                        "shown in English.",
                        missing,
                    )
                    % {"count": missing, "language": said_language(language)},
                ),
            )
    for language in sorted({language for text in texts for language in text}):
        if language not in checking.languages:
            yield warning(
                step,
                "language_unknown",
                _begun(
                    step,
                    _(
                        "this installation does not speak %(language)s; remove it, it speaks "
                        "%(known)s."
                    )
                    % {
                        "language": said_language(language),
                        "known": joined(map(said_language, checking.languages)),
                    },
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


def _shown(step: Step) -> Iterator[tuple[Place, Text]]:
    """What may have placeholders; where it stands is put into words for a problem alone."""
    yield lambda: _("title"), step.title
    for number, notice in enumerate(step.notices, 1):
        place = partial(_notice, number)
        yield place, notice.subject
        yield place, notice.body
    if isinstance(step, NoticeStep):
        yield lambda: _("subject"), step.subject
        yield lambda: _("body"), step.body


def _notice(number: int) -> str:
    return _("notice %(number)d") % {"number": number}


def _placeholders(checking: Checking, step: str, where: Place, text: Text) -> Iterator[Problem]:
    types = checking.environment.types
    for name in sorted(placeholders(text)):
        place = where()
        if name not in types:
            yield error(step, "placeholder", said(place, str(checking.environment.unknown(name))))
        elif types[name] in UNWRITABLE:
            yield error(
                step,
                "placeholder",
                said(
                    place,
                    _("%(name)s cannot be written in a text; remove it.")
                    % {"name": checking.environment.called(name)},
                ),
            )
