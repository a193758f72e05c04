"""Who ordered what: told by the apps above, which hold the orders."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from catalog.behaviour.items import Item


@dataclass(frozen=True)
class Purchase:
    """One order that was paid for and stands: ``customer`` is the user's key, ``region`` where."""

    customer: int
    item: Item
    region: str
    at: datetime


Source = Callable[[datetime], Iterator[Purchase]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Have ``source(since)`` asked for purchases. For ``AppConfig.ready()``."""
    if source not in _sources:
        _sources.append(source)


def purchases(since: datetime) -> Iterator[Purchase]:
    """All purchases from ``since`` on, oldest first within each source."""
    for source in _sources:
        yield from source(since)
