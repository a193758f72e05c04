"""Customers who order one slot at once on SQLite, in a file, as the embedded default has it."""

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone

from accounts.users.models import User
from accounts.users.tokens import issue_token
from catalog.providers.models import Provider
from tests.orders.conftest import town
from tests.orders.town import HERE, at
from workflows.orders.quoting import make_quote
from workflows.orders.requests import Place, QuoteRequest

__all__ = ["town"]

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has races of its own"),
]

PLACE = Place(**{name: HERE[name] for name in ("lat", "lng", "region", "line")})


def customers(count: int, provider: Provider) -> list[str]:
    """Each with a token and a quote for the same hour of the same provider."""
    asked = QuoteRequest(
        starts_at=at(10), address=PLACE, service="window-clean", provider=provider.public_id
    )
    pairs = []
    for number in range(count):
        one = User.objects.create(username=f"customer-{number}")
        one.groups.add(Group.objects.get(name="customer"))
        quote = make_quote(asked, by=one, now=timezone.now())
        pairs.append(f"{issue_token(one, name='bookers')}|{quote.uuid}")
    return pairs


def test_of_twenty_who_order_one_slot_one_gets_it_and_none_is_locked_out(
    town: dict[str, Provider], tmp_path: Path
) -> None:
    pairs, path = customers(20, town["provider"]), tmp_path / "orders.sqlite3"
    with sqlite3.connect(path) as target:
        connection.connection.backup(target)
        # As every file that was migrated is: the first connection need not change it.
        target.execute("PRAGMA journal_mode = WAL")
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.orders.bookers", *group],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": f"sqlite:///{path}"},
            stdout=subprocess.PIPE,
            text=True,
        )
        for group in (pairs[:10], pairs[10:])
    ]
    told = [json.loads(process.communicate()[0]) for process in started]
    assert sum(map(Counter, told), Counter()) == {"201": 1, "409 slot_taken": 19}
    with sqlite3.connect(path) as database:
        for table in ("orders_order", "engine_case", "scheduling_booking"):
            assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)
