"""Mistyped words: those that are published and differ by a letter.

By symmetric deletion: two words that differ by one error are equal once each has lost at most one
letter. So a word is looked up by equality alone, on any database, without trigrams or a scan
(W. Garbe, https://github.com/wolfgarbe/SymSpell).
"""

from collections.abc import Iterable

from cms.search.models import Spelling
from cms.search.words import LONGEST_WORD, plain

# Shorter words are too near to each other: "car" and "care".
SHORTEST = 4
# From here on two errors are forgiven, where the first letters lost agree.
LONG = 8


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
