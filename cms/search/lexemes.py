"""What is stored of one object to find it by: lexemes, each in the fields that hold it.

A lexeme is a stem (``clean``), a Han character or pair (``玻``, ``玻璃``), a syllable or pair of
syllables (``y:li``, ``y:boli``), or a pair of initials (``i:bl``). Its field stands before it, and
each field holds those above it too, so that one question is asked of each by a prefix alone:

    t:clean    in the title
    k:clean    in the title or the keywords
    s:clean    in title, keywords or summary
    clean      anywhere
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from cms.search.pinyin import INITIAL, SYLLABLE, initials_of, syllables_of
from cms.search.words import Word, chain, runs, stem, words

# From the best place for a match to the least.
FIELDS = ("t:", "k:", "s:", "")
# Nobody types a longer name in pinyin.
MOST_SYLLABLES = 6


@dataclass(frozen=True, kw_only=True)
class Findable:
    """What an area says of one published object in one locale.

    ``keywords`` are what it is called besides: tags, its category, its titles in other languages.
    ``facets`` maps ``category``, ``region``, ``tag`` and ``price`` to the object's values.
    ``popularity`` orders equal matches, the most popular first. ``place`` is latitude and
    longitude in degrees, as far as the public may know.
    """

    title: str
    keywords: tuple[str, ...] = ()
    summary: str = ""
    body: str = ""
    popularity: int = 0
    facets: dict[str, list[str]] = field(default_factory=dict)
    place: tuple[float, float] | None = None


def lexemes(findable: Findable) -> list[str]:
    """The lexemes of ``findable`` with their fields, sorted."""
    named: set[str] = set()
    found: set[str] = set()
    for prefix, texts in zip(FIELDS, _texts(findable), strict=True):
        for text in texts:
            # Names alone are looked for by their sound: a body sounds like almost anything.
            named |= _lexemes(text, sounds=prefix in FIELDS[:2])
        found |= {prefix + lexeme for lexeme in named}
    return sorted(found)


def spelled_words(findable: Findable) -> set[str]:
    """What somebody may mistype: Latin words but those of bodies, and Chinese names by sound."""
    names = [findable.title, *findable.keywords]
    latin = {run.text for text in [*names, findable.summary] for run in runs(text) if not run.han}
    return latin | {sound for text in names for sound in _typed_sounds(text)}


def _typed_sounds(text: str) -> Iterator[str]:
    """Runs of Han characters, and the words in them, in pinyin: ``caboli`` and ``boli``."""
    for spoken in (*runs(text), *words(text)):
        # One syllable is too near to any other.
        if spoken.han and 1 < len(spoken.text) <= MOST_SYLLABLES:
            yield "".join(syllables_of(spoken.text))


def _texts(findable: Findable) -> Iterator[Iterable[str]]:
    yield (findable.title,)
    yield findable.keywords
    yield (findable.summary,)
    yield (findable.body,)


# A page says the same in every locale that falls back to it.
@lru_cache(maxsize=64)
def _lexemes(text: str, *, sounds: bool) -> frozenset[str]:
    return frozenset().union(*(_of_run(run, sounds=sounds) for run in runs(text)))


def _of_run(run: Word, *, sounds: bool) -> set[str]:
    if not run.han:
        return {stem(run.text)}
    characters = list(run.text)
    found = {*characters, *chain(characters)}
    if sounds and (syllables := syllables_of(run.text)):
        found |= {SYLLABLE + each for each in syllables} | chain(syllables, SYLLABLE)
        found |= chain(initials_of(run.text), INITIAL)
    return found
