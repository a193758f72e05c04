"""Customers who want one slot at once on SQLite, in a file, as the embedded default has it."""

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has races of its own"),
]


@pytest.fixture
def file(provider, tmp_path):
    """The test's database as a file, in which one provider works."""
    path, li = tmp_path / "bookings.sqlite3", provider("li")
    with sqlite3.connect(path) as target:
        connection.connection.backup(target)
    return path, li.pk


def bookers(file, *groups: str, times: int, mode: str = "") -> Counter[str]:
    """What became of ``times`` customers in each of as many processes as there are groups."""
    path, pk = file
    arguments = [str(times), *([mode] if mode else [])]
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.catalog.scheduling.bookers", str(pk), group, *arguments],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": f"sqlite:///{path}"},
            stdout=subprocess.PIPE,
            text=True,
        )
        for group in groups
    ]
    told = [process.communicate()[0] for process in started]
    return sum((Counter(json.loads(text)) for text in told), Counter())


def booked(file) -> int:
    with sqlite3.connect(file[0]) as database:
        return database.execute("SELECT count(*) FROM scheduling_booking").fetchone()[0]


def test_twenty_bookers_are_one_and_none_is_locked_out(file):
    assert bookers(file, "a", "b", times=10) == {"Booking": 1, "SlotTaken": 19}
    assert booked(file) == 1


def test_control_without_immediate_the_others_fail_with_locked(file):
    outcome = bookers(file, "a", times=10, mode="deferred")
    assert outcome == {"Booking": 1, "OperationalError": 9}
    assert booked(file) == 1
