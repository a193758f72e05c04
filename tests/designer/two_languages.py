"""The processes that come with the product speak both of its languages, to the last word."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from tests.designer.comparing import DEFAULTS
from workflows.designer.gallery import templates
from workflows.engine.definition import parse
from workflows.engine.vocabulary import vocabularies, vocabulary
from workflows.engine.wording import Words

SHIPPED = {**DEFAULTS, **templates()}
CHINESE = re.compile("[\u4e00-\u9fff]")
PLACEHOLDERS = re.compile(r"\{[^{}]*\}")


def texts(part: Any, path: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    """Everything that is written for people in a definition or a vocabulary, with its place."""
    if isinstance(part, Mapping):
        if isinstance(part.get("en"), str):
            yield path, part
        for key, value in part.items():
            yield from texts(value, f"{path}/{key}")
    elif isinstance(part, list | tuple):
        for number, value in enumerate(part):
            yield from texts(value, f"{path}/{number}")
    elif is_dataclass(part):
        for one in fields(part):
            yield from texts(getattr(part, one.name), f"{path}/{one.name}")


def unspoken(part: Any) -> list[str]:
    """The places of texts that are not there in both languages."""
    return [path for path, text in texts(part) if not _is_whole(text)]


def _is_whole(text: Mapping[str, str]) -> bool:
    """Nothing but a placeholder, such as the number of the case, reads alike everywhere."""
    english, chinese = text["en"].strip(), text.get("zh-hans", "").strip()
    if english and not PLACEHOLDERS.sub("", english):
        return chinese == english
    return bool(english and CHINESE.search(chinese))


@pytest.mark.parametrize("key", sorted(SHIPPED))
def test_every_text_is_written_in_both_languages(key: str) -> None:
    assert unspoken(SHIPPED[key]) == []


@pytest.mark.parametrize("key", sorted(SHIPPED))
def test_every_constant_has_a_name_of_its_own(key: str) -> None:
    definition = parse(SHIPPED[key])
    words = Words(definition, vocabulary(definition.kind))
    labels = {name: constant.label for name, constant in definition.constants.items()}
    assert [name for name, label in labels.items() if label is None] == []
    assert [words.constant(name) for name in labels] == [
        label["en"] for label in labels.values() if label
    ]


@pytest.mark.parametrize("kind", sorted({one["kind"] for one in SHIPPED.values()}))
def test_every_word_of_their_vocabularies_is_written_in_both_languages(kind: str) -> None:
    assert unspoken(next(one for one in vocabularies() if one.kind == kind)) == []
