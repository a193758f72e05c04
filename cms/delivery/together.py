"""What many documents show is read once, where they are built together.

Hundreds of documents link to the same pages and show the same pictures. Within ``together()`` each
of them is looked up and told once; outside, every call reads for itself.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
Read = Callable[[set[K]], Mapping[K, V]]

_known: ContextVar[dict[Hashable, Any] | None] = ContextVar("known", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Remember what is read in this block, in which nobody may change any of it."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def once(name: Hashable, make: Callable[[], V], *, outside: Callable[[], V] | None = None) -> V:
    """What ``make`` answers; it is not asked again for the same ``name``.

    Outside of ``together()`` ``outside`` is asked in its place, if there is one.
    """
    known = _known.get()
    if known is None:
        return (outside or make)()
    if name not in known:
        known[name] = make()
    value: V = known[name]
    return value


def once_each(read: Read[K, V], keys: Iterable[K]) -> dict[K, V]:
    """What ``read`` finds of ``keys``, asked only for those that are new to it."""
    wanted = set(keys)
    found: dict[K, V] = once(read, dict)
    asked: set[K] = once((read, "asked"), set)
    if new := wanted - asked:
        found.update(read(new))
        asked |= new
    return {key: found[key] for key in wanted if key in found}
