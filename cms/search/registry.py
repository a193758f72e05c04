"""How each collection is found: the areas register it in ``AppConfig.ready()``."""

from collections.abc import Callable
from typing import Any

from cms.search.lexemes import Findable

# ``describe(version, locale)``: what readers of ``locale`` find ``version`` by.
Describe = Callable[[Any, str], Findable]

describers: dict[str, Describe] = {}


def find_by(collection: str, describe: Describe) -> None:
    """Have the published documents of ``collection`` found by what ``describe`` says of them.

    It is called with a version as published, in the transaction that publishes it.
    """
    describers[collection] = describe
