"""Mistyped words: those that are published and differ by a letter.

By symmetric deletion: two words that differ by one error are equal once each has lost at most one
letter. So a word is looked up by equality alone, on any database, without trigrams or a scan
(W. Garbe, https://github.com/wolfgarbe/SymSpell).
"""

from collections.abc import Iterable
from datetime import datetime

from cms.search.lexemes import FIELDS
from cms.search.models import SearchEntry, Spelling
from cms.search.questions import spelled_ways
from cms.search.words import LONGEST_WORD, plain

# Shorter words are too near to each other: "car" and "care".
SHORTEST = 4
# From here on two errors are forgiven, where the first letters lost agree.
LONG = 8
# Of an entry's lexemes, those of what its words are learnt from.
_TITLE, _KEYWORDS, SUMMARY, _BODY = FIELDS
FORGOTTEN_AT_ONCE = 500


def learn(spelled: Iterable[str], locale: str) -> None:
    """Remember words that are published in ``locale``."""
    wanted = {plain(word) for word in spelled if SHORTEST <= len(word) <= LONGEST_WORD}
    rows = Spelling.objects.filter(locale=locale, word__in=wanted)
    new = wanted - set(rows.values_list("word", flat=True))
    Spelling.objects.bulk_create(
        (
            Spelling(locale=locale, word=word, shortened=each)
            for word in sorted(new)
            for each in sorted(shortened(word))
        ),
        ignore_conflicts=True,
    )


def forget_unused(now: datetime) -> int:
    """Forget words that nothing published has any more, the name of a person who left, say.

    Answers how many. A word that is published again at this very moment may go with them, and is
    learnt with the next change of what has it.
    """
    return sum(_forget_unused(locale) for locale in _locales())


def _locales() -> list[str]:
    return list(Spelling.objects.values_list("locale", flat=True).distinct().order_by("locale"))


def _forget_unused(locale: str) -> int:
    learnt = Spelling.objects.filter(locale=locale)
    known = set(learnt.values_list("word", flat=True))
    entries = SearchEntry.objects.filter(locale=locale).values_list("lexemes", flat=True)
    used = {
        lexeme.removeprefix(SUMMARY)
        for lexemes in entries.iterator()
        for lexeme in lexemes.split()
        if lexeme.startswith(SUMMARY)
    }
    unused = sorted(word for word in known if not any(way <= used for way in spelled_ways(word)))
    for at in range(0, len(unused), FORGOTTEN_AT_ONCE):
        learnt.filter(word__in=unused[at : at + FORGOTTEN_AT_ONCE]).delete()
    return len(unused)


def spellings(mistyped: Iterable[str], locale: str) -> dict[str, list[str]]:
    """By mistyped word those that it may have been, in one query."""
    asked = {word: shortened(plain(word)) for word in mistyped if len(word) >= SHORTEST}
    every = set().union(*asked.values()) if asked else set()
    rows = Spelling.objects.filter(locale=locale, shortened__in=every).order_by("word")
    known = list(dict.fromkeys(rows.values_list("word", flat=True)))
    return {
        word: [each for each in known if distance(plain(word), each) <= (1 + (len(word) >= LONG))]
        for word in asked
    }


def shortened(word: str) -> set[str]:
    """``word``, and what is left of it without any one of its letters."""
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


def distance(one: str, other: str) -> int:
    """How many letters are to be put in, left out, replaced, or swapped with their neighbour.

    Optimal string alignment: https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, row, above = row, [i], before
        for j, its in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]
