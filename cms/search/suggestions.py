"""What somebody is probably typing: titles, by their words or sound, and editors' synonyms."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.db import connection
from django.db.models import Min, Q

from cms.search.models import SearchEntry, TitleForm
from cms.search.questions import latin_words
from cms.search.spelling import distance, spellings
from cms.search.synonyms import kept_in
from cms.search.titles import LONGEST_FORM, spoken, typed
from cms.search.words import plain

# Of a prefix as common as one letter, so many forms are looked at, in their own order.
MOST_FORMS = 1000
# Of a mistyped word, so many that it may have been.
MOST_WAYS = 5
HIGHEST = "\U0010ffff"


@dataclass(frozen=True)
class Suggestion:
    """``text`` to search for; ``collection`` and ``key`` of the object whose title it is."""

    text: str
    collection: str | None = None
    key: str | None = None


def suggest(text: str, locale: str, *, limit: int) -> list[Suggestion]:
    """At most ``limit`` completions of ``text``: words of editors first, then titles.

    Titles that begin with it stand before those with a later word that does, then the popular.
    Where nothing begins so, words of it may be mistyped.
    """
    prefixes = _prefixes(text)
    found = _completions(prefixes, locale, limit) if prefixes else []
    if found or not prefixes:
        return found
    prefixes = _respelled(text, locale) - prefixes
    return _completions(prefixes, locale, limit) if prefixes else []


def _prefixes(text: str) -> set[str]:
    return {form[:LONGEST_FORM] for form in (typed(text), spoken(text)) if form}


def _respelled(text: str, locale: str) -> set[str]:
    """What may have been meant, by words that are published: of the last word, several ways."""
    if not spoken(text):
        return set()
    said = [plain(word) for word in latin_words(text)]
    ways = spellings(said, locale)
    near = [sorted(ways.get(word, ()), key=partial(distance, word)) or [word] for word in said]
    before = [each[0] for each in near[:-1]]
    return set().union(*(_prefixes(" ".join([*before, last])) for last in near[-1][:MOST_WAYS]))


def _completions(prefixes: set[str], locale: str, limit: int) -> list[Suggestion]:
    words = [
        Suggestion(word)
        for group in kept_in(locale).groups
        for word in group
        if typed(word).startswith(tuple(prefixes))
    ]
    # At most half, so that what is there is seen.
    words = sorted(set(words), key=lambda each: each.text)[: limit // 2]
    said = {word.text.casefold() for word in words}
    titles = _titles(sorted(prefixes), locale, limit)
    # A word that is a title too leads straight to what has it.
    whose = {title.text.casefold(): title for title in reversed(titles)}
    first = [whose.get(word.text.casefold(), word) for word in words]
    return [*first, *(each for each in titles if each.text.casefold() not in said)][:limit]


def _titles(prefixes: Sequence[str], locale: str, limit: int) -> list[Suggestion]:
    forms = TitleForm.objects.filter(_begins(prefixes), locale=locale).order_by("form")
    entries = (
        SearchEntry.objects.filter(forms__in=forms[:MOST_FORMS])
        .annotate(place=Min("forms__place", filter=_begins(prefixes, "forms__")))
        .order_by("place", "-popularity", "title", "collection", "key")
    )
    rows = entries.values_list("title", "collection", "key")
    return [Suggestion(*row) for row in rows[:limit]]


def _begins(prefixes: Sequence[str], through: str = "") -> Q:
    """Prefixes as the index of each database takes them: SQLite's is not used by LIKE."""
    return Q(*(_begins_with(each, through) for each in prefixes), _connector=Q.OR)


def _begins_with(prefix: str, through: str) -> Q:
    if connection.vendor == "postgresql":
        return Q(**{f"{through}form__startswith": prefix})
    return Q(**{f"{through}form__gte": prefix, f"{through}form__lt": prefix + HIGHEST})
