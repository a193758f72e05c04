"""Chinese as it is typed in Latin letters: syllables with or without tones, or initials alone."""

import re
import unicodedata
from functools import lru_cache

from pypinyin import lazy_pinyin
from pypinyin.constants import PINYIN_DICT

from cms.search.words import plain

# Kinds of lexemes, apart from the words of the text itself.
SYLLABLE, INITIAL = "y:", "i:"
LONGEST_INITIALS = 8
# No syllable begins with i, u or v.
SPELL_INITIALS = re.compile(r"[a-hj-tw-z]{2,}")
# ``ü`` is typed as v; its tones are accents over it.
U_UMLAUT = str.maketrans({"ü": "v", "ǖ": "v", "ǘ": "v", "ǚ": "v", "ǜ": "v"})
TONED = re.compile(r"(?:[a-zü]+[1-5])+")
# A name such as "xian" is one syllable or two; more readings than this help nobody.
MOST_READINGS = 4


def syllables_of(han: str) -> list[str]:
    """The syllables of a run of Han characters without tones: 擦玻璃 is ``ca bo li``."""
    return [syllable for syllable in lazy_pinyin(han, errors="ignore") if syllable]


def initials_of(han: str) -> list[str]:
    return [syllable[0] for syllable in syllables_of(han)]


def pinyin_letters(word: str) -> str:
    """``word`` in plain letters: ``lǜ`` is ``lv``. Tones that are digits stay."""
    return plain(unicodedata.normalize("NFC", word).translate(U_UMLAUT))


def readings(word: str) -> list[list[str]]:
    """``word`` as syllables in every way that it can be read: ``caboli``, ``cāběn``, ``ca1bo1``.

    The readings with the fewest syllables stand first; none where it is no pinyin.
    """
    letters = unicodedata.normalize("NFC", word).translate(U_UMLAUT)
    if TONED.fullmatch(letters):
        letters = re.sub(r"[1-5]", "", letters)
    return sorted(_split(plain(letters)), key=len)[:MOST_READINGS]


@lru_cache(maxsize=10_000)
def _split(letters: str) -> list[list[str]]:
    found: list[list[list[str]]] = [[[]]]
    for end in range(1, len(letters) + 1):
        ways = []
        for length in range(1, min(end, LONGEST_SYLLABLE) + 1):
            if letters[end - length : end] in syllables():
                ways += [[*way, letters[end - length : end]] for way in found[end - length]]
        # Few readings are kept on the way too: their number would double with each syllable.
        found.append(sorted(ways, key=len)[:MOST_READINGS])
    return found[-1] if letters else []


LONGEST_SYLLABLE = len("zhuang")


@lru_cache(maxsize=1)
def syllables() -> frozenset[str]:
    """Every syllable of the language, without tones; not the few sounds without a vowel."""
    spelled = {each for row in PINYIN_DICT.values() for each in row.split(",")}
    plains = {pinyin_letters(each) for each in spelled}
    return frozenset(each for each in plains if re.fullmatch(r"[a-z]*[aeiouv][a-z]*", each))
