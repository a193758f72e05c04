"""Which entries meet a question: as the database says, or by a setting an OpenSearch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings

from cms.search import lookups, opensearch
from cms.search.questions import Question


@dataclass(frozen=True)
class Condition:
    """``lookup`` of the lexemes of an entry, and the value that it takes for a field."""

    lookup: str
    values: dict[str, str]


@dataclass
class Matching:
    """Matches among the entries at ``places``, a locale and perhaps a collection.

    What OpenSearch answered is kept, and so is that it did not: a page, its count and its facets
    ask the same.
    """

    places: Mapping[str, str]
    answers: dict[tuple[Question, str], str] = field(default_factory=dict)
    answering: bool = True

    def meets(self, question: Question, fields: Sequence[str]) -> Condition:
        """What an entry must meet to meet ``question`` in each of the ``fields``."""
        if settings.OPENSEARCH_URL and self.answering:
            try:
                return Condition("named", {each: self._named(question, each) for each in fields})
            except opensearch.Unanswered:
                self.answering = False
        return Condition("met", {each: lookups.write(question, each) for each in fields})

    def _named(self, question: Question, prefix: str) -> str:
        asked = (question, prefix)
        if asked not in self.answers:
            keys = opensearch.keys_met(question, prefix, self.places)
            self.answers[asked] = lookups.write_keys(keys)
        return self.answers[asked]
