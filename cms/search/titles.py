"""Titles as people begin to type them."""

import re
from collections.abc import Iterator

from cms.search.pinyin import initials_of, pinyin_letters, syllables_of
from cms.search.words import Word, plain, words

LONGEST_FORM = 100
# A title is begun at its first words; nobody types the eleventh.
MOST_PLACES = 10
TONE = re.compile(r"(?<=[a-z])[1-5]")


def typed(text: str) -> str:
    """``text`` as forms are written: small letters and spaces between words, none in Chinese."""
    return _joined(list(words(text)))


def spoken(text: str) -> str:
    """``text`` as forms are written, where it is pinyin: ``cā b`` and ``ca1'b`` are ``cab``.

    Keyboards write apart what is being typed. Empty where ``text`` has other words.
    """
    said = list(words(text))
    if any(word.han for word in said):
        return ""
    return "".join(TONE.sub("", pinyin_letters(word.text)) for word in said)


def forms_of(title: str) -> dict[str, int]:
    """From each word of ``title`` on, as written, by syllables and by initials: form to place."""
    said = list(words(title))
    forms: dict[str, int] = {}
    for place in range(min(len(said), MOST_PLACES)):
        for form in _spoken(said[place:]):
            forms.setdefault(form[:LONGEST_FORM], place)
    return forms


def _spoken(said: list[Word]) -> Iterator[str]:
    yield _joined(said)
    if any(word.han for word in said):
        yield "".join("".join(syllables_of(w.text)) if w.han else plain(w.text) for w in said)
        yield "".join("".join(initials_of(w.text)) if w.han else plain(w.text) for w in said)


def _joined(said: list[Word]) -> str:
    text = ""
    for before, word in zip([None, *said], said, strict=False):
        apart = before is not None and not (before.han and word.han)
        text += f" {plain(word.text)}" if apart else plain(word.text)
    return text
