"""One example per operation of ours that answers 2xx: an operation without one fails here.

The examples are the rows of the permission table that somebody is answered 2xx; the world that
they are sent to can be any that has the values they name.
"""

import pytest

from tests.permissions.conftest import world
from tests.permissions.everyone import ask
from tests.permissions.routes import discovered
from tests.permissions.rows import Row
from tests.permissions.table import ROWS
from tests.world import EVERYBODY, World

__all__ = ["world"]


def somebody(row: Row) -> str | None:
    """The first of the cast whom the row answers 2xx."""
    return next((name for name in EVERYBODY if 200 <= row.status(name) < 300), None)


EXAMPLES = {(row.method, row.path): row for row in reversed(ROWS) if somebody(row)}


def test_every_operation_has_an_example() -> None:
    assert discovered() - EXAMPLES.keys() == set()


@pytest.mark.django_db
@pytest.mark.parametrize("row", EXAMPLES.values(), ids=str)
def test_the_example_answers_2xx(row: Row, world: World) -> None:
    member = somebody(row)
    assert member is not None
    assert ask(row, world, member)[0] == row.status(member)
