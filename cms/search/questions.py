"""What somebody looks for, as words that must all be met, each in one of several ways."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from cms.search.pinyin import (
    INITIAL,
    LONGEST_INITIALS,
    SPELL_INITIALS,
    SYLLABLE,
    readings,
    syllables_of,
)
from cms.search.words import FILLERS, Word, chain, plain, stem, words

# Lexemes that must all be there.
Way = frozenset[str]
# Beyond these a question is a text: what it begins with is looked for.
MOST_WORDS = 12


@dataclass(frozen=True)
class Question:
    """``groups`` must all be met; a group is met by any of its ways."""

    groups: tuple[frozenset[Way], ...]

    def __bool__(self) -> bool:
        return bool(self.groups)


class Synonyms:
    """Words that mean the same, as editors keep them: every one finds every other."""

    def __init__(self, groups: Iterable[Sequence[str]] = ()) -> None:
        self.ways: dict[tuple[str, ...], frozenset[Way]] = {}
        for group in groups:
            spoken = [tuple(_forms(words(each))) for each in group]
            meant = frozenset(_exactly(each) for each in group) - {frozenset()}
            for forms in filter(None, spoken):
                self.ways[forms] = self.ways.get(forms, frozenset()) | meant
        self.longest = max(map(len, self.ways), default=0)

    def beginning(self, forms: Sequence[str]) -> tuple[int, frozenset[Way]]:
        """How many of ``forms`` the longest known phrase at their beginning is, and its ways."""
        for length in range(min(self.longest, len(forms)), 0, -1):
            if ways := self.ways.get(tuple(forms[:length])):
                return length, ways
        return 0, frozenset()


def ask(text: str, synonyms: Synonyms) -> Question:
    """The question that ``text`` is, by its words, their sounds and their synonyms."""
    return _asked(text, synonyms, _ways)


def ask_again(text: str, synonyms: Synonyms, spellings: Mapping[str, Iterable[str]]) -> Question:
    """The same for what nothing was found by: words that are spelled or sound nearly so.

    ``spellings`` maps a mistyped word to those it may have been.
    """

    def ways_of(word: Word) -> frozenset[Way]:
        ways = _ways(word) | _nearly(word, spellings)
        for corrected in spellings.get(word.text, ()):
            ways |= synonyms.beginning([stem(corrected)])[1]
        return ways

    return _asked(text, synonyms, ways_of)


def _asked(text: str, synonyms: Synonyms, ways_of: Callable[[Word], frozenset[Way]]) -> Question:
    said = _said(text)
    forms = _forms(said)
    groups = []
    at = 0
    while at < len(said):
        length, ways = synonyms.beginning(forms[at:])
        if length <= 1:
            # A word alone is also looked for by its sound.
            length, ways = 1, ways | ways_of(said[at])
        groups.append(ways)
        at += length
    return Question(tuple(groups))


def latin_words(text: str) -> list[str]:
    """The words of a question that may be mistyped."""
    return [word.text for word in _said(text) if not word.han]


def _said(text: str) -> list[Word]:
    said = list(words(text))[:MOST_WORDS]
    return [word for word in said if word.text not in FILLERS] or said


def _forms(said: Iterable[Word]) -> list[str]:
    return [word.text if word.han else stem(word.text) for word in said]


def _exactly(phrase: str) -> Way:
    """The lexemes of a phrase by its words alone."""
    found: set[str] = set()
    for word in words(phrase):
        found |= chain(list(word.text)) if word.han else {stem(word.text)}
    return frozenset(found)


def _ways(word: Word) -> frozenset[Way]:
    if word.han:
        return frozenset((chain(list(word.text)),))
    letters = plain(word.text)
    ways = spelled_ways(word.text)
    if len(ways) == 1 and len(letters) <= LONGEST_INITIALS and SPELL_INITIALS.fullmatch(letters):
        # No pinyin: initials of it, perhaps.
        ways |= {chain(list(letters), INITIAL)}
    return ways


def spelled_ways(word: str) -> frozenset[Way]:
    """A Latin word by its stem, and by its syllables where it can be read as pinyin."""
    read = readings(word)
    return frozenset((frozenset((stem(word),)), *(chain(each, SYLLABLE) for each in read)))


def _nearly(word: Word, spellings: Mapping[str, Iterable[str]]) -> frozenset[Way]:
    if not word.han:
        return frozenset[Way]().union(*map(spelled_ways, spellings.get(word.text, ())))
    # One of its characters in another place, or another character of the same sound.
    ways = (frozenset(word.text), chain(syllables_of(word.text), SYLLABLE))
    return frozenset(way for way in ways if way)
