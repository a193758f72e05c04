"""Text cut into words, the same for what is searched and for what is looked for.

Chinese is written without spaces: a run of Han characters is cut by jieba where a *question* is
read. What is stored of a run are its characters and its pairs of neighbours, so that no change of
jieba's dictionary makes the stored index wrong.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

import rjieba
from snowballstemmer.english_stemmer import EnglishStemmer

from cms.search.characters import simplified

HAN = "㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(rf"[{HAN}]+|(?:(?![{HAN}])[^\W_])+")
IS_HAN = re.compile(rf"[{HAN}]")
# Longer than any word: PostgreSQL takes lexemes of 2 kB, and an address in a text is not one.
LONGEST_WORD = 64
# Said around what is looked for. A question of nothing else is taken by its word.
FILLERS = frozenset(
    [
        *("a", "an", "the", "of", "in", "on", "at", "for", "to", "and", "or", "with", "by"),
        *("my", "me", "i", "we", "need", "want", "find", "please"),
        *("我", "要", "我要", "我想", "想", "想要", "需要", "请", "找", "找个", "帮", "帮我"),
        *("的", "了", "和", "与", "或", "有", "有没有", "个", "一个", "一下"),
    ]
)


class Word(NamedTuple):
    """A word of a text as written, but in small letters and simplified characters.

    ``han`` where it is Chinese.
    """

    text: str
    han: bool


def runs(text: str) -> Iterator[Word]:
    """The runs of Han characters and the other words of ``text``, in their order."""
    for found in RUN.finditer(simplified(unicodedata.normalize("NFKC", text).casefold())):
        word = found[0]
        yield Word(word, not word.isascii() and IS_HAN.match(word) is not None)


def words(text: str) -> Iterator[Word]:
    """The words of ``text``, Chinese ones cut by jieba.

    Neighbouring characters that jieba leaves single are one word: it knows 月 and 嫂 alone, and
    whoever looks for a 月嫂 does not mean months.
    """
    for run in runs(text):
        if not run.han:
            yield run
            continue
        for single, parts in groupby(rjieba.cut(run.text), key=_is_single):
            for part in ["".join(parts)] if single else parts:
                yield Word(part, han=True)


def _is_single(part: str) -> bool:
    return len(part) == 1 and part not in FILLERS


def plain(word: str) -> str:
    """``word`` without accents: ``café`` is looked for as ``cafe``."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What the forms of an English word have in common: Porter's second algorithm.

    https://snowballstem.org/algorithms/english/stemmer.html
    """
    # One stemmer per word: it keeps its place in the word in itself, and threads would share it.
    stemmed: str = EnglishStemmer().stemWord(plain(word)[:LONGEST_WORD])
    return stemmed


def chain(parts: list[str], kind: str = "") -> frozenset[str]:
    """The lexemes of ``parts`` standing side by side: each pair, or the part where it is alone."""
    if len(parts) == 1:
        return frozenset((kind + parts[0],))
    return frozenset(kind + one + other for one, other in pairwise(parts))
