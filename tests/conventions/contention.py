"""Which errors of the database mean that somebody else was in the way; PostgreSQL's are among the
races.
"""

from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from api.conventions.contention import is_contention

# Only to be let at a database at all: the one in use here is a file of its own.
pytestmark = pytest.mark.django_db


@pytest.fixture
def two(tmp_path: Path) -> ConnectionHandler:
    """Two connections to one SQLite file, neither of which waits."""
    file = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": tmp_path / "two.sqlite3",
        "OPTIONS": {"timeout": 0},
    }
    return ConnectionHandler({"default": file, "other": file})


def test_a_locked_sqlite_is_contention(two: ConnectionHandler) -> None:
    with two["default"].cursor() as first, two["other"].cursor() as second:
        first.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError) as locked:
            second.execute("BEGIN IMMEDIATE")
    two.close_all()
    assert is_contention(locked.value)


def test_a_missing_table_is_none(two: ConnectionHandler) -> None:
    with two["default"].cursor() as cursor, pytest.raises(OperationalError) as missing:
        cursor.execute("SELECT 1 FROM nowhere")
    two.close_all()
    assert not is_contention(missing.value)
