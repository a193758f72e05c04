"""The catalogue of the interface is whole: translated, compiled, and as the source marks it."""

import io
import re
from collections import Counter
from collections.abc import Iterator

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
    assert [m.id for m in kept if not m.string or m.fuzzy] == []
    assert [m.id for m in kept if isinstance(m.id, tuple)] == [], "teach these tests plurals"


def test_placeholders_are_those_of_the_source() -> None:
    def placeholders(text: object) -> Counter[str]:
        return Counter(PLACEHOLDER.findall(str(text)))

    changed = [m.id for m in messages(translated()) if placeholders(m.id) != placeholders(m.string)]
    assert changed == []


def test_the_catalogue_holds_what_the_source_marks_and_nothing_else() -> None:
    assert by_key(translated()).keys() == by_key(extracted()).keys(), "run: make messages"


def test_the_compiled_catalogue_is_the_written_one() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, translated())
    assert MO.read_bytes() == compiled.getvalue(), "run: make messages"
