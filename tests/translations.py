"""The catalogue of the interface is whole: translated, compiled, and as the source marks it."""

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo

from config.messages import MO, extracted, translated

Key = tuple[str | None, str]

PLACEHOLDER = re.compile(r"%%|%\([a-z_]+\)[sd]|%[sd]|\{\{|\}\}|\{[a-z_]+\}")


def messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def by_key(catalog: Catalog) -> dict[Key, str]:
    return {
        (message.context, str(message.id)): str(message.string) for message in messages(catalog)
    }


def test_every_message_is_translated() -> None:
    kept = list(messages(translated()))
    assert [m.id for m in kept if not all(forms(m.string)) or m.fuzzy] == []
    # Chinese has one form for every number.
    assert {len(forms(m.string)) for m in kept} == {1}


def forms(words: str | Sequence[str]) -> tuple[str, ...]:
    """The forms of a message for different numbers: one, unless it has plurals."""
    return (words,) if isinstance(words, str) else tuple(words)


def test_placeholders_are_those_of_the_source() -> None:
    def placeholders(words: str | Sequence[str]) -> Counter[str]:
        return Counter(PLACEHOLDER.findall(forms(words)[-1]))

    changed = [m.id for m in messages(translated()) if placeholders(m.id) != placeholders(m.string)]
    assert changed == []


def test_the_catalogue_holds_what_the_source_marks_and_nothing_else() -> None:
    assert by_key(translated()).keys() == by_key(extracted()).keys(), "run: make messages"


def test_the_compiled_catalogue_is_the_written_one() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, translated())
    assert MO.read_bytes() == compiled.getvalue(), "run: make messages"
