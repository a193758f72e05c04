"""What migrations brought (roles, Wagtail's root, locales), put back after a test that commits.

Emptying takes it away, and Django would put it back before the next such test, row by row from
JSON. On PostgreSQL a schema beside the tables keeps copies, and only tables that have rows are
touched: a few statements for what else is a second of each test.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

KEPT = "migrated"


def keep() -> None:
    """Copy what migrations brought; called once, when the test database is made."""
    if connection.vendor != "postgresql":
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {KEPT} CASCADE")
        cursor.execute(f"CREATE SCHEMA {KEPT}")
        for table in _filled():
            cursor.execute(f"CREATE TABLE {KEPT}.{table} AS TABLE {table}")
    # Nothing is left to Django, neither before a test nor after it.
    connection._test_serialized_contents = "[]"  # type: ignore[attr-defined]
    connection.ops.sql_flush = _delete_rows  # type: ignore[method-assign]


def put_back() -> None:
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [KEPT])
            for (name,) in cursor.fetchall():
                table = connection.ops.quote_name(name)
                # Nothing was emptied after a test that was skipped.
                kept = f"SELECT * FROM {KEPT}.{table} WHERE NOT EXISTS (TABLE {table})"
                cursor.execute(f"INSERT INTO {table} {kept}")
    else:
        contents = connection._test_serialized_contents  # type: ignore[attr-defined]
        connection.creation.deserialize_db_from_string(contents)
    ContentType.objects.clear_cache()


def _delete_rows(style: Any, tables: list[str], **options: bool) -> list[str]:
    """In place of TRUNCATE, which makes each of the tables anew, with all indexes."""
    assert not options.get("reset_sequences")
    # Foreign keys are deferred: what refers to what is looked at when all rows are gone.
    return [f"DELETE FROM {table}" for table in _filled()]


def _filled() -> Iterator[str]:
    """The tables of models that have rows, quoted."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = [connection.ops.quote_name(name) for name in names]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"EXISTS (TABLE {table})" for table in tables))
        filled = cursor.fetchone()
    return (table for table, has_rows in zip(tables, filled, strict=True) if has_rows)
