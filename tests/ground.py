"""What many tests begin with, built once for those that follow one another.

A layer is a fixture that builds rows and gives no objects: what a test changes in memory is read
again by the next. ``Ground`` keeps the layers that a test asks for in transactions that stay open,
each inside that of the layer below, and the test runs in a savepoint of its own. They go when a
test comes that did not ask for them. A test that commits builds its own.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, transaction

Build = Callable[[], object]

# In the order in which they lie on each other, the most asked for first.
LAYERS: dict[str, Build] = {}


class Ground:
    """The layers that stand, from the lowest."""

    def __init__(self) -> None:
        self._standing: list[tuple[str, AbstractContextManager[None]]] = []

    def __contains__(self, name: str) -> bool:
        return name in self._names()

    def leave(self, wanted: list[str]) -> None:
        """Roll back from the first layer that is not the one ``wanted`` in its place."""
        while self._names() != wanted[: len(self._standing)]:
            _name, layer = self._standing.pop()
            layer.__exit__(None, None, None)

    def build(self, wanted: list[str]) -> None:
        """Build what is ``wanted`` and does not stand yet."""
        self.leave(wanted)
        for name in wanted[len(self._standing) :]:
            assert self._standing or not connection.in_atomic_block, "not inside a module's world"
            layer = _stays(LAYERS[name])
            layer.__enter__()
            self._standing.append((name, layer))

    def _names(self) -> list[str]:
        return [name for name, _layer in self._standing]


@contextmanager
def _stays(build: Build) -> Iterator[None]:
    atomic = transaction.atomic()
    # What is durable may be called in a test that is inside, as in any other.
    atomic._from_testcase = True  # type: ignore[attr-defined]
    with atomic:
        build()
        cache.clear()
        yield
        transaction.set_rollback(True)
    # Types that were made inside are gone again, and pages that the cache knows.
    ContentType.objects.clear_cache()
    cache.clear()


GROUND = Ground()


def layer(build: Build) -> object:
    """A fixture named as the function that builds: it stands before the test's transaction."""
    name = build.__name__
    LAYERS[name] = build

    @pytest.fixture(name=name)
    def fixture(db: None) -> None:
        if name not in GROUND:
            build()

    return fixture


def asked_for(item: pytest.Item) -> list[str]:
    """The layers that a test asks for."""
    fixtures = getattr(item, "fixturenames", ())
    return [name for name in LAYERS if name in fixtures]
