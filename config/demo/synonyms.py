"""A few synonyms, so that the demonstration is found by everyday words."""

from cms.search.models import SynonymGroup
from config.demo.texts import data


def load_synonyms() -> None:
    """The groups of each language, those missing added."""
    for language, groups in data("synonyms").items():
        for group in groups:
            SynonymGroup.objects.get_or_create(language=language, words="\n".join(group))
