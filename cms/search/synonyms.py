"""The synonyms in force, read with every question: what an editor changes holds at once."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from accounts.users.statements import PreparedQuery
from cms.search.models import SynonymGroup, listed_in
from cms.search.questions import Synonyms


@dataclass(frozen=True)
class Kept:
    """The groups of one language; ``tag`` is another where any of them is."""

    groups: tuple[tuple[str, ...], ...]
    synonyms: Synonyms
    tag: str


def kept_in(locale: str) -> Kept:
    """What means the same to readers of ``locale``, in one query."""
    kept = PreparedQuery(_groups_of, (), {"language": locale})
    return _understood(tuple(words for (words,) in kept.answer(["words"])))


def _groups_of(language: Any) -> QuerySet[SynonymGroup]:
    return SynonymGroup.objects.filter(language=language).order_by("pk")


# By what they say, not by a counter: there is nothing to be told of a change.
@lru_cache(maxsize=16)
def _understood(texts: tuple[str, ...]) -> Kept:
    groups = tuple(tuple(listed_in(text)) for text in texts)
    tag = hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
    return Kept(groups, Synonyms(groups), tag)
