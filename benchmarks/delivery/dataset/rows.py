"""Rows by PostgreSQL's COPY: also of models that inherit, which bulk_create refuses."""

from collections.abc import Iterable

from django.core.management.color import no_style
from django.db import connection, models


def insert(model: type[models.Model], instances: Iterable[models.Model]) -> None:
    """Write one row per instance into the table of ``model``, without signals.

    Of a model that inherits, its own columns alone. Keys are given in all instances or in none.
    ``instances`` may query for the first, not between them: the connection is in use then.
    """
    instances = iter(instances)
    first = next(instances, None)
    if first is None:
        return
    fields = [
        field
        for field in model._meta.local_concrete_fields
        if not (field.primary_key and first.pk is None)
    ]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for instance in (first, *instances):
            copy.write_row(
                [
                    field.get_db_prep_save(field.pre_save(instance, add=True), connection)
                    for field in fields
                ]
            )


def continue_numbers(*used: type[models.Model]) -> None:
    """Let the next keys follow those that were given."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), used):
            cursor.execute(statement)
