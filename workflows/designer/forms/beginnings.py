"""What new parts say in each language, until somebody says something else."""

from collections.abc import Iterator, Mapping
from typing import Final

from django.utils.translation import gettext, gettext_noop, override

from workflows.engine.vocabulary import Text, Vocabulary

from .kinds import FIELD_TITLES, STEP_TITLES

LANGUAGES: Final = ("en", "zh-hans")
NEW_ACTION: Final = gettext_noop("New action")
NEW_COLUMN: Final = gettext_noop("New column")
NEW_VALUE: Final = gettext_noop("New value")
DONE: Final = gettext_noop("Done")
FIRST_OPTION: Final = gettext_noop("First option")
NEW_OUTCOME: Final = gettext_noop("New outcome")
ABOUT_THE_CASE: Final = gettext_noop("About {case.number}")
NEWS_OF_IT: Final = gettext_noop("There is news about {case.number}.")
TITLES: Final = frozenset({*STEP_TITLES.values(), *FIELD_TITLES.values(), NEW_ACTION})
MESSAGES: Final = TITLES | {
    NEW_COLUMN,
    NEW_VALUE,
    DONE,
    FIRST_OPTION,
    NEW_OUTCOME,
    ABOUT_THE_CASE,
    NEWS_OF_IT,
}


def in_every_language(message: str) -> dict[str, str]:
    text = {}
    for language in LANGUAGES:
        with override(language):
            text[language] = gettext(message)
    return text


def followed(
    before: Mapping[str, object], after: dict[str, str], vocabulary: Vocabulary
) -> dict[str, str]:
    """``after`` without what a new part was called in other languages, once it is called otherwise
    in English: nobody reads a name that nobody gave.
    """
    english = before.get("en")
    if after.get("en") == english:
        return after
    firsts = [text for text in _given(vocabulary) if text.get("en") == english]
    if english in MESSAGES:
        firsts.append(in_every_language(str(english)))
    return {
        language: words
        for language, words in after.items()
        if language == "en" or all(words != first.get(language) for first in firsts)
    }


def _given(vocabulary: Vocabulary) -> Iterator[Text]:
    """The names that new parts have from the vocabulary."""
    for known in (vocabulary.actions, vocabulary.events, vocabulary.personal_types):
        yield from (one.label for one in known)
    yield from vocabulary.action_keys.values()
